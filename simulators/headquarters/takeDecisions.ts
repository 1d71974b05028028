// Headquarters' own decisions, carried out in its own book when the base has received them. CONTRACT.md 9.1,
// "Decision".
import type { Order } from '../../agent/headquarters/contract/order.ts';
import { type BaseBook, isOpen, NO_FIGURE } from './baseBook.ts';
import { inServiceMg } from './bounds.ts';
import type { FindingRow, PackageRow } from './rows.ts';
import { after, AT_THE_BASE, type Step } from './steps.ts';
import { streamOf } from './store.ts';
import type { Taken } from './taking.ts';

type Decision = Extract<Order['body'], { kind: 'decision' }>;
interface Deciding {
  body: Decision;
  order: string;
  base: string;
}

export function decided(book: BaseBook, of: Deciding): Taken {
  const named: FindingRow[] = [];
  for (const { epoch, seq, hash } of of.body.findings) {
    const stream = streamOf(book.store, of.base, epoch)?.stream ?? 0;
    const finding = book.store
      .prepare<[number, number], FindingRow>('SELECT * FROM findings WHERE stream = ? AND seq = ?')
      .get(stream, seq);
    if (!finding || finding.hash !== hash) return `no finding is entry ${seq} with the hash ${hash}`;
    named.push(finding);
  }
  const couldRepeat = new Set(named.filter((finding) => isRepeatable(book, finding)).map(({ finding }) => finding));
  const touched = new Set(named.flatMap(({ lot }) => (lot === null ? [] : [lot])));
  for (const { finding: id } of named)
    decideOne(book, { ...of, id, repeats: of.body.decision === 'recount' && couldRepeat.has(id), touched });
  for (const lot of touched) settle(book, lot);
  return null;
}

function isRepeatable(book: BaseBook, finding: FindingRow): boolean {
  return rowsOf(book, finding).some(({ state }) => after(state, 'weighAnew') !== null);
}

/**
 * A finding without a package that names a weighing is about the packages of its lot that this weighing gives their
 * figures.
 */
function rowsOf(book: BaseBook, finding: FindingRow): PackageRow[] {
  if (finding.package !== null) return [book.get('packages', finding.package)].filter((row) => row !== undefined);
  if (finding.weighing === null || finding.lot === null) return [];
  return book.where('packages', 'lot', finding.lot).filter(({ weighing }) => weighing === finding.weighing);
}

function decideOne(book: BaseBook, of: Deciding & { id: string; repeats: boolean; touched: Set<string> }): void {
  const finding = book.get('findings', of.id);
  if (!finding) return;
  const again = of.body.decision === 'recount';
  const wasOpen = finding.state === 'open';
  book.save('findings', { ...finding, state: of.repeats ? 'void' : again ? 'open' : 'closed' });
  const rows = rowsOf(book, finding);
  if (of.repeats && finding.package === null) sharedAnew(book, finding);
  for (const row of rows) {
    of.touched.add(row.lot);
    decidePackage(book, { body: of.body, row, finding, wasOpen });
  }
  if (rows.length === 0 && !again) decideForeign(book, { ...of, finding });
}

function sharedAnew(book: BaseBook, { lot, weighing }: FindingRow): void {
  if (lot === null) return;
  for (const other of book.where('findings', 'lot', lot)) {
    if (other.package === null && other.weighing === weighing && isOpen(other))
      book.save('findings', { ...other, state: 'void' });
  }
}

function stepIf(book: BaseBook, row: PackageRow, step: Step, more: Partial<PackageRow> = {}): void {
  const state = after(row.state, step);
  const freed = row.state === 'quarantined' ? { set_apart: null, release_order: null } : {};
  // A step that is not possible is left out; what else is said of the package stays said.
  book.save('packages', state === null ? row : { ...row, ...freed, ...more, state });
}

const GONE = { net_mg: 0, area: null };

function decidePackage(
  book: BaseBook,
  of: { body: Decision; row: PackageRow; finding: FindingRow; wasOpen: boolean },
): void {
  const { body, row, finding } = of;
  const onward: Step = row.state === 'picked' && isOfDispatch(book, finding) ? 'stage' : 'accept';
  switch (body.decision) {
    case 'accept': {
      const doubtful = finding.code === 'SCALE_FAULT' ? 0 : row.doubtful;
      const lost =
        finding.code === 'MISSING_PACKAGE' && of.wasOpen && book.get('jobs', finding.job)?.work === 'stocktake';
      if (lost || row.state === 'missing') stepIf(book, { ...row, doubtful }, 'writeOff', GONE);
      else stepIf(book, { ...row, doubtful }, onward);
      return;
    }
    case 'return':
      stepIf(book, row, 'giveBack', GONE);
      return;
    case 'write-off':
      stepIf(book, row, 'writeOff', GONE);
      return;
    case 'recount':
      weighAnew(book, row);
      return;
    case 'adjust': {
      const adjusted = body.adjust.find((one) => one.package === row.package);
      if (!adjusted) return;
      const grossMg = row.gross_mg === null || row.tare_mg === null ? row.gross_mg : adjusted.netMg + row.tare_mg;
      stepIf(book, { ...row, net_mg: adjusted.netMg, gross_mg: grossMg, doubtful: 0 }, onward);
    }
  }
}

/** The finding is that a picked package weighed other than the book says. */
function isOfDispatch(book: BaseBook, { code, weighing }: FindingRow): boolean {
  return (code === 'WEIGHT_LOW' || code === 'WEIGHT_HIGH') && book.get('weighings', weighing)?.purpose === 'dispatch';
}

/** What rests on the weighing that counts no more is void with it. */
function weighAnew(book: BaseBook, row: PackageRow): void {
  if (after(row.state, 'weighAnew') === null) return;
  for (const other of book.where('findings', 'package', row.package)) {
    if (isOpen(other) && row.weighing !== null && other.weighing === row.weighing)
      book.save('findings', { ...other, state: 'void' });
  }
  stepIf(book, row, 'weighAnew', NO_FIGURE);
}

const FOREIGN_AFTER = {
  accept: 'matched',
  adjust: 'held',
  recount: 'held',
  return: 'returned',
  'write-off': 'written-off',
} as const;

function decideForeign(book: BaseBook, of: Deciding & { finding: FindingRow; touched: Set<string> }): void {
  const { body, finding } = of;
  const foreign = finding.job === null ? undefined : book.foreign(finding.job, finding.package ?? '');
  if (foreign?.state !== 'held') return;
  const { adopt } = body;
  if (body.decision !== 'accept' || adopt?.identity !== foreign.identity) {
    book.store.save('foreigns', { ...foreign, state: FOREIGN_AFTER[body.decision] });
    return;
  }
  const weighing = book.get('weighings', foreign.weighing);
  const grossMg = weighing?.gross_mg ?? adopt.tareMg;
  const limitMg = weighing ? inServiceMg(weighing.class, weighing.interval_mg, grossMg) + weighing.interval_mg / 2 : 0;
  book.save('packages', {
    base: book.base,
    package: adopt.package,
    lot: adopt.lot,
    order_id: of.order,
    state: 'stored',
    mark: adopt.mark,
    epc: foreign.epc,
    announced_gross_mg: grossMg,
    announced_tare_mg: adopt.tareMg,
    ...NO_FIGURE,
    weighing: foreign.weighing,
    gross_mg: grossMg,
    tare_mg: adopt.tareMg,
    net_mg: grossMg - adopt.tareMg,
    basis: 'single',
    limit_mg: limitMg,
    doubtful: weighing?.doubted ?? 0,
    earlier_gross_mg: null,
    earlier_limit_mg: null,
    removed_mg: 0,
    removed_limit_mg: 0,
    booked_mg: 0,
    set_apart: null,
    area: null,
    release_order: null,
    stocktake: null,
    arrived_seq: weighing?.seq ?? null,
  });
  if (weighing) book.save('weighings', { ...weighing, package: adopt.package, state: 'bound' });
  book.store.save('foreigns', { ...foreign, state: 'adopted' });
  of.touched.add(adopt.lot);
}

/** A lot whose last finding is decided is closed, and what of it is here goes into store. */
function settle(book: BaseBook, id: string): void {
  const lot = book.get('lots', id);
  const packages = book.where('packages', 'lot', id);
  if (!lot || packages.some(({ state }) => state === 'expected')) return;
  const decidedAll = lot.state === 'discrepant' && !book.where('findings', 'lot', id).some(isOpen);
  const nothingLeft = lot.state === 'verified' && !packages.some(({ state }) => AT_THE_BASE.includes(state));
  if (!decidedAll && !nothingLeft) return;
  for (const row of packages) if (row.state === 'present') stepIf(book, row, 'accept');
  book.lotState(id, 'closed');
}
