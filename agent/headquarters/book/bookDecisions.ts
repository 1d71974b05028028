// Headquarters' own decisions, carried out in its own book when the base has received them. CONTRACT.md 9.1,
// "Decision".
import { putIntoStore } from './bookQuarantines.ts';
import { endReversalRequests } from './bookRequests.ts';
import type { Order } from '../../link/contract/orderSchema.ts';
import { type BaseBook, isOpenFindingRow, UNWEIGHED_FIGURE } from './baseBook.ts';
import { JOINT_FINDING_CODES, withdrawLater } from './bookJoints.ts';
import { permissibleErrorMg } from './scaleBounds.ts';
import type { BookFindingRow, BookPackageRow, BookWeighingRow } from './bookRows.ts';
import { bookRecognition, foreignOfFindingRow, rejectRecognition } from './bookRecognitions.ts';
import { stateAfterStep, BOOK_STATES_AT_BASE, type BookStep } from './packageSteps.ts';
import type { RejectionReason } from './bookContext.ts';

type DecisionBody = Extract<Order['body'], { kind: 'decision' }>;
interface ReceivedDecision {
  body: DecisionBody;
  order: string;
  base: string;
  seq: number;
}

/** Carries out a decision on the findings that it names by epoch, seq and hash. */
export function bookDecision(book: BaseBook, decision: ReceivedDecision): RejectionReason {
  const named: BookFindingRow[] = [];
  for (const { epoch, seq, hash } of decision.body.findings) {
    const finding = book.store
      .prepare<[string, string, number, string], BookFindingRow>(
        'SELECT f.* FROM findings f JOIN epochs s USING (stream) WHERE s.base = ? AND s.epoch = ? AND f.seq = ? AND f.hash = ?',
      )
      .get(decision.base, epoch, seq, hash);
    if (!finding) return `no finding is entry ${seq} with the hash ${hash}`;
    named.push(finding);
  }
  const { recognise } = decision.body;
  const [recognisedBy] = named;
  if (recognise !== null && recognisedBy) {
    const rejection = rejectRecognition(book, recognise, recognisedBy);
    if (rejection !== null) return rejection;
  }
  const couldRepeat = new Set(named.filter((finding) => canWeighAgain(book, finding)).map(({ finding }) => finding));
  const touched = new Set(named.flatMap(({ lot }) => (lot === null ? [] : [lot])));
  const comesBack = new Set<string>();
  for (const { finding: id } of named)
    bookFindingDecision(book, {
      ...decision,
      id,
      repeats: decision.body.decision === 'recount' && couldRepeat.has(id),
      touched,
      comesBack,
    });
  for (const lot of touched) closeDecidedLot(book, lot, comesBack);
  return null;
}

function canWeighAgain(book: BaseBook, finding: BookFindingRow): boolean {
  return packagesOfFinding(book, finding).some(({ state }) => stateAfterStep(state, 'weighAnew') !== null);
}

/**
 * A finding without a package that names a weighing is about the packages of its lot that this weighing gives their
 * figures. One on goods that are held is about no package, whatever was read on them.
 */
function packagesOfFinding(book: BaseBook, finding: BookFindingRow): BookPackageRow[] {
  if (foreignOfFindingRow(book, finding)) return [];
  if (finding.package !== null) return [book.findRow('packages', finding.package)].filter((row) => row !== undefined);
  if (finding.weighing === null || finding.lot === null) return [];
  return book.findRows('packages', 'lot', finding.lot).filter(({ weighing }) => weighing === finding.weighing);
}

function bookFindingDecision(
  book: BaseBook,
  decision: ReceivedDecision & { id: string; repeats: boolean; touched: Set<string>; comesBack: Set<string> },
): void {
  const finding = book.findRow('findings', decision.id);
  if (!finding) return;
  const isRecount = decision.body.decision === 'recount';
  const wasOpen = finding.state === 'open';
  book.saveRow('findings', {
    ...finding,
    state: decision.repeats ? 'void' : isRecount ? 'open' : 'closed',
    confirmed: isRecount ? 0 : finding.confirmed,
  });
  if (!decision.repeats && !isRecount && finding.package !== null) endReversalRequests(book, finding.package);
  const rows = packagesOfFinding(book, finding);
  if (decision.repeats && finding.package === null) voidSharedFindings(book, finding);
  for (const known of rows) {
    const row = isRecount ? known : { ...known, gate: null, replaced: null, decided_seq: decision.seq };
    if (!isRecount) book.saveRow('packages', row);
    decision.touched.add(row.lot);
    bookPackageDecision(book, { body: decision.body, row, finding, wasOpen });
  }
  if (rows.length === 0 && !isRecount) bookForeignDecision(book, { ...decision, finding });
}

function voidSharedFindings(book: BaseBook, { lot, weighing }: BookFindingRow): void {
  if (lot === null) return;
  for (const other of book.findRows('findings', 'lot', lot)) {
    if (other.package === null && other.weighing === weighing && isOpenFindingRow(other))
      book.saveRow('findings', { ...other, state: 'void' });
  }
}

function stepIfPossible(
  book: BaseBook,
  row: BookPackageRow,
  step: BookStep,
  changes: Partial<BookPackageRow> = {},
): void {
  const state = stateAfterStep(row.state, step);
  const freed: Partial<BookPackageRow> =
    row.state === 'quarantined' ? { quarantine_reason: null, back_to: null, release_order: null } : {};
  // A step that is not possible is left out; what else is said of the package stays said.
  book.saveRow('packages', state === null ? row : { ...row, ...freed, ...changes, state });
}

/** Without a tag it is decided, and is in store once it has one. */
function acceptPackage(book: BaseBook, row: BookPackageRow, step: BookStep): void {
  if (step !== 'accept' || row.epc !== null) stepIfPossible(book, row, step);
  else if (row.state === 'quarantined') stepIfPossible(book, row, 'setBack');
  else book.saveRow('packages', row);
}

const NOTHING_LEFT: Partial<BookPackageRow> = { net_mg: 0, area: null };

function bookPackageDecision(
  book: BaseBook,
  decision: { body: DecisionBody; row: BookPackageRow; finding: BookFindingRow; wasOpen: boolean },
): void {
  const { body, row, finding } = decision;
  const acceptStep: BookStep = row.state === 'picked' && isDispatchFinding(book, finding) ? 'stage' : 'accept';
  switch (body.decision) {
    case 'accept': {
      const doubtful = finding.code === 'SCALE_FAULT' ? 0 : row.doubtful;
      const isLostInStore =
        finding.code === 'MISSING_PACKAGE' &&
        decision.wasOpen &&
        book.findRow('jobs', finding.job)?.work === 'stocktake';
      if (isLostInStore || row.state === 'missing')
        stepIfPossible(book, { ...row, doubtful }, 'writeOff', NOTHING_LEFT);
      else acceptPackage(book, { ...row, doubtful }, acceptStep);
      return;
    }
    case 'return':
      stepIfPossible(book, row, 'giveBack', NOTHING_LEFT);
      return;
    case 'write-off':
      stepIfPossible(book, row, 'writeOff', NOTHING_LEFT);
      return;
    // Of goods that are held alone.
    case 'recognise':
      return;
    case 'recount':
      expectWeighingAgain(book, row);
      return;
    case 'adjust': {
      const adjusted = body.adjust.find((adjustment) => adjustment.package === row.package);
      if (!adjusted) return;
      withdrawLater(book, row.package, null);
      const grossMg = row.gross_mg === null || row.tare_mg === null ? row.gross_mg : adjusted.netMg + row.tare_mg;
      acceptPackage(book, { ...row, net_mg: adjusted.netMg, gross_mg: grossMg, doubtful: 0 }, acceptStep);
    }
  }
}

/** The finding is that a picked package weighed other than the book says. */
function isDispatchFinding(book: BaseBook, { code, weighing }: BookFindingRow): boolean {
  return (
    [...JOINT_FINDING_CODES, 'WEIGHT_LOW', 'WEIGHT_HIGH'].includes(code) &&
    book.findRow('weighings', weighing)?.purpose === 'dispatch'
  );
}

/** What rests on the weighing that counts no more is void with it. */
function expectWeighingAgain(book: BaseBook, row: BookPackageRow): void {
  if (stateAfterStep(row.state, 'weighAnew') === null) return;
  for (const other of book.findRows('findings', 'package', row.package)) {
    if (isOpenFindingRow(other) && row.weighing !== null && other.weighing === row.weighing)
      book.saveRow('findings', { ...other, state: 'void' });
  }
  stepIfPossible(book, row, 'weighAnew', UNWEIGHED_FIGURE);
}

const FOREIGN_STATE_AFTER = {
  accept: 'matched',
  adjust: 'held',
  recognise: 'held',
  recount: 'held',
  return: 'returned',
  'write-off': 'written-off',
} as const;

function adoptedLimitMg(weighing: BookWeighingRow | undefined, grossMg: number): number {
  if (weighing === undefined) return 0;
  return permissibleErrorMg(weighing.class, weighing.interval_mg, grossMg) + weighing.interval_mg / 2;
}

function bookForeignDecision(
  book: BaseBook,
  decision: ReceivedDecision & { finding: BookFindingRow; touched: Set<string>; comesBack: Set<string> },
): void {
  const { body, finding } = decision;
  const foreign = foreignOfFindingRow(book, finding);
  if (foreign?.state !== 'held') return;
  if (body.recognise !== null) {
    if (bookRecognition(book, body.recognise, decision)) decision.comesBack.add(body.recognise.package);
    return;
  }
  const { adopt } = body;
  if (body.decision !== 'accept' || adopt?.identity !== foreign.identity) {
    book.saveRow('foreign_packages', { ...foreign, state: FOREIGN_STATE_AFTER[body.decision] });
    return;
  }
  const weighing = book.findRow('weighings', foreign.weighing);
  const grossMg = weighing?.gross_mg ?? adopt.tareMg;
  book.saveRow('packages', {
    base: book.base,
    package: adopt.package,
    lot: adopt.lot,
    order_id: decision.order,
    state: foreign.epc === null ? 'present' : 'stored',
    mark: adopt.mark,
    epc: foreign.epc,
    announced_gross_mg: grossMg,
    announced_tare_mg: adopt.tareMg,
    tare_tolerance_mg: null,
    tare_trusted: 1,
    ...UNWEIGHED_FIGURE,
    weighing: foreign.weighing,
    gross_mg: grossMg,
    tare_mg: adopt.tareMg,
    net_mg: grossMg - adopt.tareMg,
    basis: 'single',
    limit_mg: adoptedLimitMg(weighing, grossMg),
    doubtful: weighing?.doubt == null ? 0 : 1,
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
    arrived_seq: weighing?.seq ?? null,
    decided_seq: decision.seq,
  });
  if (weighing) book.saveRow('weighings', { ...weighing, package: adopt.package, state: 'bound' });
  book.saveRow('foreign_packages', { ...foreign, state: 'adopted' });
  decision.touched.add(adopt.lot);
}

/** A lot whose last finding is decided is closed, and what of it is here goes into store. */
function closeDecidedLot(book: BaseBook, id: string, comesBack: ReadonlySet<string>): void {
  const lot = book.findRow('lots', id);
  // What is recognised is weighed already: the base binds its weighing behind this decision.
  const packages = book
    .findRows('packages', 'lot', id)
    .map((row) => (comesBack.has(row.package) ? { ...row, state: 'stored' as const } : row));
  if (!lot || packages.some(({ state }) => state === 'expected')) return;
  const isFullyDecided = lot.state === 'discrepant' && !book.findRows('findings', 'lot', id).some(isOpenFindingRow);
  const isEmptied = lot.state === 'verified' && !packages.some(({ state }) => BOOK_STATES_AT_BASE.includes(state));
  if (!isFullyDecided && !isEmptied) return;
  for (const row of packages) putIntoStore(book, row);
  book.setLotState(id, 'closed');
}
