// Findings that follow from a comparison: weight low or high, a scale that is not verified, a scale that cannot see what
// it is asked to decide.
import type { FindingId, JobId, LotId, PackageId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { WeighingRecord, PackageRecord, JobRecord } from '../model/records.ts';
import type { FindingCode } from '../model/findings.ts';
import type { NewEntry, FindingBody } from '../model/entry.ts';
import { compareExpected } from './comparisons.ts';
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
  return comparedFindings(record, {
    comparison,
    fit: isFitForPackage(book, { record, package: context.package, expectedGrossMg: comparison.declaredMg }),
    lot: context.package.lot,
    job: context.job?.id ?? null,
    package: context.package.id,
  });
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
    const code: FindingCode = subject.comparison.differenceMg < 0 ? 'WEIGHT_LOW' : 'WEIGHT_HIGH';
    findings.push({ finding: newId(), code, ...findingBase, comparison: subject.comparison });
  }
  if (!record.verified) findings.push({ finding: newId(), code: 'SCALE_UNVERIFIED', ...findingBase, comparison: null });
  if (!subject.fit) findings.push({ finding: newId(), code: 'SCALE_TOO_COARSE', ...findingBase, comparison: null });
  return findings.map((body) => ({ kind: 'finding', body }));
}
