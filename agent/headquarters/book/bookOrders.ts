// What orders do to headquarters' book once the base has received them. Only what headquarters itself signed counts as
// an order: a base cannot announce a lot to itself, or release one.
import type { AnnouncedPackage, IntakeNotice, Order } from '../../link/contract/orderSchema.ts';
import { type BaseBook, isOpenFindingRow, parseIdList, UNWEIGHED_FIGURE } from './baseBook.ts';
import { writeCanonical } from '../signing/headquartersCanonical.ts';
import { sha256OfText } from '../signing/entryChain.ts';
import type { BookPackageRow, BookRemovalRow } from './bookRows.ts';
import { readOwnSignedText } from '../signing/messageSeal.ts';
import { stateAfterStep, BOOK_STATES_AT_BASE } from './packageSteps.ts';
import { bookDecision } from './bookDecisions.ts';
import type { ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';
import { thawPackages } from './bookStocktakes.ts';

type AnyOrderBody = Order['body'];
type OrderBodyOf<K extends AnyOrderBody['kind']> = Extract<AnyOrderBody, { kind: K }>;

export function bookOrderReceived(taking: BookContext, { body }: ContractEntryOf<'order-received'>): RejectionReason {
  const { book, keys } = taking;
  const payload = readOwnSignedText(body.signed, keys.signingKey);
  const { order } = body;
  if (payload === undefined || sha256OfText(body.signed) !== body.signedHash)
    return 'the order does not bear headquarters’ signature';
  if (Buffer.from(payload).toString('utf8') !== writeCanonical(order))
    return 'the order differs from what headquarters signed';
  if (findReceivedOrder(book, order.order)) return `order ${order.order} was received before`;
  book.store.saveRow('received', {
    base: book.base,
    order_id: order.order,
    kind: order.body.kind,
    lot: lotOfOrder(order.body),
    subject: subjectOfOrder(order.body),
  });
  const fault = bookOrderBody(taking, order);
  return fault ?? saveOrderAnswer(taking, { order: order.order, answer: 'received' });
}

export function bookOrderRefused(taking: BookContext, { body }: ContractEntryOf<'order-refused'>): RejectionReason {
  if (readOwnSignedText(body.signed, taking.keys.signingKey) === undefined)
    return 'the order does not bear headquarters’ signature';
  return saveOrderAnswer(taking, { order: body.order, answer: body.reason });
}

function saveOrderAnswer({ book }: BookContext, of: { order: string; answer: string }): null {
  book.store
    .prepare('UPDATE orders SET answer = ? WHERE order_id = ? AND base = ? AND answer IS NULL')
    .run(of.answer, of.order, book.base);
  return null;
}

interface ReceivedRow {
  kind: AnyOrderBody['kind'];
  lot: string | null;
  subject: string | null;
}

export function findReceivedOrder(book: BaseBook, order: string): ReceivedRow | undefined {
  return book.store
    .prepare<[string, string], ReceivedRow>('SELECT kind, lot, subject FROM received WHERE base = ? AND order_id = ?')
    .get(book.base, order);
}

function lotOfOrder(body: AnyOrderBody): string | null {
  return body.kind === 'intake-notice' || body.kind === 'return-notice' ? body.lot : null;
}

function subjectOfOrder(body: AnyOrderBody): string | null {
  if (body.kind === 'sealed-order') return body.sealed;
  return body.kind === 'stocktake-order' ? body.stocktake : null;
}

function bookOrderBody({ book, stream }: BookContext, { order, body }: Order): RejectionReason {
  switch (body.kind) {
    case 'intake-notice':
      return bookIntakeNotice(book, order, body);
    case 'intake-amendment':
      return bookIntakeAmendment(book, body);
    case 'cancellation':
      return bookCancellation(book, body.cancels);
    case 'release-order':
      return createReleaseRow(book, order, body);
    case 'sealed-order':
      book.store
        .prepare(
          "INSERT INTO deposits VALUES (?, ?, '', ?, 'received') ON CONFLICT DO UPDATE SET order_id = excluded.order_id, state = 'received'",
        )
        .run(book.base, body.sealed, order);
      return null;
    case 'return-notice':
      return bookReturnNotice(book, order, body);
    case 'stocktake-order': {
      if (book.findRow('stocktakes', body.stocktake)) return `stocktake ${body.stocktake} is known already`;
      const nothing = {
        round: 1,
        opened_seq: null,
        counted: '[]',
        disagreeing: '[]',
        sample: '[]',
        claimed: null,
        own: null,
        differences: '',
      };
      book.saveRow('stocktakes', {
        base: book.base,
        stocktake: body.stocktake,
        order_id: order,
        scope: JSON.stringify(body.scope),
        state: 'ordered',
        ...nothing,
      });
      return null;
    }
    case 'stocktake-sample': {
      const stocktake = book.findRow('stocktakes', body.stocktake);
      if (!stocktake) return `stocktake ${body.stocktake} is unknown`;
      book.saveRow('stocktakes', { ...stocktake, sample: JSON.stringify(body.packages) });
      return null;
    }
    case 'decision':
      return bookDecision(book, { body, order, base: stream.base });
    case 'booking':
      return bookRemovalBooking(book, body.removals);
  }
}

export function expectedPackageRow(
  book: BaseBook,
  one: AnnouncedPackage,
  of: { lot: string; order: string },
): BookPackageRow {
  return {
    base: book.base,
    package: one.package,
    lot: of.lot,
    order_id: of.order,
    state: 'expected',
    mark: one.mark,
    epc: one.epcHex,
    announced_gross_mg: one.grossMg,
    announced_tare_mg: one.tareMg,
    ...UNWEIGHED_FIGURE,
    earlier_gross_mg: null,
    earlier_limit_mg: null,
    removed_mg: 0,
    removed_limit_mg: 0,
    booked_mg: 0,
    set_apart: null,
    area: null,
    release_order: null,
    stocktake: null,
    arrived_seq: null,
  };
}

function addAnnouncedPackages(
  book: BaseBook,
  packages: readonly AnnouncedPackage[],
  of: { lot: string; order: string },
): RejectionReason {
  for (const one of packages) {
    if (book.findRow('packages', one.package)) return `package ${one.package} was announced before`;
    book.saveRow('packages', expectedPackageRow(book, one, of));
  }
  return null;
}

function bookIntakeNotice(book: BaseBook, order: string, notice: IntakeNotice): RejectionReason {
  const { lot, commodity, form, element, ownership, consignor, certificate, content, contract } = notice;
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
    weighed: JSON.stringify(notice.weighed),
    total_gross_mg: notice.totalGrossMg,
    moisture_ppm: content?.moisturePpm ?? null,
    assay_ppm: content?.assayPpm ?? null,
    contract_mg: contract?.netMg ?? null,
    contract_ppm: contract?.tolerancePpm ?? null,
    state: 'announced',
  });
  return addAnnouncedPackages(book, notice.packages, { lot, order });
}

function bookIntakeAmendment(book: BaseBook, body: OrderBodyOf<'intake-amendment'>): RejectionReason {
  const lot = book.findRow('lots', body.lot);
  if (!lot) return `lot ${body.lot} is unknown`;
  book.saveRow('lots', { ...lot, total_gross_mg: body.totalGrossMg });
  const dropped = book.findPackages(body.drop);
  if (typeof dropped === 'string') return dropped;
  for (const row of dropped) {
    const fault = cancelExpectedPackage(book, row, 'drop');
    if (fault !== null) return fault;
  }
  return addAnnouncedPackages(book, body.add, { lot: lot.lot, order: lot.order_id });
}

/** What is not to come cannot be missing. */
function cancelExpectedPackage(book: BaseBook, row: BookPackageRow, step: 'drop' | 'stayAway'): RejectionReason {
  book.voidFindings(row.package, ({ code, state }) => code === 'MISSING_PACKAGE' && state !== 'closed');
  return book.stepPackage(row, step);
}

function cancelDelivery(book: BaseBook, of: { order: string; lot: string; step: 'drop' | 'stayAway' }): void {
  const own = (): BookPackageRow[] =>
    book.findRows('packages', 'lot', of.lot).filter((row) => row.order_id === of.order);
  for (const row of own()) if (stateAfterStep(row.state, of.step) !== null) cancelExpectedPackage(book, row, of.step);
  const state = book.findRow('lots', of.lot)?.state;
  if (state === 'closed') return;
  const empty = book.isLotEmpty(of.lot);
  if (empty) book.setLotState(of.lot, 'closed');
  if (empty || (state !== 'arriving' && state !== 'verifying')) return;
  // What came of it is held until it is decided; without it the lot is again what it was before.
  const held =
    own().some((row) => row.state === 'present' || row.state === 'quarantined') ||
    book.findRows('findings', 'lot', of.lot).some(isOpenFindingRow);
  book.setLotState(of.lot, held ? 'discrepant' : lastVerdict(book, of.lot) === 'verified' ? 'verified' : 'closed');
}

function lastVerdict(book: BaseBook, lot: string): string | undefined {
  return book.store
    .prepare<[string, string], string>(
      "SELECT claimed ->> '$.verdict' FROM verdicts WHERE base = ? AND lot = ? ORDER BY stream DESC, seq DESC LIMIT 1",
    )
    .pluck()
    .get(book.base, lot);
}

function bookCancellation(book: BaseBook, order: string): RejectionReason {
  const known = findReceivedOrder(book, order);
  if (!known) return `order ${order} is unknown`;
  if (known.lot !== null) {
    cancelDelivery(book, { order, lot: known.lot, step: known.kind === 'return-notice' ? 'stayAway' : 'drop' });
    return null;
  }
  if (known.kind === 'sealed-order')
    book.store
      .prepare("UPDATE deposits SET state = 'cancelled' WHERE base = ? AND sealed = ? AND state <> 'opened'")
      .run(book.base, known.subject);
  const release = book.findRow('releases', order);
  if (release) {
    book.saveRow('releases', { ...release, state: 'cancelled' });
    freeAllocatedPackages(book, parseIdList(release.allocated), order);
    return null;
  }
  const stocktake = known.kind === 'stocktake-order' ? book.findRow('stocktakes', known.subject) : undefined;
  if (!stocktake) return null;
  book.saveRow('stocktakes', { ...stocktake, state: 'closed' });
  thawPackages(book, stocktake.stocktake);
  return null;
}

export function createReleaseRow(book: BaseBook, order: string, body: OrderBodyOf<'release-order'>): RejectionReason {
  if (book.findRow('releases', order)) return `release of order ${order} is known already`;
  const nothing = { allocated: '[]', claimed: null, own: null, differences: '' };
  book.saveRow('releases', {
    base: book.base,
    order_id: order,
    release: body.release,
    body: JSON.stringify(body),
    state: 'open',
    ...nothing,
  });
  return null;
}

/** Only what is still of this release. */
export function freeAllocatedPackages(book: BaseBook, packages: readonly string[], order: string): void {
  for (const id of packages) {
    const row = book.findRow('packages', id);
    if (row?.release_order !== order) continue;
    book.saveRow('packages', { ...row, state: stateAfterStep(row.state, 'setFree') ?? row.state, release_order: null });
  }
}

/** What left comes back, and is compared with what it was when it left. */
function bookReturnNotice(book: BaseBook, order: string, body: OrderBodyOf<'return-notice'>): RejectionReason {
  if (!book.findRow('lots', body.lot)) return `lot ${body.lot} is unknown`;
  for (const id of body.packages) {
    const row = book.findRow('packages', id);
    if (!row) return `package ${id} is unknown`;
    const known = row.gross_mg !== null && row.limit_mg !== null;
    const earlier = {
      earlier_gross_mg: known && row.gross_mg !== null ? row.gross_mg - row.removed_mg : null,
      earlier_limit_mg: known && row.limit_mg !== null ? row.limit_mg + row.removed_limit_mg : null,
    };
    for (const removal of book.findRows('removals', 'package', id))
      if (removal.state === 'open') book.saveRow('removals', { ...removal, state: 'void' });
    // Gross and limit are kept until it is weighed: only its net and its weighing are gone.
    const { gross_mg, limit_mg } = row;
    const anew = {
      ...UNWEIGHED_FIGURE,
      gross_mg,
      limit_mg,
      ...earlier,
      removed_mg: 0,
      removed_limit_mg: 0,
      booked_mg: 0,
    };
    const fault = book.stepPackage(row, 'comeBack', { ...anew, order_id: order, release_order: null, area: null });
    if (fault !== null) return fault;
  }
  return null;
}

/** Weighed material leaves gross and net alike; of a package that is not here any more only the removal is settled. */
function bookRemovalBooking(book: BaseBook, removals: readonly string[]): RejectionReason {
  for (const id of removals) {
    const removal = book.findRow('removals', id);
    if (removal?.state !== 'open') return `removal ${id} is unknown or settled`;
    const row = book.findRow('packages', removal.package);
    if (row && BOOK_STATES_AT_BASE.includes(row.state)) book.saveRow('packages', withoutRemoval(row, removal));
    book.saveRow('removals', { ...removal, state: 'booked' });
  }
  return null;
}

function withoutRemoval(row: BookPackageRow, { mass_mg }: BookRemovalRow): BookPackageRow {
  const less = (mass: number | null): number | null => (mass === null ? null : mass - mass_mg);
  return {
    ...row,
    gross_mg: less(row.gross_mg),
    net_mg: less(row.net_mg),
    removed_mg: row.removed_mg - mass_mg,
    booked_mg: row.booked_mg + mass_mg,
  };
}
