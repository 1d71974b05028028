// What the tags that came with a load say: whether one may name it, and whether it is of the stock. CONTRACT.md 9.1, 9.4.
import { type BaseBook, isOpenFindingRow } from './baseBook.ts';
import type { BookPackageRow, BookWeighingRow } from './bookRows.ts';
import type { ContractBodyOf } from './bookContext.ts';
import { recordImpliedFinding } from './impliedFindings.ts';
import { BOOK_STATES_AT_BASE, isHereOrExpectedRow } from './packageSteps.ts';

/** A package is named by its tag only if that tag came with the load, and no other station read it then. */
export function isTagSeen(book: BaseBook, body: ContractBodyOf<'weighing'>): boolean {
  if (body.boundBy !== 'tag' || body.package === null) return true;
  const epc = book.findRow('packages', body.package)?.epc ?? null;
  return epc === null || listTagsHere(body).includes(epc);
}

/** Tags that came with the load, and that no other station read then. */
export function listTagsHere({ tags }: ContractBodyOf<'weighing'>): string[] {
  return tags.filter(({ background, elsewhere }) => !background && !elsewhere).map(({ epcHex }) => epcHex);
}

/** Whether the package's own tag came with this load. */
export function cameWithLoad({ tags_here: tags }: BookWeighingRow, { epc }: BookPackageRow): boolean {
  return epc !== null && (JSON.parse(tags) as string[]).includes(epc);
}

/** The tag of what is in stock already came with a single load of an intake: CONTRACT.md 9.4. */
export function recordStockFindings(book: BaseBook, body: ContractBodyOf<'weighing'>): void {
  const isTakenIn = (body.purpose === 'intake' || body.purpose === 'unannounced') && body.basis === 'single';
  if (!isTakenIn) return;
  const arrived = new Set(listTagsHere(body));
  const named = new Map([...arrived].flatMap((epcHex) => rowsOfTag(book, epcHex).map((row) => [row.package, row])));
  for (const { package: id, state } of named.values()) {
    if (state === 'present' || !BOOK_STATES_AT_BASE.includes(state)) continue;
    const isOpen = book
      .findRows('findings', 'package', id)
      .some((finding) => finding.code === 'STOCK_AT_INTAKE' && finding.lot === body.lot && isOpenFindingRow(finding));
    if (isOpen) continue;
    const implied = { code: 'STOCK_AT_INTAKE', lot: body.lot, package: id, weighing: body.weighing, required: true };
    recordImpliedFinding(book, implied);
  }
}

/** The packages here or expected that bear a tag, or else the one that bore it before it got another. */
export function rowsOfTag(book: BaseBook, epcHex: string): BookPackageRow[] {
  const bearers = book.findRows('packages', 'epc', epcHex).filter(isHereOrExpectedRow);
  if (bearers.length > 0) return bearers;
  const bore = book.findRow('packages', book.findRow('retired_tags', epcHex)?.package ?? null);
  return bore && isHereOrExpectedRow(bore) ? [bore] : [];
}
