// The verdict on a lot: count, identity, each package and the total must all agree (compensating errors pass a check of the
// total alone). Headquarters computes the same with code of its own from the entries; CONTRACT.md states the rule for both.
import type { Book, FindingRecord, JobRecord, PackageRecord } from '../book.ts';
import type { Comparison, Finding, Verdict } from '../entry.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';
import { rootSumSquareMg, withinTolerance } from '../weight/tolerance.ts';
import { lotOf } from './weighing.ts';

export interface Judged {
  verdict: Verdict;
  /** A new finding: the certificate's total does not fit what was found, beyond what single packages already explain. */
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
  const findings = openFindings(book, job.lot).map((finding) => finding.id);
  const total = compareTotal(lotOf(book, job.lot).totalGrossMg, announced);
  const totalFinding = total && !withinTolerance(total) ? lotTotalFinding({ job, findingId, total }) : null;
  if (totalFinding) findings.push(totalFinding.finding);
  const verdict: Verdict = {
    lot: job.lot,
    job: job.id,
    order: job.order,
    verdict: findings.length === 0 && found.length === announced.length ? 'verified' : 'discrepant',
    findings,
    announced: announced.length,
    found: found.length,
    grossMg: sum(comparisons.map((comparison) => comparison.measuredMg)),
    netMg: sum(found.map((record) => record.netMg)),
    declaredGrossMg: sum(comparisons.map((comparison) => comparison.declaredMg)),
    linearBoundMg: sum(comparisons.map((comparison) => comparison.toleranceMg)),
    rssBoundMg: rootSumSquareMg(comparisons.map((comparison) => comparison.scaleBoundMg)),
  };
  return { verdict, totalFinding };
}

/**
 * The certificate's total against what was found. A package that is missing or off by itself is a finding already, so it
 * counts here at its declared weight; all others count as measured, with their tolerances added.
 */
function compareTotal(totalGrossMg: MassMg | null, announced: readonly PackageRecord[]): Comparison | null {
  if (totalGrossMg === null) return null;
  const sound = announced.filter(isWeighed).filter((record) => withinTolerance(record.comparison));
  const comparisons = sound.map((record) => record.comparison);
  const others = announced.filter((record) => !sound.some((one) => one.id === record.id));
  const of = (member: keyof Comparison): MassMg => sum(comparisons.map((comparison) => comparison[member]));
  const measuredMg = of('measuredMg') + sum(others.map((record) => record.announced.grossMg));
  return {
    declaredMg: totalGrossMg,
    measuredMg,
    differenceMg: measuredMg - totalGrossMg,
    scaleBoundMg: of('scaleBoundMg'),
    roundingMg: of('roundingMg'),
    otherLimitMg: of('otherLimitMg'),
    otherRoundingMg: of('otherRoundingMg'),
    toleranceMg: of('toleranceMg'),
  };
}

type Weighed = PackageRecord & { comparison: Comparison; netMg: MassMg };

function isWeighed(record: PackageRecord): record is Weighed {
  return record.comparison !== null && record.netMg !== null;
}

function sum(masses: readonly MassMg[]): MassMg {
  return masses.reduce((total, mass) => total + mass, 0);
}

function lotTotalFinding({ job, findingId, total }: { job: JobRecord; findingId: string; total: Comparison }): Finding {
  return { finding: findingId, code: 'LOT_TOTAL', lot: job.lot, job: job.id, package: null, weighing: null, comparison: total };
}
