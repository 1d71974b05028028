// Which packages bear a code: an id or a tag names one, a mark is unique only within its lot.
import type { JobId, LotId, WeighingId } from './ids.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import type { Book } from './book.ts';
import type { PackageRecord } from './records.ts';
import { comparableText } from './comparableText.ts';
import { STATES_AT_BASE } from './states.ts';
import { compositeId } from './idPattern.ts';

/** The package that bears a tag, or else the one that bore it before it was retired. Undefined: nobody ever did. */
export function findTagOwner(book: Book, epcHex: string): PackageRecord | undefined {
  const [bearer] = book.where('package', 'epcHex', epcHex, 1);
  if (bearer) return bearer;
  const retired = book.get('retiredTag', epcHex);
  return retired && book.get('package', retired.package);
}

/** Whether a tag was retired: its package bears another now, and it should be off. */
export function isTagRetired(book: Book, epcHex: string): boolean {
  const owner = findTagOwner(book, epcHex);
  return owner !== undefined && owner.epcHex !== epcHex;
}

/** Every package that bears a code, wherever it is; several only if the code is a mark. Empty: nobody bears it. */
export function findPackagesByCode(book: Book, code: string): PackageRecord[] {
  const named = book.get('package', code);
  if (named) return [named];
  const tagged = book.where('package', 'epcHex', code.toUpperCase());
  if (tagged.length > 0) return tagged;
  const marked = book.where('package', 'markKey', comparableText(code));
  const owner = marked.length > 0 ? undefined : findTagOwner(book, code.toUpperCase());
  return owner ? [owner] : marked;
}

/** The one package that a code names at this base, or why there is none: nobody bears it, or several do. */
export function findPackageAtBase(book: Book, code: string): PackageRecord | 'unknown' | 'several' {
  const found = findPackagesByCode(book, code);
  const atBase = found.filter(({ state }) => STATES_AT_BASE.includes(state));
  const [only, another] = atBase.length > 0 ? atBase : found;
  if (!only) return 'unknown';
  return another ? 'several' : only;
}

/** The load lying on the scale now, as the station knows it: its recorded weighing, or null. */
export interface LoadOnScale {
  station: StationId;
  weighing: WeighingId | null;
}

/**
 * The package that a code names: by its id, its EPC or the consignor's mark. A mark is unique only within its lot: that
 * of `lot` is preferred, else the first that bears it. Last comes the EPC of a tag that was retired.
 */
export function findPackageByCode(
  book: Book,
  { lot, code }: { lot: LotId | null; code: string },
): PackageRecord | undefined {
  const wanted = code.trim();
  const byMark = book.where('package', 'markKey', comparableText(wanted));
  return (
    book.get('package', wanted) ??
    book.where('package', 'epcHex', wanted.toUpperCase())[0] ??
    byMark.find((candidate) => candidate.lot === lot) ??
    byMark[0] ??
    findTagOwner(book, wanted.toUpperCase())
  );
}

/** One foreign package a job, by what can be read on it. */
export function foreignRecordId(job: JobId, identity: string): string {
  return compositeId(job, identity);
}
