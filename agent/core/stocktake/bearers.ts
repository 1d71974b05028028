// Which packages bear a code: an id or a tag names one, a mark is unique only within its lot.
import type { Book } from '../book.ts';
import type { PackageRecord } from '../records.ts';
import { HERE } from '../states.ts';

export function bearersOf(book: Book, code: string): PackageRecord[] {
  const named = book.get('package', code);
  if (named) return [named];
  const tagged = book.where('package', 'epcHex', code.toUpperCase());
  return tagged.length > 0 ? tagged : book.where('package', 'mark', code);
}

/** The one package that a code names at this base, or why there is none: nobody bears it, or several do. */
export function bearerHere(book: Book, code: string): PackageRecord | 'unknown' | 'several' {
  const bearers = bearersOf(book, code);
  const here = bearers.filter(({ state }) => HERE.includes(state));
  const [only, another] = here.length > 0 ? here : bearers;
  if (!only) return 'unknown';
  return another ? 'several' : only;
}
