// Findings that follow from a comparison: weight low or high, and a scale that is not verified.
import type { FindingId, JobId, LotId, PackageId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { WeighingRecord, PackageRecord, JobRecord } from '../model/records.ts';
import type { FindingCode } from '../model/findings.ts';
import type { NewEntry, FindingBody } from '../model/entry.ts';
import { compareExpected } from './comparisons.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { derivedIds } from '../model/decide.ts';
import { withinTolerance } from './tolerance.ts';

/** Findings that a weighing of one package leads to: weight low or high, and an unverified scale. */
export function weightFindings(
  book: Book,
  context: { record: WeighingRecord; package: PackageRecord; job: JobRecord | undefined },
): NewEntry[] {
  const { record } = context;
  const comparison = compareExpected(book, { record, package: context.package });
  return comparedFindings(record, {
    comparison,
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
  return findings.map((body) => ({ kind: 'finding', body }));
}
