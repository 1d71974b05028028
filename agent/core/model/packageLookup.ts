// Which packages bear a code: an id or a tag names one, a mark is unique only within its lot.
import type { Book } from './book.ts';
import type { PackageRecord } from './records.ts';
import { STATES_AT_BASE } from './states.ts';

/** Every package that bears a code, wherever it is; several only if the code is a mark. Empty: nobody bears it. */
export function findPackagesByCode(book: Book, code: string): PackageRecord[] {
  const named = book.get('package', code);
  if (named) return [named];
  const tagged = book.where('package', 'epcHex', code.toUpperCase());
  return tagged.length > 0 ? tagged : book.where('package', 'mark', code);
}

/** The one package that a code names at this base, or why there is none: nobody bears it, or several do. */
export function findPackageAtBase(book: Book, code: string): PackageRecord | 'unknown' | 'several' {
  const bearers = findPackagesByCode(book, code);
  const here = bearers.filter(({ state }) => STATES_AT_BASE.includes(state));
  const [only, another] = here.length > 0 ? here : bearers;
  if (!only) return 'unknown';
  return another ? 'several' : only;
}

/** The load lying on the scale now, as the station knows it: its recorded weighing, or null. */
export interface LoadOnScale {
  station: string;
  weighing: string | null;
}

/** EPC words are 16 bits; 31 words is the longest EPC (Gen2 PC bits 15–11), so 4 to 124 hexadecimal digits. */
export const EPC_HEX = /^(?:[0-9A-F]{4}){1,31}$/;

/** A code is a package id, an EPC or the consignor's mark; marks are unique only within a lot. */
export function findInLot(book: Book, { lot, code }: { lot: string | null; code: string }): PackageRecord | undefined {
  const wanted = code.trim();
  const byMark = book.where('package', 'mark', wanted);
  return (
    book.get('package', wanted) ??
    book.where('package', 'epcHex', wanted.toUpperCase())[0] ??
    byMark.find((candidate) => candidate.lot === lot) ??
    byMark[0]
  );
}

/** One foreign package a job, by what can be read on it. */
export function foreignRecordId(job: string, identity: string): string {
  return `${job}/${identity}`;
}
