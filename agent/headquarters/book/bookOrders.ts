// What orders do to headquarters' book once the base has received them. Only what headquarters itself signed counts as
// an order: a base cannot announce a lot to itself, or release one.
import type { Order } from '../../link/contract/orderSchema.ts';
import { type BaseBook, parseIdList } from './baseBook.ts';
import { comeBackColumns } from './bookRecognitions.ts';
import { readCanonical, writeCanonical } from '../signing/headquartersCanonical.ts';
import { sha256OfText } from '../signing/entryChain.ts';
import type { BookPackageRow, BookReceivedOrderRow, PackageFigureColumns } from './bookRows.ts';
import type { BookRemovalRow } from './bookRemovalRow.ts';
import { readOwnSignedText } from '../signing/messageSeal.ts';
import { isHereOrExpectedRow, stateAfterStep } from './packageSteps.ts';
import { recordImpliedFinding } from './impliedFindings.ts';
import { bookDecision } from './bookDecisions.ts';
import type { ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';
import { isCountResting, thawPackages } from './bookStocktakes.ts';
import {
  type ContractOrderBody,
  type ContractOrderBodyOf,
  bookIntakeNotice,
  bookIntakeAmendment,
  cancelDelivery,
  endOpenRemovals,
} from './bookDeliveries.ts';

/** Books a received order: its signature must be headquarters' own, and its text what was signed. */
export function bookOrderReceived(
  context: BookContext,
  { body, seq }: ContractEntryOf<'order-received'>,
): RejectionReason {
  const { book, keys } = context;
  const payload = readOwnSignedText(body.signed, keys);
  const { order } = body;
  if (payload === undefined || sha256OfText(body.signed) !== body.signedHash)
    return 'the order does not bear headquarters’ signature';
  if (Buffer.from(payload).toString('utf8') !== writeCanonical(order))
    return 'the order differs from what headquarters signed';
  if (findReceivedOrder(book, order.order)) return `order ${order.order} was received before`;
  book.saveRow('received_orders', {
    base: book.base,
    order_id: order.order,
    kind: order.body.kind,
    lot: lotOfOrder(order.body),
    subject: subjectOfOrder(order.body),
  });
  return bookOrderBody(context, order, seq);
}

/** Of an id that no order may have `order-refused` says so much; the whole of it stands in the signed text. */
const REFUSED_ID_CHARACTERS = 200;

/** An order that a base refused changes nothing here; that it is answered is the link half's to know. */
export function bookOrderRefused(
  { keys, stream }: BookContext,
  { body }: ContractEntryOf<'order-refused'>,
): RejectionReason {
  const payload = readOwnSignedText(body.signed, keys);
  if (payload === undefined || sha256OfText(body.signed) !== body.signedHash)
    return 'the order does not bear headquarters’ signature';
  const said = readCanonical(payload) as Partial<Record<'order' | 'counter' | 'base' | 'epoch', unknown>>;
  const isSame = String(said.order).slice(0, REFUSED_ID_CHARACTERS) === body.order && said.counter === body.counter;
  if (!isSame || said.base !== stream.base || said.epoch !== stream.epoch)
    return 'it refuses another order than its text';
  return null;
}

type ReceivedOrder = Pick<BookReceivedOrderRow, 'kind' | 'lot' | 'subject'>;

/** An order that the base has received; undefined for any other. */
export function findReceivedOrder(book: BaseBook, order: string): ReceivedOrder | undefined {
  return book.store
    .prepare<[string, string], ReceivedOrder>(
      'SELECT kind, lot, subject FROM received_orders WHERE base = ? AND order_id = ?',
    )
    .get(book.base, order);
}

function lotOfOrder(body: ContractOrderBody): string | null {
  return body.kind === 'intake-notice' || body.kind === 'return-notice' ? body.lot : null;
}

function subjectOfOrder(body: ContractOrderBody): string | null {
  if (body.kind === 'sealed-order') return body.sealed;
  return body.kind === 'stocktake-order' ? body.stocktake : null;
}

function bookOrderBody({ book, stream }: BookContext, { order, body }: Order, seq: number): RejectionReason {
  switch (body.kind) {
    case 'intake-notice':
      return bookIntakeNotice(book, order, body);
    case 'intake-amendment':
      return bookIntakeAmendment(book, body);
    case 'cancellation':
      return bookCancellation(book, body.cancels);
    case 'suspension':
      return bookSuspension(book, body);
    case 'release-order':
      return createReleaseRow(book, order, body);
    case 'sealed-order':
      book.saveRow('deposits', { base: book.base, sealed: body.sealed, order_id: order, state: 'received' });
      return null;
    case 'return-notice':
      return bookReturnNotice(book, order, body);
    case 'stocktake-order': {
      if (book.findRow('stocktakes', body.stocktake)) return `stocktake ${body.stocktake} is known already`;
      book.saveRow('stocktakes', {
        base: book.base,
        stocktake: body.stocktake,
        order_id: order,
        scope: JSON.stringify(body.scope),
        state: 'ordered',
        round: 1,
        opened_seq: null,
        counted: '[]',
        thawed: '[]',
        disagreeing: '[]',
        sample: '[]',
        claimed: null,
        own: null,
        differences: '',
      });
      return null;
    }
    case 'stocktake-sample': {
      const stocktake = book.findRow('stocktakes', body.stocktake);
      if (!stocktake) return `stocktake ${body.stocktake} is unknown`;
      if (isCountResting(book, stocktake)) return `stocktake ${body.stocktake} is suspended`;
      book.saveRow('stocktakes', { ...stocktake, sample: JSON.stringify(body.packages) });
      return null;
    }
    case 'decision':
      return bookDecision(book, { body, order, base: stream.base, seq });
    case 'booking':
      return bookRemovalBooking(book, body.removals);
  }
}

/** An order that rests: the base opens no job of it. CONTRACT.md 9.6. */
function bookSuspension(book: BaseBook, { order, suspended }: ContractOrderBodyOf<'suspension'>): RejectionReason {
  const isKnown = findReceivedOrder(book, order) !== undefined || book.findRow('stocktakes', order) !== undefined;
  if (!isKnown) return `order ${order} is unknown`;
  book.saveRow('suspensions', { base: book.base, subject: order, suspended: suspended ? 1 : 0 });
  return null;
}

function bookCancellation(book: BaseBook, order: string): RejectionReason {
  const receivedOrder = findReceivedOrder(book, order);
  if (!receivedOrder) return cancelPlannedStocktake(book, order);
  if (receivedOrder.lot !== null) {
    cancelDelivery(book, {
      order,
      lot: receivedOrder.lot,
      step: receivedOrder.kind === 'return-notice' ? 'stayAway' : 'drop',
    });
    return null;
  }
  if (receivedOrder.kind === 'sealed-order')
    book.store
      .prepare("UPDATE deposits SET state = 'cancelled' WHERE base = ? AND sealed = ? AND state <> 'opened'")
      .run(book.base, receivedOrder.subject);
  const release = book.findRow('releases', order);
  if (release) {
    book.saveRow('releases', { ...release, state: 'cancelled' });
    recordLeftUnreleased(book, parseIdList(release.allocated), order);
    freeAllocatedPackages(book, parseIdList(release.allocated), order);
    return null;
  }
  const stocktake =
    receivedOrder.kind === 'stocktake-order' ? book.findRow('stocktakes', receivedOrder.subject) : undefined;
  if (!stocktake) return null;
  book.saveRow('stocktakes', { ...stocktake, state: 'closed' });
  thawPackages(book, stocktake.stocktake);
  return null;
}

/** A stocktake of the base's own plan has no order, and is cancelled by its own id. */
function cancelPlannedStocktake(book: BaseBook, id: string): RejectionReason {
  const stocktake = book.findRow('stocktakes', id);
  if (stocktake?.order_id !== null || stocktake.state !== 'open') return `order ${id} is unknown`;
  book.saveRow('stocktakes', { ...stocktake, state: 'closed' });
  thawPackages(book, stocktake.stocktake);
  return null;
}

/** Books an open release. */
export function createReleaseRow(
  book: BaseBook,
  order: string,
  body: ContractOrderBodyOf<'release-order'>,
): RejectionReason {
  if (book.findRow('releases', order)) return `release of order ${order} is known already`;
  book.saveRow('releases', {
    base: book.base,
    order_id: order,
    release: body.release,
    body: JSON.stringify(body),
    state: 'open',
    allocated: '[]',
    unscanned: '[]',
    claimed: null,
    own: null,
    differences: '',
  });
  return null;
}

/** What drove out for a release that ends without it is a finding, of that package. */
export function recordLeftUnreleased(book: BaseBook, packages: readonly string[], order: string): void {
  for (const id of packages) {
    const row = book.findRow('packages', id);
    if (row?.release_order !== order || row.gate === null) continue;
    const { lot } = row;
    recordImpliedFinding(book, { code: 'LEFT_UNRELEASED', lot, package: id, weighing: null, required: true });
  }
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
function bookReturnNotice(book: BaseBook, order: string, body: ContractOrderBodyOf<'return-notice'>): RejectionReason {
  if (!book.findRow('lots', body.lot)) return `lot ${body.lot} is unknown`;
  for (const id of body.packages) {
    const row = book.findRow('packages', id);
    if (!row) return `package ${id} is unknown`;
    endOpenRemovals(book, id);
    const rejection = book.stepPackage(row, 'comeBack', comeBackColumns(row, order));
    if (rejection !== null) return rejection;
  }
  return null;
}

/**
 * Weighed material leaves gross and net alike, also of a package that is to be weighed again; of one that is gone only the
 * removal is settled.
 */
function bookRemovalBooking(book: BaseBook, removals: readonly string[]): RejectionReason {
  for (const id of removals) {
    const removal = book.findRow('removals', id);
    if (removal?.state !== 'open') return `removal ${id} is unknown or settled`;
    const row = book.findRow('packages', removal.package);
    if (row && isHereOrExpectedRow(row)) book.saveRow('packages', withoutRemoval(row, removal));
    book.saveRow('removals', { ...removal, state: 'booked' });
  }
  return null;
}

function withoutRemoval(row: BookPackageRow, { mass_mg }: BookRemovalRow): BookPackageRow {
  const subtractRemoval = (mass: number | null): number | null => (mass === null ? null : mass - mass_mg);
  const bookFigure = <T extends Pick<BookPackageRow, 'gross_mg' | 'net_mg'>>(figure: T): T => ({
    ...figure,
    gross_mg: subtractRemoval(figure.gross_mg),
    net_mg: subtractRemoval(figure.net_mg),
  });
  const kept = row.replaced === null ? null : bookFigure(JSON.parse(row.replaced) as PackageFigureColumns);
  return {
    ...bookFigure(row),
    // The figure before may come back.
    replaced: kept === null ? null : JSON.stringify(kept),
    removed_mg: row.removed_mg - mass_mg,
    booked_mg: row.booked_mg + mass_mg,
  };
}
