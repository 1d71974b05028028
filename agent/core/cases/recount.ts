// A recount: another person weighs again what a finding is about. One that agrees waits for approval; a second
// disagreement quarantines the package.
import type { FindingId, OperatorId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { FindingRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { type Refusal, refuse } from '../model/decide.ts';
import type { FindingCode } from '../model/findings.ts';
import type { NewEntry } from '../model/entry.ts';
import { touchedBy } from '../model/caseTouches.ts';
import { canStepPackage, STATES_AT_BASE } from '../model/states.ts';
import { compareRecount } from '../weight/comparisons.ts';
import { withinTolerance } from '../weight/tolerance.ts';
import { settlesRecount, stationsThatDecide, type StationScale } from '../weight/weighingFitness.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import { comparedFindings, jointFindings } from '../weight/weightFindings.ts';

/** Codes of a weight beyond tolerance. */
const OFF_CODES: ReadonlySet<FindingCode> = new Set(['WEIGHT_LOW', 'WEIGHT_HIGH']);
/** Codes of a weight that was not measured on a verified scale that can see it. */
const UNPROVEN_CODES: ReadonlySet<FindingCode> = new Set(['MANUAL_ENTRY', 'SCALE_UNVERIFIED', 'SCALE_TOO_COARSE']);

/** Open findings on a package that weighing it again can settle; none once a recount has confirmed one. */
export function recountableFindings(book: Book, id: string): FindingRecord[] {
  const open = book.where('finding', 'package', id).filter(({ state }) => state === 'open');
  return open.some(({ confirmed }) => confirmed) ? [] : open.filter((finding) => isSettledByWeighing(finding, book));
}

/** Two weighings disagree with the papers: headquarters decides. */
function isRecountOver({ package: id }: FindingRecord, book: Book): boolean {
  return (
    id !== null && book.where('finding', 'package', id).some(({ state, confirmed }) => state === 'open' && confirmed)
  );
}

function isSettledByWeighing({ code, weighing, package: id }: FindingRecord, book: Book): boolean {
  // What was weighed out of a package is not weighed again by weighing the package.
  const removed = weighing !== null && book.get('weighing', weighing)?.purpose === 'removal';
  return id !== null && !removed && (OFF_CODES.has(code) || UNPROVEN_CODES.has(code));
}

/**
 * Why this finding cannot be recounted by this person now; null if it can. A load that has only risen (`risen`) may be
 * recounted by the same person.
 */
export function recountRefusal(
  id: string,
  recount: { book: Book; operator: OperatorId | null; risen: boolean },
): Refusal | null {
  const finding = recount.book.get('finding', id);
  if (!finding) return refuse('finding-unknown', { finding: id });
  if (finding.state !== 'open') return refuse('finding-not-open', { finding: id, state: finding.state });
  if (!isSettledByWeighing(finding, recount.book)) return refuse('finding-not-weighable', { finding: id });
  if (isRecountOver(finding, recount.book)) return refuse('recount-over', { finding: id });
  if (!recount.risen && recount.operator !== null && touchedBy(finding, recount.book).includes(recount.operator))
    return refuse('case-touched', { operator: recount.operator });
  return null;
}

/**
 * The stations whose scale would settle a finding; null if weighing does not settle it at all, or its package is not
 * here.
 */
export function recountStations(
  finding: FindingRecord,
  { book, scales }: { book: Book; scales: readonly StationScale[] },
): StationId[] | null {
  const record = finding.package === null ? undefined : book.get('package', finding.package);
  if (!record || finding.state !== 'open' || !STATES_AT_BASE.includes(record.state)) return null;
  if (!isSettledByWeighing(finding, book) || isRecountOver(finding, book)) return null;
  return stationsThatDecide(book, { question: { kind: 'recount', package: record, finding }, scales });
}

interface RecountWeighing {
  finding: FindingId;
  record: PackageRecord;
  measured: WeighingRecord;
  operator: OperatorId;
}

/**
 * Entries of a recount: one weighing answers every open weight finding on the package that this person has not touched.
 * A second disagreement quarantines the package.
 */
export function recountEntries(
  book: Book,
  { finding: named, record, measured, operator }: RecountWeighing,
): NewEntry[] {
  const open = recountableFindings(book, record.id);
  const answered = open.filter((finding) => finding.id === named || !touchedBy(finding, book).includes(operator));
  const compared = answered.map((finding) => ({
    finding,
    comparison: compareRecount(book, { record: measured, package: record, finding }),
  }));
  const entries: NewEntry[] = [];
  for (const { finding, comparison } of compared) {
    // Within tolerance on a scale that cannot settle it proves nothing, and is no disagreement either.
    const settles = settlesRecount(book, { record: measured, package: record, finding });
    const agrees = withinTolerance(comparison) && settles;
    entries.push({
      kind: 'finding-recounted',
      body: { finding: finding.id, weighing: measured.id, agrees, comparison, operator },
    });
  }
  const disagreeing = compared.filter(({ comparison }) => !withinTolerance(comparison));
  const [first] = disagreeing;
  const codes = new Set(open.map(({ code }) => code));
  const isKnown = [...OFF_CODES].some((code) => codes.has(code));
  if (first && !isKnown) entries.push(...firstDisagreementEntries(measured, { comparison: first.comparison, record }));
  if (disagreeing.some(({ finding }) => OFF_CODES.has(finding.code)) && canStepPackage(record.state, 'quarantine')) {
    entries.push({
      kind: 'package-quarantined',
      body: { package: record.id, reason: 'second-disagreement', operator },
    });
  }
  entries.push(...jointFindings(book, { record: measured, package: record, job: null }));
  return entries;
}

/** A weight that was not measured well turns out to be beyond tolerance: a first disagreement. */
function firstDisagreementEntries(
  measured: WeighingRecord,
  { comparison, record }: { comparison: Parameters<typeof withinTolerance>[0]; record: PackageRecord },
): NewEntry[] {
  return comparedFindings(
    { ...measured, verified: true },
    { comparison, fit: true, lot: record.lot, job: null, package: record.id },
  );
}
