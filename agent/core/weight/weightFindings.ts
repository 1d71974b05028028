// Findings that follow from a comparison: weight low or high, and a scale that is not verified.
import type { Book } from '../model/book.ts';
import type { WeighingRecord, PackageRecord, JobRecord } from '../model/records.ts';
import type { FindingCode } from '../model/findings.ts';
import type { NewEntry, FindingBody } from '../model/entry.ts';
import { compareExpected } from './comparisons.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { derivedIds } from '../model/decide.ts';
import { withinTolerance } from './tolerance.ts';

/** What a weighing of one package says against what was expected: at most a weight finding and an unverified scale. */
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

/** `newId` where one weighing speaks of several lots. */
export function comparedFindings(
  record: WeighingRecord,
  of: { comparison: Comparison; lot: string | null; job: string | null; package: string | null; newId?: () => string },
): NewEntry[] {
  const newId = of.newId ?? derivedIds(record.id);
  const base = {
    lot: of.lot,
    job: of.job,
    package: of.package,
    weighing: record.id,
    operator: record.operator,
    note: null,
  };
  const findings: FindingBody[] = [];
  if (!withinTolerance(of.comparison)) {
    const code: FindingCode = of.comparison.differenceMg < 0 ? 'WEIGHT_LOW' : 'WEIGHT_HIGH';
    findings.push({ finding: newId(), code, ...base, comparison: of.comparison });
  }
  if (!record.verified) findings.push({ finding: newId(), code: 'SCALE_UNVERIFIED', ...base, comparison: null });
  return findings.map((body) => ({ kind: 'finding', body }));
}
