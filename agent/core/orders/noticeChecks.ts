// Whether a notice, an amendment or a return can be worked: each reason against it as a sentence for headquarters.
import type { LotId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { LotRecord, OrderRecord } from '../model/records.ts';
import { comparableText } from '../model/comparableText.ts';
import { awaitedPackages } from '../model/awaitedPackages.ts';
import type { AnnouncedPackage, IntakeNotice } from '../model/intakeNotice.ts';
import { containerKeyOf, codeKeyOf } from '../model/packageLookup.ts';
import { namesRefusal, signsRefusal } from '../model/packageNames.ts';
import { LOT_STEPS, type LotState } from '../model/states.ts';
import type { IntakeAmendment, ReturnNotice } from '../model/stockOrders.ts';

/** Most packages of a notice and longest text (characters). */
export const INTAKE_LIMITS = { packages: 2_000, textLength: 200 } as const;

/** Why a notice cannot be worked, as a sentence for headquarters; null if it can. */
export function noticeRefusal(notice: IntakeNotice, book: Book): string | null {
  if (book.get('lot', notice.lot)) return `lot ${notice.lot} is already in the book`;
  if (notice.packages.length === 0 || notice.packages.length > INTAKE_LIMITS.packages) {
    return `a notice holds 1 to ${INTAKE_LIMITS.packages} packages, this one ${notice.packages.length}`;
  }
  const { intervalMg, limitMg, lastDigitMg } = notice.weighed;
  if (intervalMg <= 0 || intervalMg % 2 !== 0 || lastDigitMg % 2 !== 0 || (limitMg !== null && limitMg < 0)) {
    return 'the consignor’s scale interval and last digit must be even numbers of milligrams';
  }
  return announcedPackagesRefusal(notice.packages, { book, lot: notice.lot, leaving: new Set() });
}

/**
 * New packages must differ by id, mark and tag from each other, and from what is here or expected; `leaving` are those of
 * the lot that the same order drops.
 */
function announcedPackagesRefusal(
  packages: readonly AnnouncedPackage[],
  { book, lot, leaving }: { book: Book; lot: LotId; leaving: ReadonlySet<string> },
): string | null {
  const usedNames = new Set<string>();
  for (const announced of packages) {
    const name = announced.package;
    if (announced.tareMg < 0 || announced.grossMg <= announced.tareMg) return `package ${name}: gross must exceed tare`;
    if (usedNames.has(`package ${name}`)) return `package ${name} is announced twice`;
    const mark = `mark ${comparableText(announced.mark)}`;
    if (usedNames.has(mark)) return `mark ${announced.mark} is used twice`;
    usedNames.add(`package ${name}`).add(mark);
    const container = containerKeyOf(announced);
    if (container !== null && usedNames.has(container)) return `container ${container} is announced twice`;
    if (container !== null) usedNames.add(container);
    if (announced.pallet !== null && codeKeyOf(announced.pallet) === '')
      return `package ${name}: nothing can be read on the label of its pallet`;
    const refusal = namesRefusal({ ...announced, lot }, { book, leaving });
    if (refusal !== null) return refusal;
    if (announced.epcHex === null) continue;
    if (usedNames.has(`tag ${announced.epcHex}`)) return `tag ${announced.epcHex} is announced twice`;
    usedNames.add(`tag ${announced.epcHex}`);
  }
  return null;
}

/**
 * Why a notice cannot be amended so, as a sentence for headquarters; null if it can. It can until its lot is judged;
 * packages that are weighed already stay.
 */
export function amendmentRefusal(body: IntakeAmendment, book: Book): string | null {
  const lot = book.get('lot', body.lot);
  const order = lot && book.get('order', lot.order);
  if (!lot || !order) return `lot ${body.lot} is unknown`;
  if (!isAmendable(order, body)) return `the notice of lot ${lot.id} is ${order.state}`;
  const awaited = awaitedPackages(book);
  const dropped = new Set<string>();
  for (const id of body.drop) {
    const record = book.get('package', id);
    if (record?.lot !== lot.id || record.order !== lot.order) return `package ${id} is none of this notice`;
    if (dropped.has(id)) return `package ${id} is dropped twice`;
    if (record.state !== 'expected' && record.state !== 'missing')
      return `package ${id} is ${record.state}: it has come already`;
    if (awaited.has(id)) return `package ${id} is being weighed with others`;
    dropped.add(id);
  }
  const count = lot.announced + body.add.length - body.drop.length;
  if (count < 1 || count > INTAKE_LIMITS.packages)
    return `a notice holds 1 to ${INTAKE_LIMITS.packages} packages, this one would hold ${count}`;
  return announcedPackagesRefusal(body.add, { book, lot: lot.id, leaving: dropped });
}

/** To what was judged already more may be added: a further delivery, or the rest of a notice that came in parts. */
function isAmendable({ state }: OrderRecord, { add, drop }: IntakeAmendment): boolean {
  return state === 'open' || state === 'working' || (state === 'done' && add.length > 0 && drop.length === 0);
}

/**
 * Why a return cannot be worked, as a sentence for headquarters; null if it can. Only released packages come back, and
 * only to a lot without another delivery under way.
 */
export function returnRefusal(body: ReturnNotice, book: Book): string | null {
  const lot = book.get('lot', body.lot);
  if (!lot) return `lot ${body.lot} is unknown`;
  if (body.packages.length === 0 || body.packages.length > INTAKE_LIMITS.packages) {
    return `a return holds 1 to ${INTAKE_LIMITS.packages} packages, this one ${body.packages.length}`;
  }
  const refusal = arrivingRefusal(lot, book);
  if (refusal !== null) return refusal;
  const namedPackages = new Set<string>();
  for (const id of body.packages) {
    const record = book.get('package', id);
    if (record?.lot !== lot.id) return `package ${id} is none of lot ${lot.id}`;
    if (namedPackages.has(id)) return `package ${id} is named twice`;
    if (record.state !== 'released') return `package ${id} is ${record.state}: only released packages come back`;
    const taken = signsRefusal({ ...record, package: id }, { book });
    if (taken !== null) return taken;
    namedPackages.add(id);
  }
  return null;
}

/** Why nothing of a lot may come back now, as a sentence for headquarters; null if it may: no delivery of it is under way. */
export function arrivingRefusal(lot: LotRecord, book: Book): string | null {
  const openOrder = [...book.where('order', 'state', 'open'), ...book.where('order', 'state', 'working')].find(
    (order) => order.lot === lot.id,
  );
  if (openOrder) return `order ${openOrder.id} for lot ${lot.id} is still ${openOrder.state}`;
  return (LOT_STEPS.arrive.from as readonly LotState[]).includes(lot.state) ? null : `lot ${lot.id} is ${lot.state}`;
}
