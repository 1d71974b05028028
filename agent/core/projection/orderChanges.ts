// What each kind of order does to the book when it is received. Decisions have a file of their own.
import type { LotId, OrderId, PackageId } from '../model/ids.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { LotRecord, OrderRecord, PackageRecord } from '../model/records.ts';
import type { StocktakeRecord } from '../model/workRecords.ts';
import type { EntryBodies, EntryOf } from '../model/entry.ts';
import type { IntakeNotice } from '../model/intakeNotice.ts';
import type { Order } from '../model/order.ts';
import type {
  OrderCancellation,
  OrderSuspension,
  IntakeAmendment,
  ReleaseOrder,
  ReturnNotice,
  StocktakeOrder,
} from '../model/stockOrders.ts';
import { isHereOrExpected } from '../model/states.ts';
import { newExpectedPackage, isLotEmpty, requireRecord, putRecord, stepLot, stepPackage } from './bookChanges.ts';
import { comeBackMembers, endedRemovals } from './comeBackChanges.ts';
import { applyDecision } from './decisionChanges.ts';
import { newStocktakeRecord, unfreezePackages } from './stocktakeChanges.ts';
import { reopenOrder } from './caseChanges.ts';
import { canStepPackage } from '../model/states.ts';

/** The change that remembers the last order's counter and hash. */
export function countOrder(book: Book, orderCounter: number, orderHash: string): BookChange {
  return putRecord('site', { ...requireRecord(book, 'site', 'site'), orderCounter, orderHash });
}

/** Records an order and what its kind does to the book. */
export function applyOrderReceived({ body, seq }: EntryOf<'order-received'>, book: Book): BookChange[] {
  const { order, signedHash } = body;
  return [...applyOrderBody(order, { book, seq }), countOrder(book, order.counter, signedHash)];
}

function createOrderChange(
  order: Order,
  facts: { subject: string; lot?: LotId; state?: OrderRecord['state'] },
): BookChange {
  const { subject, lot = null, state = 'done' } = facts;
  const { order: id, counter, issuedWallMs, validUntilMs = null } = order;
  return putRecord('order', {
    ...{ id, counter, kind: order.body.kind, subject, lot, state },
    issuedWallMs,
    validUntilMs,
  });
}

function applyOrderBody(order: Order, { book, seq }: { book: Book; seq: number }): BookChange[] {
  const { body } = order;
  switch (body.kind) {
    case 'intake-notice':
      return [
        createOrderChange(order, { subject: body.lot, lot: body.lot, state: 'open' }),
        ...announceLot(order.order, { notice: body, book }),
      ];
    case 'intake-amendment':
      return [createOrderChange(order, { subject: body.lot, lot: body.lot }), ...amendLot(body, book)];
    case 'cancellation':
      return [createOrderChange(order, { subject: body.cancels }), ...applyCancellation(body, book)];
    case 'suspension':
      return [createOrderChange(order, { subject: body.order }), applySuspension(body, book)];
    case 'release-order':
      return [createOrderChange(order, { subject: body.release, state: 'open' }), openRelease(order.order, body)];
    case 'sealed-order': {
      const { sealed, salt, nonce, ciphertext } = body;
      // It can be worked only once two persons have opened it.
      return [
        createOrderChange(order, { subject: sealed }),
        putRecord('deposit', { id: sealed, order: order.order, salt, nonce, ciphertext, state: 'sealed' }),
      ];
    }
    case 'return-notice':
      return [
        createOrderChange(order, { subject: body.lot, lot: body.lot, state: 'open' }),
        ...returnPackages(order.order, { body, book }),
      ];
    case 'stocktake-order':
      return [createOrderChange(order, { subject: body.stocktake, state: 'open' }), orderStocktake(order.order, body)];
    case 'stocktake-sample':
      return [
        createOrderChange(order, { subject: body.stocktake }),
        putRecord('stocktake', {
          ...requireRecord(book, 'stocktake', body.stocktake),
          sample: body.packages,
          sampleThawed: false,
        }),
      ];
    case 'decision':
      return [createOrderChange(order, { subject: body.decision }), ...applyDecision(body, { order, seq, book })];
    case 'booking':
      return [createOrderChange(order, { subject: order.order }), ...bookRemovals(body.removals, book)];
  }
}

function announceLot(order: OrderId, { notice, book }: { notice: IntakeNotice; book: Book }): BookChange[] {
  const {
    lot,
    commodity,
    form,
    element,
    ownership,
    consignor,
    certificate,
    weighed,
    fitnessSharePpm,
    totalGrossMg,
    packaging,
    content,
    contract,
    removalLimits,
  } = notice;
  const facts = {
    order,
    commodity,
    form,
    element,
    ownership,
    consignor,
    certificate,
    weighed,
    fitnessSharePpm,
    totalGrossMg,
    packaging,
    content,
    contract,
    removalLimits,
  };
  const record: LotRecord = { id: lot, ...facts, state: 'announced', announced: notice.packages.length, verdict: null };
  return [
    putRecord('lot', record),
    ...notice.packages.flatMap((announced) => expectPackage(newExpectedPackage(announced, { lot, order }), book)),
  ];
}

/** A filling that left under the same id left with what was weighed out of it and not booked. */
function expectPackage(record: PackageRecord, book: Book): BookChange[] {
  const removals = book.where('removal', 'package', record.id).filter(({ state }) => state === 'open');
  return [
    putRecord('package', record),
    ...removals.map((removal) => putRecord('removal', { ...removal, state: 'ended' as const })),
  ];
}

function amendLot({ lot, add, drop, totalGrossMg }: IntakeAmendment, book: Book): BookChange[] {
  const record = requireRecord(book, 'lot', lot);
  const order = record.order;
  return [
    putRecord('lot', { ...record, totalGrossMg, announced: record.announced + add.length - drop.length }),
    ...drop.flatMap((id) => dropExpectedPackage(requireRecord(book, 'package', id), { step: 'drop', book })),
    ...add.flatMap((announced) => expectPackage(newExpectedPackage(announced, { lot, order }), book)),
    ...(add.length > 0 ? reopenOrder(book, order) : []),
  ];
}

/** What is not to come cannot be missing. */
function dropExpectedPackage(
  record: PackageRecord,
  { step, book }: { step: 'drop' | 'stay-away'; book: Book },
): BookChange[] {
  const missingFindings = book
    .where('finding', 'package', record.id)
    .filter(({ code, state }) => code === 'MISSING_PACKAGE' && state !== 'closed');
  return [
    stepPackage(record, step),
    ...missingFindings.map((finding) => putRecord('finding', { ...finding, state: 'void' as const })),
  ];
}

/** Resumed, it is open: whoever takes it up opens a job. */
function applySuspension({ order: id, suspended }: OrderSuspension, book: Book): BookChange {
  const order = book.get('order', id);
  if (order) return putRecord('order', { ...order, state: suspended ? 'suspended' : 'open' });
  return putRecord('stocktake', { ...requireRecord(book, 'stocktake', id), suspended });
}

function applyCancellation({ cancels }: OrderCancellation, book: Book): BookChange[] {
  // A stocktake of the base's own plan has no order: it is named by its own id.
  const planned = book.get('order', cancels) ? undefined : book.get('stocktake', cancels);
  if (planned) return endStocktake(planned, book);
  const order = requireRecord(book, 'order', cancels);
  const changes = [putRecord('order', { ...order, state: 'cancelled' })];
  if (order.lot !== null) return [...changes, ...cancelDelivery(order, { lot: order.lot, book })];
  const deposit = order.kind === 'sealed-order' ? book.get('deposit', order.subject) : undefined;
  if (deposit) return [...changes, putRecord('deposit', { ...deposit, state: 'cancelled' })];
  const release = book.get('release', order.id);
  if (release)
    return [
      ...changes,
      putRecord('release', { ...release, state: 'cancelled' }),
      ...freeAllocated(release.packages, { order: release.id, book }),
    ];
  const stocktake = book.get('stocktake', order.subject);
  return stocktake ? [...changes, ...endStocktake(stocktake, book)] : changes;
}

function endStocktake(stocktake: StocktakeRecord, book: Book): BookChange[] {
  return [putRecord('stocktake', { ...stocktake, state: 'closed' }), ...unfreezePackages(stocktake.id, book)];
}

function cancelDelivery(order: OrderRecord, { lot, book }: { lot: LotId; book: Book }): BookChange[] {
  const packages = book.where('package', 'lot', lot).filter((record) => record.order === order.id);
  const open = packages.filter(({ state }) => state === 'expected' || state === 'missing');
  const step = order.kind === 'return-notice' ? ('stay-away' as const) : ('drop' as const);
  const gone = new Set(open.map(({ id }) => id));
  return [
    ...open.flatMap((record) => dropExpectedPackage(record, { step, book })),
    ...settleCancelledLot(lot, { gone, packages, book }),
  ];
}

/** What came of it is held until it is decided; without it the lot is again what it was before. */
function settleCancelledLot(
  lot: LotId,
  cancellation: { gone: ReadonlySet<string>; packages: readonly PackageRecord[]; book: Book },
): BookChange[] {
  const { gone, packages, book } = cancellation;
  const { state, verdict } = requireRecord(book, 'lot', lot);
  if (state === 'closed') return [];
  if (isLotEmpty(book, lot, gone)) return [stepLot(book, lot, 'close')];
  if (state !== 'arriving' && state !== 'verifying') return [];
  const hasArrived = packages.some((record) => record.state === 'present' || record.state === 'quarantined');
  const isDisputed = book
    .where('finding', 'lot', lot)
    .some((finding) => finding.state === 'open' || finding.state === 'recounted');
  if (hasArrived || isDisputed) return [stepLot(book, lot, 'disagree')];
  return [stepLot(book, lot, verdict?.verdict === 'verified' ? 'verify' : 'close')];
}

/**
 * Frees those packages that are still of this release: one that was quarantined and freed may belong to another by now.
 */
export function freeAllocated(
  packages: readonly PackageId[],
  { order, book }: { order: OrderId; book: Book },
): BookChange[] {
  return packages
    .map((id) => requireRecord(book, 'package', id))
    .filter(({ release }) => release === order)
    .map((record) =>
      canStepPackage(record.state, 'set-free')
        ? stepPackage(record, 'set-free', { release: null })
        : putRecord('package', { ...record, release: null }),
    );
}

function openRelease(order: OrderId, body: ReleaseOrder): BookChange {
  return putRecord('release', { id: order, order: body, packages: [], state: 'open', released: [], short: [] });
}

/** Turns an opened deposit into a release like any other. */
export function applySealedOrderOpened(body: EntryBodies['sealed-order-opened'], book: Book): BookChange[] {
  const order = requireRecord(book, 'order', body.order);
  return [
    putRecord('deposit', { ...requireRecord(book, 'deposit', body.sealed), state: 'opened' }),
    putRecord('order', { ...order, subject: body.release.release, state: 'open' }),
    openRelease(body.order, body.release),
  ];
}

function returnPackages(order: OrderId, { body, book }: { body: ReturnNotice; book: Book }): BookChange[] {
  return body.packages.flatMap((id) => {
    const before = requireRecord(book, 'package', id);
    return [...endedRemovals(id, book), stepPackage(before, 'come-back', comeBackMembers(before, order))];
  });
}

function orderStocktake(order: OrderId, { stocktake, scope }: StocktakeOrder): BookChange {
  return putRecord('stocktake', { ...newStocktakeRecord({ id: stocktake, order, scope }), state: 'ordered' });
}

/**
 * Weighed material leaves the book: gross and net alike, because the drum is lighter by it. Of a package that is to be
 * weighed again no figure stands: the next weighing shows what is left. A package that is gone counts for nothing, so
 * that only the removal itself is settled. A figure that may come back is booked like the one that stands.
 */
function bookRemovals(removals: readonly string[], book: Book): BookChange[] {
  const perPackage = new Map<string, PackageRecord>();
  const changes: BookChange[] = [];
  for (const id of removals) {
    const removal = requireRecord(book, 'removal', id);
    const before = perPackage.get(removal.package) ?? requireRecord(book, 'package', removal.package);
    changes.push(putRecord('removal', { ...removal, state: 'booked' }));
    if (!isHereOrExpected(before)) continue;
    const { massMg } = removal;
    const { replaced } = before;
    const masses = {
      ...lighterBy(massMg, before),
      replaced: replaced === null ? null : { ...replaced, ...lighterBy(massMg, replaced) },
      removedMg: asMassMg(before.removedMg - massMg),
      bookedMg: asMassMg(before.bookedMg + massMg),
    };
    perPackage.set(before.id, { ...before, ...masses });
  }
  return [...changes, ...[...perPackage.values()].map((record) => putRecord('package', record))];
}

function lighterBy(
  massMg: MassMg,
  { grossMg, netMg }: Pick<PackageRecord, 'grossMg' | 'netMg'>,
): Pick<PackageRecord, 'grossMg' | 'netMg'> {
  const without = (mass: MassMg | null): MassMg | null => (mass === null ? null : asMassMg(mass - massMg));
  return { grossMg: without(grossMg), netMg: without(netMg) };
}
