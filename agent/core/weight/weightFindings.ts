// Findings that follow from a comparison: weight low or high, a scale that is not verified, a scale that cannot see what
// it is asked to decide.
import { asFindingId, type FindingId, type JobId, type LotId, type PackageId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { WeighingRecord, PackageRecord, JobRecord } from '../model/records.ts';
import type { FindingCode } from '../model/findings.ts';
import type { NewEntry, FindingBody } from '../model/entry.ts';
import { compareExpected } from './comparisons.ts';
import { countMember } from './jointWeighings.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { derivedIds } from '../model/decide.ts';
import { withinTolerance } from './tolerance.ts';
import { isFitForPackage } from './weighingFitness.ts';

/** Findings that a weighing of one package leads to: weight low or high, an unverified scale, and one too coarse. */
export function weightFindings(
  book: Book,
  context: { record: WeighingRecord; package: PackageRecord; job: JobRecord | undefined },
): NewEntry[] {
  const { record } = context;
  const comparison = compareExpected(book, { record, package: context.package });
  const job = context.job?.id ?? null;
  const fit = isFitForPackage(book, { record, package: context.package, expectedGrossMg: comparison.declaredMg });
  return [
    ...comparedFindings(record, { comparison, fit, lot: context.package.lot, job, package: context.package.id }),
    ...jointFindings(book, { record, package: context.package, job }),
  ];
}

/** The finding that members of a joint weighing differ from it, with this weighing of one of them; or none. */
export function jointFindings(
  book: Book,
  subject: { record: WeighingRecord; package: PackageRecord; job: JobId | null },
): NewEntry[] {
  const { record, job } = subject;
  const comparison = countMember(book, subject)?.beyond ?? null;
  if (comparison === null) return [];
  const body = {
    finding: asFindingId(`${record.id}.joint`),
    code: weightCode({ isLight: comparison.differenceMg < 0, joint: true }),
    ...{ lot: subject.package.lot, job, package: subject.package.id, weighing: record.id },
    comparison,
    operator: record.operator,
    note: null,
  };
  return [{ kind: 'finding', body }];
}

/** Whether it is the code of one weight beyond tolerance. */
export function isWeightCode(code: FindingCode): boolean {
  return code === 'WEIGHT_LOW' || code === 'WEIGHT_HIGH';
}

/** The code of a weight beyond tolerance: of a package, or of what was weighed together. */
export function weightCode({ isLight, joint }: { isLight: boolean; joint: boolean }): FindingCode {
  if (joint) return isLight ? 'JOINT_LOW' : 'JOINT_HIGH';
  return isLight ? 'WEIGHT_LOW' : 'WEIGHT_HIGH';
}

/**
 * Findings that a comparison leads to. Ids are derived from the weighing unless `newId` is given, as it is where one
 * weighing concerns several lots.
 */
export function comparedFindings(
  record: WeighingRecord,
  subject: {
    comparison: Comparison;
    /** Whether the scale can see what it decides; see weighingFitness.ts. */
    fit: boolean;
    lot: LotId | null;
    job: JobId | null;
    package: PackageId | null;
    newId?: () => FindingId;
  },
): NewEntry[] {
  const newId = subject.newId ?? derivedIds(record.id);
  const findingBase = {
    lot: subject.lot,
    job: subject.job,
    package: subject.package,
    weighing: record.id,
    operator: record.operator,
    note: null,
  };
  const findings: FindingBody[] = [];
  if (!withinTolerance(subject.comparison)) {
    const code = weightCode({ isLight: subject.comparison.differenceMg < 0, joint: false });
    findings.push({ finding: newId(), code, ...findingBase, comparison: subject.comparison });
  }
  if (!record.verified) findings.push({ finding: newId(), code: 'SCALE_UNVERIFIED', ...findingBase, comparison: null });
  if (!subject.fit) findings.push({ finding: newId(), code: 'SCALE_TOO_COARSE', ...findingBase, comparison: null });
  return findings.map((body) => ({ kind: 'finding', body }));
}
