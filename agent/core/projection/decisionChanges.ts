// Headquarters' decisions on findings: the only thing besides deliveries and releases that changes what the book holds.
import type { OrderId, PackageId } from '../model/ids.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { FindingRecord, LotRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { afterLotStep, afterPackageStep, STATES_AT_BASE, canStepPackage, type PackageStep } from '../model/states.ts';
import type { Order } from '../model/order.ts';
import type { DecisionOrder, PackageRecognition } from '../model/stockOrders.ts';
import { inServiceBoundMg } from '../weight/tolerance.ts';
import { JOINT_CODES } from '../weight/jointWeighings.ts';
import { withdrawMembers } from './jointChanges.ts';
import { reopenOrder } from './caseChanges.ts';
import { newExpectedPackage, putRecord, NO_WEIGHING, storeDecided } from './bookChanges.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { foreignOfFinding } from '../model/heldForeign.ts';
import { comeBackMembers, endedRemovals } from './comeBackChanges.ts';

/** The findings that a decision names; `decideOrder` has refused references to none. */
export function namedFindings(body: DecisionOrder, book: Book): FindingRecord[] {
  return body.findings.flatMap(({ hash }) => book.where('finding', 'hash', hash));
}

/**
 * Ids of the packages that a finding is about: its package; or, of what a group or a vehicle weighed, the packages of
 * its lot that share it. None of goods that are held under what was read on them, although that may be a package’s id.
 */
export function packagesConcerned(finding: FindingRecord, book: Book): string[] {
  if (foreignOfFinding(finding, book)) return [];
  if (finding.package !== null) return [finding.package];
  if (finding.weighing === null || finding.lot === null) return [];
  return book
    .where('package', 'lot', finding.lot)
    .filter(({ weighing }) => weighing === finding.weighing)
    .map(({ id }) => id);
}

/** Works on copies, because one decision may name several findings of one package or lot. */
class DecisionDraft {
  readonly packages = new Map<string, PackageRecord>();
  readonly findings = new Map<string, FindingRecord>();
  readonly others: BookChange[] = [];
  /** Packages that got a figure from headquarters. */
  readonly adjusted = new Set<PackageId>();
  /** Packages that had left and are recognised in held goods: their weighing follows at once. */
  readonly recognised = new Set<PackageId>();
  readonly book: Book;

  constructor(book: Book) {
    this.book = book;
  }

  package(id: string): PackageRecord | undefined {
    return this.packages.get(id) ?? this.book.get('package', id);
  }

  step(record: PackageRecord, step: PackageStep, changes: Partial<PackageRecord> = {}): void {
    if (!canStepPackage(record.state, step)) return;
    // Whatever it was set aside or set apart for is over.
    const cleared = record.state === 'quarantined' ? { quarantine: null, release: null } : {};
    this.packages.set(record.id, { ...record, ...cleared, ...changes, state: afterPackageStep(record.state, step) });
  }

  open(records: readonly FindingRecord[]): FindingRecord[] {
    return records.map((record) => this.findings.get(record.id) ?? record).filter(isFindingOpen);
  }

  /**
   * Closes lots without an open finding, and lets deliveries go on that have something to weigh.
   */
  settle(): BookChange[] {
    for (const record of this.findings.values()) this.keepNamed(record);
    const lots = new Set([...this.findings.values()].flatMap(({ lot }) => (lot === null ? [] : [lot])));
    for (const { lot } of this.packages.values()) lots.add(lot);
    const closing = [...lots].flatMap((lot) => this.closeLot(lot));
    const orders = new Set(
      [...this.packages.values()].filter(({ state }) => state === 'expected').map(({ order }) => order),
    );
    return [
      ...[...this.findings.values()].map((record) => putRecord('finding', record)),
      ...[...this.packages.values()].map((record) => putRecord('package', record)),
      ...closing,
      ...[...orders].flatMap((order) => reopenOrder(this.book, order)),
      ...this.others,
      ...withdrawMembers(
        this.book,
        [...this.adjusted].map((id) => ({ package: id, weighing: null })),
      ),
    ];
  }

  /** What a finding names is settled with it, also where the decision left it as it was. */
  private keepNamed({ package: id }: FindingRecord): void {
    const named = id === null ? undefined : this.package(id);
    if (named) this.packages.set(named.id, named);
  }

  /** A discrepant lot whose last finding is decided is closed, and what of it is here goes into store. */
  private closeLot(id: string): BookChange[] {
    const lot = this.book.get('lot', id);
    if (!lot) return [];
    const packages = this.book.where('package', 'lot', id).map((record) => this.packages.get(record.id) ?? record);
    // A recount was ordered: the lot stays open until its packages have come over the scale again.
    if (packages.some(({ id: name, state }) => state === 'expected' && !this.recognised.has(name))) return [];
    const decidedAll = lot.state === 'discrepant' && this.open(this.book.where('finding', 'lot', id)).length === 0;
    if (!decidedAll && !this.nothingLeft(lot, packages)) return [];
    for (const record of packages) {
      const stored = storeDecided(record);
      if (stored !== record) this.packages.set(record.id, stored);
    }
    return [putRecord('lot', { ...lot, state: afterLotStep(lot.state, 'close') })];
  }

  /** Of a verified lot; one that is still being worked is closed with its job. */
  private nothingLeft(lot: LotRecord, packages: readonly PackageRecord[]): boolean {
    const adopted = [...this.packages.values()].some(
      (record) => record.lot === lot.id && (STATES_AT_BASE.includes(record.state) || this.recognised.has(record.id)),
    );
    return lot.state === 'verified' && !adopted && !packages.some(({ state }) => STATES_AT_BASE.includes(state));
  }
}

/**
 * Carries out a decision of headquarters on its findings, packages and held goods, and closes lots that have nothing
 * open left.
 */
export function applyDecision(
  body: DecisionOrder,
  { order, seq, book }: { order: Pick<Order, 'order' | 'issuedWallMs'>; seq: number; book: Book },
): BookChange[] {
  const draft = new DecisionDraft(book);
  const decision = { order: order.order, act: body.decision, words: body.note, wallMs: order.issuedWallMs };
  for (const finding of namedFindings(body, book)) {
    const names = packagesConcerned(finding, book);
    const isRecount = body.decision === 'recount';
    const isRepeated = isRecount && names.some((id) => mayRepeat(book.get('package', id)));
    // A recount of what is not in the book yet begins anew; of what is, the finding stays open until it was done.
    draft.findings.set(finding.id, {
      ...finding,
      decision,
      state: isRepeated ? 'void' : isRecount ? 'open' : 'closed',
      confirmed: finding.confirmed && !isRecount,
    });
    if (isRepeated && finding.package === null) voidSharedFindings(draft, finding);
    const concerned = names.flatMap((id) => draft.package(id) ?? []);
    for (const known of concerned) {
      // Headquarters has said what became of it, or has it weighed again: no older figure comes back after that.
      const record = isRecount ? known : { ...known, throughGate: null, replaced: null, decidedSeq: seq };
      if (!isRecount) draft.packages.set(record.id, record);
      decidePackage(draft, { body, record, finding, book });
    }
    if (body.recognise !== null) expectRecognised(draft, { recognise: body.recognise, order: order.order });
    else if (concerned.length === 0 && !isRecount) decideForeign(draft, { body, finding, order: order.order, seq });
  }
  return draft.settle();
}

function mayRepeat(record: PackageRecord | undefined): boolean {
  return record !== undefined && canStepPackage(record.state, 'weigh-again');
}

/** Findings on a mass that several packages shared are void with it. */
function voidSharedFindings(draft: DecisionDraft, { lot, weighing }: FindingRecord): void {
  for (const shared of draft.open(draft.book.where('finding', 'weighing', weighing))) {
    if (shared.package === null && shared.lot === lot) draft.findings.set(shared.id, { ...shared, state: 'void' });
  }
}

/** A stocktake did not find it twice, and its book mass still stands: accepting that takes it out of the book. */
function isLostInStock({ code, state, job }: FindingRecord, book: Book): boolean {
  return code === 'MISSING_PACKAGE' && state === 'open' && job !== null && book.get('job', job)?.work === 'stocktake';
}

/** The finding is that a picked package weighed other than the book says. */
function isDispatchFinding({ code, weighing }: FindingRecord, book: Book): boolean {
  if (weighing === null || !(code === 'WEIGHT_LOW' || code === 'WEIGHT_HIGH' || JOINT_CODES.has(code))) return false;
  return book.get('weighing', weighing)?.purpose === 'dispatch';
}

interface PackageDecision {
  body: DecisionOrder;
  record: PackageRecord;
  finding: FindingRecord;
  book: Book;
}

function decidePackage(draft: DecisionDraft, { body, record, finding, book }: PackageDecision): void {
  const isLost = isLostInStock(finding, book);
  // Weighed for its release already: what was found is decided, so it may leave.
  const nextStep: PackageStep = record.state === 'picked' && isDispatchFinding(finding, book) ? 'stage' : 'accept';
  switch (body.decision) {
    case 'accept': {
      const doubtful = record.doubtful && finding.code !== 'SCALE_FAULT';
      draft.packages.set(record.id, { ...record, doubtful });
      // "As measured" of a package that is not there is that it is not there.
      if (isLost || record.state === 'missing') draft.step(record, 'write-off', { netMg: asMassMg(0), area: null });
      else acceptPackage(draft, { ...record, doubtful }, nextStep);
      return;
    }
    case 'return':
      draft.step(record, 'give-back', { netMg: asMassMg(0), area: null });
      return;
    case 'recount':
      weighAgain(draft, record);
      return;
    case 'write-off':
      draft.step(record, 'write-off', { netMg: asMassMg(0), area: null });
      return;
    // Of goods that are held alone: see expectRecognised.
    case 'recognise':
      return;
    case 'adjust': {
      const adjusted = body.adjust.find((adjustment) => adjustment.package === record.id);
      if (!adjusted) return;
      // Gross follows, or every later weighing would find the same difference again.
      const grossMg =
        record.grossMg === null || record.tareMg === null ? record.grossMg : asMassMg(adjusted.netMg + record.tareMg);
      const next = { ...record, grossMg, netMg: adjusted.netMg, doubtful: false };
      draft.packages.set(record.id, next);
      draft.adjusted.add(record.id);
      acceptPackage(draft, next, nextStep);
    }
  }
}

/** What bears no tag is decided and stays where it is until it has one. */
function acceptPackage(draft: DecisionDraft, record: PackageRecord, step: PackageStep): void {
  if (step !== 'accept' || record.epcHex !== null) draft.step(record, step);
  else if (record.state === 'quarantined') draft.step(record, 'set-back');
}

/** Sends a package over the scale again; findings on the weighing that no longer counts are void. */
function weighAgain(draft: DecisionDraft, record: PackageRecord): void {
  if (!canStepPackage(record.state, 'weigh-again')) return;
  for (const finding of draft.open(draft.book.where('finding', 'package', record.id))) {
    if (record.weighing !== null && finding.weighing === record.weighing)
      draft.findings.set(finding.id, { ...finding, state: 'void' });
  }
  draft.step(record, 'weigh-again', { ...NO_WEIGHING, grossMg: null, limitMg: null });
}

/** What had left is expected back by this decision; the weighing of the goods is bound to it by what follows. */
function expectRecognised(
  draft: DecisionDraft,
  { recognise, order }: { recognise: PackageRecognition; order: OrderId },
): void {
  const before = draft.package(recognise.package);
  if (!before || !canStepPackage(before.state, 'recognise')) return;
  draft.others.push(...endedRemovals(before.id, draft.book));
  draft.recognised.add(before.id);
  draft.step(before, 'recognise', { ...comeBackMembers(before, order), throughGate: null });
}

function decideForeign(
  draft: DecisionDraft,
  { body, finding, order, seq }: { body: DecisionOrder; finding: FindingRecord; order: OrderId; seq: number },
): void {
  const foreign = foreignOfFinding(finding, draft.book);
  if (foreign?.state !== 'held' || body.decision === 'recognise') return;
  const { adopt } = body;
  if (body.decision === 'accept' && adopt?.identity === foreign.identity) {
    const weighing = foreign.weighing === null ? undefined : draft.book.get('weighing', foreign.weighing);
    const grossMg: MassMg = weighing?.grossMg ?? adopt.tareMg;
    const announced = {
      package: adopt.package,
      epcHex: foreign.epcHex,
      mark: adopt.mark,
      grossMg,
      tareMg: adopt.tareMg,
      tareToleranceMg: null,
      pallet: null,
    };
    // It came by this decision, not by the lot's notice: the certificate's total knows nothing of it.
    const record = newExpectedPackage(announced, { lot: adopt.lot, order });
    const measured = {
      weighing: foreign.weighing,
      grossMg,
      tareMg: adopt.tareMg,
      netMg: asMassMg(grossMg - adopt.tareMg),
      basis: 'single' as const,
    };
    const arrivedSeq = weighing?.seq ?? null;
    draft.packages.set(record.id, {
      ...record,
      ...measured,
      limitMg: ownLimitMg(weighing),
      arrivedSeq,
      doubtful: weighing?.doubted != null,
      decidedSeq: seq,
      state: record.epcHex === null ? 'present' : 'stored',
    });
    if (weighing)
      draft.others.push(putRecord('weighing', { ...weighing, package: record.id, boundBy: 'typed', state: 'bound' }));
    draft.others.push(putRecord('foreign', { ...foreign, state: 'adopted' }));
    return;
  }
  draft.others.push(putRecord('foreign', { ...foreign, state: FOREIGN_AFTER[body.decision] }));
}

/** A package of another lot that is accepted is worked with its own lot. */
const FOREIGN_AFTER = {
  accept: 'matched',
  adjust: 'held',
  recount: 'held',
  return: 'returned',
  'write-off': 'written-off',
} as const;

function ownLimitMg(weighing: WeighingRecord | undefined): MassMg {
  return weighing ? asMassMg(inServiceBoundMg(weighing, weighing.grossMg) + weighing.intervalMg / 2) : asMassMg(0);
}
