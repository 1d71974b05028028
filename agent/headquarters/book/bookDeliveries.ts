// Announced deliveries in headquarters' book: intake notices, their amendments and their cancellation. CONTRACT.md 9.1.
import { forgetTouches } from './bookTouches.ts';
import type { Order, AnnouncedPackage, IntakeNotice } from '../../link/contract/orderSchema.ts';
import { type BaseBook, UNWEIGHED_FIGURE, isOpenFindingRow } from './baseBook.ts';
import type { BookPackageRow } from './bookRows.ts';
import type { RejectionReason } from './bookContext.ts';
import { stateAfterStep } from './packageSteps.ts';

/** The body of any order. */
export type ContractOrderBody = Order['body'];

/** The body of an order of one kind. */
export type ContractOrderBodyOf<K extends ContractOrderBody['kind']> = Extract<ContractOrderBody, { kind: K }>;

/** The row of a package that is announced and not weighed yet. */
export function expectedPackageRow(
  book: BaseBook,
  announced: AnnouncedPackage,
  delivery: { lot: string; order: string },
): BookPackageRow {
  return {
    base: book.base,
    package: announced.package,
    lot: delivery.lot,
    order_id: delivery.order,
    state: 'expected',
    mark: announced.mark,
    epc: announced.epcHex,
    announced_gross_mg: announced.grossMg,
    announced_tare_mg: announced.tareMg,
    tare_tolerance_mg: announced.tareToleranceMg,
    tare_trusted: 1,
    ...UNWEIGHED_FIGURE,
    earlier_gross_mg: null,
    earlier_limit_mg: null,
    earlier_weighing: null,
    seal: null,
    earlier_seals: '[]',
    removed_mg: 0,
    removed_limit_mg: 0,
    booked_mg: 0,
    quarantine_reason: null,
    back_to: null,
    area: null,
    release_order: null,
    gate: null,
    stocktake: null,
    arrived_seq: null,
    decided_seq: null,
  };
}

/** Books the announced packages of a delivery as expected. */
export function addAnnouncedPackages(
  book: BaseBook,
  packages: readonly AnnouncedPackage[],
  delivery: { lot: string; order: string },
): RejectionReason {
  for (const announced of packages) {
    const known = book.findRow('packages', announced.package);
    if (known && !mayBeFilledAgain(book, known)) return `package ${announced.package} is ${known.state}`;
    endOpenRemovals(book, announced.package);
    book.saveRow('packages', expectedPackageRow(book, announced, delivery));
    forgetTouches(book, announced.package);
  }
  return null;
}

/** What never came, and what was sent back of a lot that is closed, may be announced anew. CONTRACT.md 9.1, "Names". */
function mayBeFilledAgain(book: BaseBook, { state, lot }: BookPackageRow): boolean {
  return state === 'dropped' || (state === 'returned' && book.findRow('lots', lot)?.state === 'closed');
}

/** What was weighed out of a package and not booked left with it. */
export function endOpenRemovals(book: BaseBook, id: string): void {
  for (const removal of book.findRows('removals', 'package', id))
    if (removal.state === 'open') book.saveRow('removals', { ...removal, state: 'ended' });
}

/** Books an announced lot and its packages. */
export function bookIntakeNotice(book: BaseBook, order: string, notice: IntakeNotice): RejectionReason {
  const { lot, commodity, form, element, ownership, consignor, certificate, content, contract, removalLimits } = notice;
  if (book.findRow('lots', lot)) return `lot ${lot} was announced before`;
  book.saveRow('lots', {
    base: book.base,
    lot,
    order_id: order,
    commodity,
    form,
    element,
    ownership,
    consignor,
    certificate,
    consignor_scale: JSON.stringify(notice.weighed),
    fitness_ppm: notice.fitnessSharePpm,
    total_gross_mg: notice.totalGrossMg,
    moisture_ppm: content?.moisturePpm ?? null,
    assay_ppm: content?.assayPpm ?? null,
    contract_mg: contract?.netMg ?? null,
    contract_ppm: contract?.tolerancePpm ?? null,
    removal_package_mg: removalLimits?.packageMg ?? null,
    removal_person_mg: removalLimits?.personMg ?? null,
    state: 'announced',
  });
  return addAnnouncedPackages(book, notice.packages, { lot, order });
}

/** Books packages that are added to an announced lot or dropped from it. */
export function bookIntakeAmendment(book: BaseBook, body: ContractOrderBodyOf<'intake-amendment'>): RejectionReason {
  const lot = book.findRow('lots', body.lot);
  if (!lot) return `lot ${body.lot} is unknown`;
  book.saveRow('lots', { ...lot, total_gross_mg: body.totalGrossMg });
  const dropped = book.findPackages(body.drop);
  if (typeof dropped === 'string') return dropped;
  for (const row of dropped) {
    const rejection = cancelExpectedPackage(book, row, 'drop');
    if (rejection !== null) return rejection;
  }
  return addAnnouncedPackages(book, body.add, { lot: lot.lot, order: lot.order_id });
}

/** What is not to come cannot be missing. */
function cancelExpectedPackage(book: BaseBook, row: BookPackageRow, step: 'drop' | 'stayAway'): RejectionReason {
  book.voidFindings(row.package, ({ code, state }) => code === 'MISSING_PACKAGE' && state !== 'closed');
  return book.stepPackage(row, step);
}

/** Cancels what of a delivery has not come yet, and sets the state of its lot. */
export function cancelDelivery(
  book: BaseBook,
  delivery: { order: string; lot: string; step: 'drop' | 'stayAway' },
): void {
  const findDeliveredPackages = (): BookPackageRow[] =>
    book.findRows('packages', 'lot', delivery.lot).filter((row) => row.order_id === delivery.order);
  for (const row of findDeliveredPackages())
    if (stateAfterStep(row.state, delivery.step) !== null) cancelExpectedPackage(book, row, delivery.step);
  const state = book.findRow('lots', delivery.lot)?.state;
  if (state === 'closed') return;
  const isEmpty = book.isLotEmpty(delivery.lot);
  if (isEmpty) book.setLotState(delivery.lot, 'closed');
  if (isEmpty || (state !== 'arriving' && state !== 'verifying')) return;
  // What came of it is held until it is decided; without it the lot is again what it was before.
  const isUndecided =
    findDeliveredPackages().some((row) => row.state === 'present' || row.state === 'quarantined') ||
    book.findRows('findings', 'lot', delivery.lot).some(isOpenFindingRow);
  book.setLotState(
    delivery.lot,
    isUndecided ? 'discrepant' : lastVerdict(book, delivery.lot) === 'verified' ? 'verified' : 'closed',
  );
}

function lastVerdict(book: BaseBook, lot: string): string | undefined {
  return book.store
    .prepare<[string, string], string>(
      "SELECT claimed ->> '$.verdict' FROM verdicts WHERE base = ? AND lot = ? ORDER BY stream DESC, seq DESC LIMIT 1",
    )
    .pluck()
    .get(book.base, lot);
}
