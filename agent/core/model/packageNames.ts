// What keeps a filling from bearing the names that headquarters gives it. A container (tag, SSCC, GRAI) lives on and may be
// filled again; a filling has one id, one lot, once. Names must differ among what is here or expected, and nowhere else.
import type { LotId, PackageId } from './ids.ts';
import type { Book } from './book.ts';
import type { PackageRecord } from './records.ts';
import { comparableText } from './comparableText.ts';
import { findTagBearer } from './packageLookup.ts';
import { isHereOrExpected } from './states.ts';

/** The names that headquarters gives to what it announces or adopts. */
export interface PackageNames {
  package: PackageId;
  lot: LotId;
  mark: string;
  epcHex: string | null;
}

/**
 * Why nothing that is announced or adopted may bear these names, as a sentence for headquarters; null if it may.
 * `leaving`: packages whose names are free with this order.
 */
export function namesRefusal(
  names: PackageNames,
  { book, leaving = new Set() }: { book: Book; leaving?: ReadonlySet<string> },
): string | null {
  const known = book.get('package', names.package);
  if (known && !leaving.has(known.id) && !mayBeAnnouncedAgain(known, book))
    return `package ${known.id} is in the book already: it is ${known.state}, of lot ${known.lot}`;
  return signsRefusal(names, { book, leaving });
}

/** Why what comes, or comes back, may not bear its mark and tag, as a sentence for headquarters; null if it may. */
export function signsRefusal(
  { package: id, lot, mark, epcHex }: PackageNames,
  { book, leaving = new Set() }: { book: Book; leaving?: ReadonlySet<string> },
): string | null {
  const isOther = (record: PackageRecord): boolean => record.id !== id && !leaving.has(record.id);
  const marked = book
    .where('package', 'markKey', comparableText(mark))
    .find((record) => record.lot === lot && isHereOrExpected(record) && isOther(record));
  if (marked) return `mark ${mark} is that of package ${marked.id} of lot ${lot} already`;
  const tagged = epcHex === null ? undefined : findTagBearer(book, epcHex);
  return tagged && isOther(tagged)
    ? `tag ${epcHex} is that of package ${tagged.id}, which is ${tagged.state}, of lot ${tagged.lot}`
    : null;
}

/**
 * What never came may be announced again, and so may what was sent back once its lot is closed: until then the lot's total
 * counts it. What was released comes back by a return notice, with the figure that it left with.
 */
function mayBeAnnouncedAgain({ state, lot }: PackageRecord, book: Book): boolean {
  return state === 'dropped' || (state === 'returned' && book.get('lot', lot)?.state === 'closed');
}
