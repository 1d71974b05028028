// Whether a decision of headquarters can be carried out: each finding it names must be the one it means and still open,
// and what it does to packages must be possible as they are now.
import type { Book } from '../model/book.ts';
import type { FindingRecord, ForeignRecord, PackageRecord } from '../model/records.ts';
import { packagesConcerned } from '../projection/decisionChanges.ts';
import { STATES_AT_BASE, type PackageStep, canStepPackage } from '../model/states.ts';
import type { PackageAdoption, DecisionOrder, EntryReference } from '../model/stockOrders.ts';
import { namesRefusal } from '../model/packageNames.ts';
import { whoBears } from '../model/packageLookup.ts';
import { FOREIGN_CODES, foreignOfFinding } from '../model/heldForeign.ts';
import { recognitionRefusal } from './recognition.ts';

/**
 * Why a decision cannot be carried out, as a sentence for headquarters; null if it can.
 *
 * @see CONTRACT.md, section 8
 */
export function decisionRefusal(body: DecisionOrder, book: Book): string | null {
  const findings: FindingRecord[] = [];
  for (const reference of body.findings) {
    const finding = findReferencedFinding(reference, book);
    if (typeof finding === 'string') return finding;
    if (findings.some(({ id }) => id === finding.id)) return `finding ${finding.id} is named twice`;
    findings.push(finding);
  }
  return (
    recognitionRefusal(body, { findings, book }) ??
    subjectsRefusal(body, { findings, book }) ??
    adjustmentRefusal(body, { findings, book }) ??
    adoptionRefusal(body, { findings, book })
  );
}

/**
 * All three members must name the same entry: a decision on another ledger's finding, or on an older copy, closes
 * nothing.
 */
function findReferencedFinding({ epoch, seq, hash }: EntryReference, book: Book): FindingRecord | string {
  const candidates = book.where('finding', 'hash', hash);
  const [finding] = candidates;
  if (!finding || candidates.length > 1) return `no finding has the hash ${hash}`;
  if (finding.epoch !== epoch || finding.seq !== seq)
    return `the finding with the hash ${hash} is entry ${finding.seq} of epoch ${finding.epoch}`;
  return finding.state === 'open' || finding.state === 'recounted'
    ? finding
    : `finding ${finding.id} is ${finding.state}`;
}

interface DecisionSubjects {
  findings: readonly FindingRecord[];
  book: Book;
}

/** The step that a known package must be able to take for a decision; accepting and recounting need none. */
const REQUIRED_STEPS: Partial<Record<DecisionOrder['decision'], PackageStep>> = {
  return: 'give-back',
  'write-off': 'write-off',
};

function subjectsRefusal(body: DecisionOrder, { findings, book }: DecisionSubjects): string | null {
  const step = REQUIRED_STEPS[body.decision];
  for (const finding of findings) {
    const records = packagesConcerned(finding, book).flatMap((id) => book.get('package', id) ?? []);
    for (const record of records) {
      if (step !== undefined && !canStepPackage(record.state, step))
        return `package ${record.id} is ${record.state}: ${body.decision} is not possible now`;
      const figureRefusal = unsoundFigureRefusal(body, { record, book });
      if (figureRefusal !== null) return figureRefusal;
    }
    if (records.length > 0 || finding.package === null) continue;
    const foreignRefusal = foreignSubjectRefusal(body, { finding, book });
    if (foreignRefusal !== null) return foreignRefusal;
  }
  return null;
}

/** A figure that cannot be right is not accepted as measured; one whose weighing was taken back is no figure at all. */
function unsoundFigureRefusal(
  body: DecisionOrder,
  { record, book }: { record: PackageRecord; book: Book },
): string | null {
  if (body.decision !== 'accept' && body.decision !== 'adjust') return null;
  const weighing = record.weighing === null ? undefined : book.get('weighing', record.weighing);
  if (weighing?.state === 'reversed')
    return `the weighing of package ${record.id} was taken back: it must be weighed again`;
  const isGiven = body.adjust.some(({ package: id }) => id === record.id);
  return !isGiven && (record.netMg ?? 0) < 0
    ? `package ${record.id} weighs less than its tare: it can only be adjusted or weighed again`
    : null;
}

/** Goods that were not announced have no figure to adjust and no place in a lot unless the decision gives them one. */
function foreignSubjectRefusal(
  body: DecisionOrder,
  { finding, book }: { finding: FindingRecord; book: Book },
): string | null {
  const foreign = findHeldForeign(finding, book);
  if (body.decision === 'adjust') return `${finding.package ?? ''} is no package of a lot: it cannot be adjusted`;
  if (body.decision !== 'accept' || !foreign || !FOREIGN_CODES.includes(finding.code)) return null;
  // Accepting that it is of another lot leaves it to that lot's own delivery.
  if (finding.code === 'WRONG_LOT' && body.adopt === null) return null;
  return body.adopt?.identity === foreign.identity
    ? null
    : `${foreign.identity} is accepted only as a package of a lot`;
}

function adjustmentRefusal(body: DecisionOrder, { findings, book }: DecisionSubjects): string | null {
  if (body.decision !== 'adjust')
    return body.adjust.length > 0 ? 'book masses are adjusted only by the decision adjust' : null;
  if (body.adjust.length === 0) return 'nothing is adjusted';
  const adjustedPackages = new Set<string>();
  for (const { package: id, netMg } of body.adjust) {
    if (adjustedPackages.has(id)) return `package ${id} is adjusted twice`;
    adjustedPackages.add(id);
    const record = findings.some((finding) => packagesConcerned(finding, book).includes(id))
      ? book.get('package', id)
      : undefined;
    if (!record) return `none of the findings is about package ${id}`;
    const refusal = massRefusal(record, netMg);
    if (refusal !== null) return refusal;
  }
  return null;
}

function massRefusal({ id, state, grossMg, removedMg }: PackageRecord, netMg: number): string | null {
  if (!STATES_AT_BASE.includes(state) || grossMg === null)
    return `package ${id} is ${state}: it has no figure to adjust`;
  if (netMg < removedMg) return `package ${id} cannot hold less than what was weighed out of it and is not booked`;
  return netMg <= grossMg ? null : `package ${id} cannot hold more than its gross weight`;
}

function adoptionRefusal(body: DecisionOrder, { findings, book }: DecisionSubjects): string | null {
  const { adopt } = body;
  if (adopt === null) return null;
  if (body.decision !== 'accept') return 'a package is adopted only by the decision accept';
  const finding = findings.find(
    (candidate) => candidate.package === adopt.identity && FOREIGN_CODES.includes(candidate.code),
  );
  const foreign = finding && findHeldForeign(finding, book);
  if (!foreign) return `no finding named is about held goods ${adopt.identity}`;
  return adoptedPackageRefusal(adopt, { foreign, book });
}

function adoptedPackageRefusal(
  adopt: PackageAdoption,
  { foreign, book }: { foreign: ForeignRecord; book: Book },
): string | null {
  if (!book.get('lot', adopt.lot)) return `lot ${adopt.lot} is unknown`;
  const taken = namesRefusal({ ...adopt, epcHex: foreign.epcHex }, { book });
  if (taken !== null) return taken;
  const [known] = whoBears(book, adopt.identity);
  if (known) return `${adopt.identity} is package ${known.id} of lot ${known.lot}`;
  const weighing = foreign.weighing === null ? undefined : book.get('weighing', foreign.weighing);
  if (!weighing || weighing.state === 'reversed') return `${adopt.identity} has not been weighed`;
  return adopt.tareMg < weighing.grossMg ? null : `${adopt.identity} weighs no more than its tare`;
}

function findHeldForeign(finding: FindingRecord, book: Book): ForeignRecord | undefined {
  const foreign = foreignOfFinding(finding, book);
  return foreign?.state === 'held' ? foreign : undefined;
}
