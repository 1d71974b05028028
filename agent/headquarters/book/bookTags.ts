// What the tags that came with a load say: whether one may name it, and whether it is of the stock. CONTRACT.md 9.1, 9.4.
import type { BaseBook } from './baseBook.ts';
import type { ContractBodyOf } from './bookContext.ts';
import { recordImpliedFinding } from './impliedFindings.ts';
import { BOOK_STATES_AT_BASE } from './packageSteps.ts';

/** A package is named by its tag only if that tag came with the load, and no other station read it then. */
export function isTagSeen(book: BaseBook, body: ContractBodyOf<'weighing'>): boolean {
  if (body.boundBy !== 'tag' || body.package === null) return true;
  const epc = book.findRow('packages', body.package)?.epc ?? null;
  return epc === null || body.tags.some((tag) => !tag.background && !tag.elsewhere && tag.epcHex === epc);
}

/** The tag of what is in stock already came with a single load of an intake: CONTRACT.md 9.4. */
export function recordStockFindings(book: BaseBook, body: ContractBodyOf<'weighing'>): void {
  const isTakenIn = (body.purpose === 'intake' || body.purpose === 'unannounced') && body.basis === 'single';
  if (!isTakenIn) return;
  const arrived = new Set(
    body.tags.filter(({ background, elsewhere }) => !background && !elsewhere).map(({ epcHex }) => epcHex),
  );
  for (const epcHex of arrived)
    for (const { package: id, state } of book.findRows('packages', 'epc', epcHex))
      if (state !== 'present' && BOOK_STATES_AT_BASE.includes(state))
        recordImpliedFinding(book, {
          code: 'STOCK_AT_INTAKE',
          lot: body.lot,
          package: id,
          weighing: body.weighing,
          required: true,
        });
}
