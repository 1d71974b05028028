// What orders do to headquarters' book once the base has received them. Only what headquarters itself signed counts as
// an order: a base cannot announce a lot to itself, or release one.
import type { AnnouncedPackage, IntakeNotice, Order } from '../../agent/headquarters/contract/order.ts';
import { type BaseBook, isOpen, list, NO_FIGURE } from './baseBook.ts';
import { canonical } from './canonical.ts';
import { sha256Hex } from './chain.ts';
import type { PackageRow, RemovalRow } from './rows.ts';
import { readDown } from './seal.ts';
import { after, AT_THE_BASE } from './steps.ts';
import { decided } from './takeDecisions.ts';
import type { EntryOf, Taken, Taking } from './taking.ts';
import { thaw } from './takeStocktakes.ts';

type Orderly = Order['body'];
type BodyOf<K extends Orderly['kind']> = Extract<Orderly, { kind: K }>;

export function orderReceived(taking: Taking, { body }: EntryOf<'order-received'>): Taken {
  const { book, keys } = taking;
  const payload = readDown(body.signed, keys.signing);
  const { order } = body;
  if (payload === undefined || sha256Hex(body.signed) !== body.signedHash)
    return 'the order does not bear headquarters’ signature';
  if (Buffer.from(payload).toString('utf8') !== canonical(order))
    return 'the order differs from what headquarters signed';
  if (received(book, order.order)) return `order ${order.order} was received before`;
  book.store.save('received', {
    base: book.base,
    order_id: order.order,
    kind: order.body.kind,
    lot: lotOf(order.body),
    subject: subjectOf(order.body),
  });
  const fault = followed(taking, order);
  return fault ?? answered(taking, { order: order.order, answer: 'received' });
}

export function orderRefused(taking: Taking, { body }: EntryOf<'order-refused'>): Taken {
  if (readDown(body.signed, taking.keys.signing) === undefined)
    return 'the order does not bear headquarters’ signature';
  return answered(taking, { order: body.order, answer: body.reason });
}

function answered({ book }: Taking, of: { order: string; answer: string }): null {
  book.store
    .prepare('UPDATE orders SET answer = ? WHERE order_id = ? AND base = ? AND answer IS NULL')
    .run(of.answer, of.order, book.base);
  return null;
}

interface ReceivedRow {
  kind: Orderly['kind'];
  lot: string | null;
  subject: string | null;
}

export function received(book: BaseBook, order: string): ReceivedRow | undefined {
  return book.store
    .prepare<[string, string], ReceivedRow>('SELECT kind, lot, subject FROM received WHERE base = ? AND order_id = ?')
    .get(book.base, order);
}

function lotOf(body: Orderly): string | null {
  return body.kind === 'intake-notice' || body.kind === 'return-notice' ? body.lot : null;
}

function subjectOf(body: Orderly): string | null {
  if (body.kind === 'sealed-order') return body.sealed;
  return body.kind === 'stocktake-order' ? body.stocktake : null;
}

function followed({ book, stream }: Taking, { order, body }: Order): Taken {
  switch (body.kind) {
    case 'intake-notice':
      return announced(book, order, body);
    case 'intake-amendment':
      return amended(book, body);
    case 'cancellation':
      return cancelled(book, body.cancels);
    case 'release-order':
      return openRelease(book, order, body);
    case 'sealed-order':
      book.store
        .prepare(
          "INSERT INTO deposits VALUES (?, ?, '', ?, 'received') ON CONFLICT DO UPDATE SET order_id = excluded.order_id, state = 'received'",
        )
        .run(book.base, body.sealed, order);
      return null;
    case 'return-notice':
      return comingBack(book, order, body);
    case 'stocktake-order': {
      if (book.get('stocktakes', body.stocktake)) return `stocktake ${body.stocktake} is known already`;
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
      book.save('stocktakes', {
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
      const stocktake = book.get('stocktakes', body.stocktake);
      if (!stocktake) return `stocktake ${body.stocktake} is unknown`;
      book.save('stocktakes', { ...stocktake, sample: JSON.stringify(body.packages) });
      return null;
    }
    case 'decision':
      return decided(book, { body, order, base: stream.base });
    case 'booking':
      return booked(book, body.removals);
  }
}

export function expected(book: BaseBook, one: AnnouncedPackage, of: { lot: string; order: string }): PackageRow {
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
    ...NO_FIGURE,
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

function add(book: BaseBook, packages: readonly AnnouncedPackage[], of: { lot: string; order: string }): Taken {
  for (const one of packages) {
    if (book.get('packages', one.package)) return `package ${one.package} was announced before`;
    book.save('packages', expected(book, one, of));
  }
  return null;
}

function announced(book: BaseBook, order: string, notice: IntakeNotice): Taken {
  const { lot, commodity, form, element, ownership, consignor, certificate, content, contract } = notice;
  if (book.get('lots', lot)) return `lot ${lot} was announced before`;
  book.save('lots', {
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
  return add(book, notice.packages, { lot, order });
}

function amended(book: BaseBook, body: BodyOf<'intake-amendment'>): Taken {
  const lot = book.get('lots', body.lot);
  if (!lot) return `lot ${body.lot} is unknown`;
  book.save('lots', { ...lot, total_gross_mg: body.totalGrossMg });
  const dropped = book.packages(body.drop);
  if (typeof dropped === 'string') return dropped;
  for (const row of dropped) {
    const fault = notComing(book, row, 'drop');
    if (fault !== null) return fault;
  }
  return add(book, body.add, { lot: lot.lot, order: lot.order_id });
}

/** What is not to come cannot be missing. */
function notComing(book: BaseBook, row: PackageRow, step: 'drop' | 'stayAway'): Taken {
  book.voidFindings(row.package, ({ code, state }) => code === 'MISSING_PACKAGE' && state !== 'closed');
  return book.step(row, step);
}

function deliveryCancelled(book: BaseBook, of: { order: string; lot: string; step: 'drop' | 'stayAway' }): void {
  const own = (): PackageRow[] => book.where('packages', 'lot', of.lot).filter((row) => row.order_id === of.order);
  for (const row of own()) if (after(row.state, of.step) !== null) notComing(book, row, of.step);
  const state = book.get('lots', of.lot)?.state;
  if (state === 'closed') return;
  const empty = book.isEmpty(of.lot);
  if (empty) book.lotState(of.lot, 'closed');
  if (empty || (state !== 'arriving' && state !== 'verifying')) return;
  // What came of it is held until it is decided; without it the lot is again what it was before.
  const held =
    own().some((row) => row.state === 'present' || row.state === 'quarantined') ||
    book.where('findings', 'lot', of.lot).some(isOpen);
  book.lotState(of.lot, held ? 'discrepant' : lastVerdict(book, of.lot) === 'verified' ? 'verified' : 'closed');
}

function lastVerdict(book: BaseBook, lot: string): string | undefined {
  return book.store
    .prepare<[string, string], string>(
      "SELECT claimed ->> '$.verdict' FROM verdicts WHERE base = ? AND lot = ? ORDER BY stream DESC, seq DESC LIMIT 1",
    )
    .pluck()
    .get(book.base, lot);
}

function cancelled(book: BaseBook, order: string): Taken {
  const known = received(book, order);
  if (!known) return `order ${order} is unknown`;
  if (known.lot !== null) {
    deliveryCancelled(book, { order, lot: known.lot, step: known.kind === 'return-notice' ? 'stayAway' : 'drop' });
    return null;
  }
  if (known.kind === 'sealed-order')
    book.store
      .prepare("UPDATE deposits SET state = 'cancelled' WHERE base = ? AND sealed = ? AND state <> 'opened'")
      .run(book.base, known.subject);
  const release = book.get('releases', order);
  if (release) {
    book.save('releases', { ...release, state: 'cancelled' });
    setFree(book, list(release.allocated), order);
    return null;
  }
  const stocktake = known.kind === 'stocktake-order' ? book.get('stocktakes', known.subject) : undefined;
  if (!stocktake) return null;
  book.save('stocktakes', { ...stocktake, state: 'closed' });
  thaw(book, stocktake.stocktake);
  return null;
}

export function openRelease(book: BaseBook, order: string, body: BodyOf<'release-order'>): Taken {
  if (book.get('releases', order)) return `release of order ${order} is known already`;
  const nothing = { allocated: '[]', claimed: null, own: null, differences: '' };
  book.save('releases', {
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
export function setFree(book: BaseBook, packages: readonly string[], order: string): void {
  for (const id of packages) {
    const row = book.get('packages', id);
    if (row?.release_order !== order) continue;
    book.save('packages', { ...row, state: after(row.state, 'setFree') ?? row.state, release_order: null });
  }
}

/** What left comes back, and is compared with what it was when it left. */
function comingBack(book: BaseBook, order: string, body: BodyOf<'return-notice'>): Taken {
  if (!book.get('lots', body.lot)) return `lot ${body.lot} is unknown`;
  for (const id of body.packages) {
    const row = book.get('packages', id);
    if (!row) return `package ${id} is unknown`;
    const known = row.gross_mg !== null && row.limit_mg !== null;
    const earlier = {
      earlier_gross_mg: known && row.gross_mg !== null ? row.gross_mg - row.removed_mg : null,
      earlier_limit_mg: known && row.limit_mg !== null ? row.limit_mg + row.removed_limit_mg : null,
    };
    for (const removal of book.where('removals', 'package', id))
      if (removal.state === 'open') book.save('removals', { ...removal, state: 'void' });
    // Gross and limit are kept until it is weighed: only its net and its weighing are gone.
    const { gross_mg, limit_mg } = row;
    const anew = { ...NO_FIGURE, gross_mg, limit_mg, ...earlier, removed_mg: 0, removed_limit_mg: 0, booked_mg: 0 };
    const fault = book.step(row, 'comeBack', { ...anew, order_id: order, release_order: null, area: null });
    if (fault !== null) return fault;
  }
  return null;
}

/** Weighed material leaves gross and net alike; of a package that is not here any more only the removal is settled. */
function booked(book: BaseBook, removals: readonly string[]): Taken {
  for (const id of removals) {
    const removal = book.get('removals', id);
    if (removal?.state !== 'open') return `removal ${id} is unknown or settled`;
    const row = book.get('packages', removal.package);
    if (row && AT_THE_BASE.includes(row.state)) book.save('packages', lessOf(row, removal));
    book.save('removals', { ...removal, state: 'booked' });
  }
  return null;
}

function lessOf(row: PackageRow, { mass_mg }: RemovalRow): PackageRow {
  const less = (mass: number | null): number | null => (mass === null ? null : mass - mass_mg);
  return {
    ...row,
    gross_mg: less(row.gross_mg),
    net_mg: less(row.net_mg),
    removed_mg: row.removed_mg - mass_mg,
    booked_mg: row.booked_mg + mass_mg,
  };
}
