// Whether a notice, an amendment or a return can be worked; and goods that came before their notice.
import type { Book } from '../book.ts';
import type { NewEntry } from '../entry.ts';
import type { IntakeNotice } from '../notice.ts';
import type { IntakeAmendment, ReturnNotice } from '../stockOrders.ts';

export const INTAKE_LIMITS = { packages: 2_000, textLength: 200 } as const;

/** Why a notice cannot be worked, in words; null if it can. */
export function noticeFault(notice: IntakeNotice, book: Book): string | null {
  if (book.get('lot', notice.lot)) return `lot ${notice.lot} is already in the book`;
  if (notice.packages.length === 0 || notice.packages.length > INTAKE_LIMITS.packages) {
    return `a notice holds 1 to ${INTAKE_LIMITS.packages} packages, this one ${notice.packages.length}`;
  }
  const { intervalMg, limitMg, lastDigitMg } = notice.weighed;
  if (intervalMg <= 0 || intervalMg % 2 !== 0 || lastDigitMg % 2 !== 0 || (limitMg !== null && limitMg < 0)) {
    return 'the consignor’s scale interval and last digit must be even numbers of milligrams';
  }
  const seen = new Set<string>();
  for (const announced of notice.packages) {
    const name = announced.package;
    if (announced.tareMg < 0 || announced.grossMg <= announced.tareMg) return `package ${name}: gross must exceed tare`;
    if (seen.has(name) || book.get('package', name)) return `package ${name} is announced twice`;
    if (seen.has(`mark ${announced.mark}`)) return `mark ${announced.mark} is used twice`;
    seen.add(name).add(`mark ${announced.mark}`);
    if (announced.epcHex === null) continue;
    if (seen.has(announced.epcHex) || book.where('package', 'epcHex', announced.epcHex).length > 0) return `tag ${announced.epcHex} is already in use`;
    seen.add(announced.epcHex);
  }
  return null;
}


export function amendmentFault(body: IntakeAmendment, book: Book): string | null {
  return book.get('lot', body.lot) ? null : `lot ${body.lot} is unknown`;
}

export function returnFault(body: ReturnNotice, book: Book): string | null {
  return book.get('lot', body.lot) ? null : `lot ${body.lot} is unknown`;
}

/** Goods held without a notice that this notice names by mark, EPC or id: each is bound to its package at once. */
export function matchedGoods(_notice: IntakeNotice, _of: { book: Book; order: string; newId: () => string }): NewEntry[] {
  return [];
}

