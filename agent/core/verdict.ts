// The verdict on a lot: count, identity, each package and the total must all agree (compensating errors pass a check of the
// total alone). Headquarters computes the same with code of its own from the entries; CONTRACT.md states the rule for both.
import type { Book, FindingRecord, JobRecord, PackageRecord } from './book.ts';
import type { Comparison, Finding, Verdict } from './entry.ts';
import type { MassMg } from '../../drivers/contract/mass.ts';
import { rootSumSquareMg } from './tolerance.ts';

export interface Judged {
  verdict: Verdict;
  /** A new finding: the lot's total is off although every package is within its own tolerance. */
  totalFinding: Finding | null;
}

export function openFindings(book: Book, lot: string): FindingRecord[] {
  return book
    .where('finding', 'lot', lot)
    .filter((finding) => finding.state === 'open')
    .sort((a, b) => a.seq - b.seq);
}

export function judgeLot(book: Book, { job, findingId }: { job: JobRecord; findingId: string }): Judged {
  const announced = book.where('package', 'lot', job.lot);
  const found = announced.filter(isWeighed);
  const comparisons = found.map((record) => record.comparison);
  const total = sumOf(comparisons);
  const findings = openFindings(book, job.lot).map((finding) => finding.id);
  const totalOff = Math.abs(total.differenceMg) > total.toleranceMg;
  const totalFinding = totalOff ? lotTotalFinding({ job, findingId, total }) : null;
  if (totalFinding) findings.push(totalFinding.finding);
  const verdict: Verdict = {
    lot: job.lot,
    job: job.id,
    order: job.order,
    verdict: findings.length === 0 && found.length === announced.length ? 'verified' : 'discrepant',
    findings,
    announced: announced.length,
    found: found.length,
    grossMg: total.measuredMg,
    netMg: sum(found.map((record) => record.netMg)),
    declaredGrossMg: total.declaredMg,
    linearBoundMg: total.toleranceMg,
    rssBoundMg: rootSumSquareMg(comparisons.map((comparison) => comparison.scaleBoundMg)),
  };
  return { verdict, totalFinding };
}

type Weighed = PackageRecord & { comparison: Comparison; netMg: MassMg };

function isWeighed(record: PackageRecord): record is Weighed {
  return record.comparison !== null && record.netMg !== null;
}

function sum(masses: readonly MassMg[]): MassMg {
  return masses.reduce((total, mass) => total + mass, 0);
}

function sumOf(comparisons: readonly Comparison[]): Comparison {
  const of = (member: keyof Comparison): MassMg => sum(comparisons.map((comparison) => comparison[member]));
  return {
    declaredMg: of('declaredMg'),
    measuredMg: of('measuredMg'),
    differenceMg: of('differenceMg'),
    scaleBoundMg: of('scaleBoundMg'),
    roundingMg: of('roundingMg'),
    otherLimitMg: of('otherLimitMg'),
    otherRoundingMg: of('otherRoundingMg'),
    toleranceMg: of('toleranceMg'),
  };
}

function lotTotalFinding({ job, findingId, total }: { job: JobRecord; findingId: string; total: Comparison }): Finding {
  return { finding: findingId, code: 'LOT_TOTAL', lot: job.lot, job: job.id, package: null, weighing: null, comparison: total };
}
