// Headquarters' decisions on findings: the only thing besides deliveries and releases that changes what the book holds.
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange, FindingRecord, PackageRecord } from '../book.ts';
import { afterLotStep, afterPackageStep, packageMay, type PackageStep } from '../states.ts';
import type { Decision } from '../stockOrders.ts';
import { expectedPackage, need, put, UNWEIGHED } from './change.ts';

/** The findings that a decision names; decide() has refused references to none. */
export function namedFindings(body: Decision, book: Book): FindingRecord[] {
  return body.findings.flatMap(({ hash }) => book.where('finding', 'hash', hash));
}

/** Works on copies, because one decision may name several findings of one package or lot. */
class Draft {
  readonly packages = new Map<string, PackageRecord>();
  readonly findings = new Map<string, FindingRecord>();
  readonly others: BookChange[] = [];
  private readonly book: Book;

  constructor(book: Book) {
    this.book = book;
  }

  package(id: string): PackageRecord | undefined {
    return this.packages.get(id) ?? this.book.get('package', id);
  }

  step(record: PackageRecord, step: PackageStep, more: Partial<PackageRecord> = {}): void {
    if (packageMay(record.state, step)) this.packages.set(record.id, { ...record, ...more, state: afterPackageStep(record.state, step) });
  }

  open(records: readonly FindingRecord[]): FindingRecord[] {
    return records.map((record) => this.findings.get(record.id) ?? record).filter(({ state }) => state === 'open' || state === 'recounted');
  }

  /** Frees packages without an open finding, and closes lots without one. */
  settle(): BookChange[] {
    const lots = new Set([...this.findings.values()].flatMap(({ lot }) => (lot === null ? [] : [lot])));
    for (const record of this.findings.values()) if (record.package !== null) this.free(record.package);
    const closing = [...lots].flatMap((lot) => this.closeLot(lot));
    return [
      ...[...this.findings.values()].map((record) => put('finding', record)),
      ...[...this.packages.values()].map((record) => put('package', record)),
      ...closing,
      ...this.others,
    ];
  }

  private free(id: string): void {
    const record = this.package(id);
    if (!record || this.open(this.book.where('finding', 'package', id)).length > 0) return;
    this.packages.set(id, { ...record, held: false });
  }

  /** A discrepant lot whose last finding is decided is closed, and what of it is here goes into store. */
  private closeLot(id: string): BookChange[] {
    const lot = this.book.get('lot', id);
    if (lot?.state !== 'discrepant' || this.open(this.book.where('finding', 'lot', id)).length > 0) return [];
    const packages = this.book.where('package', 'lot', id).map((record) => this.packages.get(record.id) ?? record);
    // A recount was ordered: the lot stays open until its packages have come over the scale again.
    if (packages.some(({ state }) => state === 'expected')) return [];
    for (const record of packages) if (record.state === 'present') this.step(record, 'accept');
    return [put('lot', { ...lot, state: afterLotStep(lot.state, 'close') })];
  }
}

export function decided(body: Decision, book: Book): BookChange[] {
  const draft = new Draft(book);
  for (const finding of namedFindings(body, book)) {
    const concerned = finding.package === null ? undefined : draft.package(finding.package);
    const again = body.decision === 'recount';
    const repeats = again && concerned !== undefined && packageMay(concerned.state, 'weigh-again');
    // A recount of what is not in the book yet begins anew; of what is, the finding stays open until it was done.
    draft.findings.set(finding.id, { ...finding, state: repeats ? 'void' : again ? 'open' : 'closed' });
    if (concerned) decidePackage(draft, { body, record: concerned, leaves: atDispatch(finding, book) });
    else if (!again) decideForeign(draft, { body, finding, book });
  }
  return draft.settle();
}

/** The finding is that a picked package weighed other than the book says. */
function atDispatch({ code, weighing }: FindingRecord, book: Book): boolean {
  if (weighing === null || (code !== 'WEIGHT_LOW' && code !== 'WEIGHT_HIGH')) return false;
  return book.get('weighing', weighing)?.purpose === 'dispatch';
}

function decidePackage(draft: Draft, { body, record, leaves }: { body: Decision; record: PackageRecord; leaves: boolean }): void {
  // Weighed for its release already: what was found is decided, so it may leave.
  const onward: PackageStep = leaves && record.state === 'picked' ? 'stage' : 'accept';
  switch (body.decision) {
    case 'accept':
      // "As measured" of a package that is not there is that it is not there.
      draft.step(record, record.state === 'missing' ? 'write-off' : onward);
      return;
    case 'return':
      draft.step(record, 'give-back', { netMg: 0 });
      return;
    case 'recount':
      draft.step(record, 'weigh-again', { ...UNWEIGHED, grossMg: null, limitMg: null });
      return;
    case 'write-off':
      draft.step(record, 'write-off', { netMg: 0 });
      return;
    case 'adjust': {
      const adjusted = body.adjust.find((one) => one.package === record.id);
      const netMg: MassMg | null = adjusted?.netMg ?? record.netMg;
      // Gross follows, or every later weighing would find the same difference again.
      const grossMg = record.grossMg === null || record.tareMg === null || netMg === null ? record.grossMg : netMg + record.tareMg;
      draft.packages.set(record.id, { ...record, grossMg, netMg });
      draft.step({ ...record, grossMg, netMg }, onward);
    }
  }
}

function decideForeign(draft: Draft, { body, finding, book }: { body: Decision; finding: FindingRecord; book: Book }): void {
  const foreign = book.where('foreign', 'identity', finding.package ?? '').find((one) => one.job === finding.job && one.state === 'held');
  if (!foreign) return;
  const { adopt } = body;
  if (body.decision === 'accept' && adopt?.identity === foreign.identity) {
    const weighing = foreign.weighing === null ? undefined : book.get('weighing', foreign.weighing);
    const grossMg = weighing?.grossMg ?? adopt.tareMg;
    const announced = { package: adopt.package, epcHex: foreign.epcHex, mark: adopt.mark, grossMg, tareMg: adopt.tareMg, tareToleranceMg: null };
    const order = need(book, 'lot', adopt.lot).order;
    const record = expectedPackage(announced, { lot: adopt.lot, order });
    const measured = { weighing: foreign.weighing, grossMg, tareMg: adopt.tareMg, netMg: grossMg - adopt.tareMg, basis: 'single' as const };
    draft.packages.set(record.id, { ...record, ...measured, limitMg: weighing?.intervalMg ?? 0, arrivedSeq: weighing?.seq ?? null, state: 'stored' });
    draft.others.push(put('foreign', { ...foreign, state: 'adopted' }));
    return;
  }
  const state = body.decision === 'write-off' ? 'written-off' : body.decision === 'return' ? 'returned' : 'held';
  draft.others.push(put('foreign', { ...foreign, state }));
}
