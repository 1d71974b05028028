// The verdict on a lot: count, identity, each determination and the total must all agree (compensating errors pass a
// check of the total alone). Headquarters computes the same with code of its own from the entries; CONTRACT.md states
// the rule for both.
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { FindingRecord, LotRecord, PackageRecord } from '../model/records.ts';
import type { FindingBody, NewEntry, VerdictBody } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { STATES_AT_BASE } from '../model/states.ts';
import { rootSumSquareMg, withinTolerance } from '../weight/tolerance.ts';
import { type Determination, lotDeterminations } from './determinations.ts';
import { driftAlarms, moveDriftSums } from '../weight/driftCharts.ts';
import { requireLot } from '../model/bookQueries.ts';

/** Which delivery is judged, by whom. */
export interface VerdictInput {
  job: { id: string; order: string; lot: string };
  operator: string;
  newId: () => string;
}

export function openLotFindings(book: Book, lot: string): FindingRecord[] {
  return book
    .where('finding', 'lot', lot)
    .filter((finding) => finding.state === 'open' || finding.state === 'recounted')
    .sort((a, b) => a.seq - b.seq);
}

/** The findings that only the whole lot shows, the verdict, and alarms of drift. */
export function judgeLot(book: Book, judging: VerdictInput): { entries: NewEntry[]; verdict: VerdictBody['verdict'] } {
  const lot = requireLot(book, judging.job.lot);
  const announced = book
    .where('package', 'lot', lot.id)
    .filter(({ order, state }) => order === judging.job.order && state !== 'dropped');
  // What headquarters decided already is no longer asked for; the certificate's total still knows it.
  const concerned = announced.filter(({ state }) => state !== 'returned' && state !== 'written-off');
  const found = concerned.filter(isWeighed);
  const determinations = lotDeterminations(book, found);
  const additional = lotFindings(book, { judging, lot, announced, determinations });
  const findings = [
    ...openLotFindings(book, lot.id).map((finding) => finding.id),
    ...additional.map((finding) => finding.finding),
  ];
  const verdict = verdictOf({ judging, announced: concerned, found, determinations, findings });
  const alarms = driftAlarms(moveDriftSums(book, { packages: announced, consignor: lot.consignor }));
  const entries: NewEntry[] = additional.map((body) => ({ kind: 'finding', body }));
  return { entries: [...entries, { kind: 'verdict', body: verdict }, ...alarms], verdict: verdict.verdict };
}

interface Evidence {
  judging: VerdictInput;
  announced: readonly PackageRecord[];
  found: readonly Weighed[];
  determinations: readonly Determination[];
  findings: string[];
}

function verdictOf({ judging, announced, found, determinations, findings }: Evidence): VerdictBody {
  const { job } = judging;
  const verdict = findings.length === 0 && found.length === announced.length ? 'verified' : 'discrepant';
  const commonBiasMg = Math.abs(sum(determinations.map(({ biasMg }) => biasMg)));
  const rssBoundMg = rootSumSquareMg(determinations.map(({ comparison }) => comparison.scaleBoundMg)) + commonBiasMg;
  const differenceMg = sum(determinations.map(({ comparison }) => comparison.differenceMg));
  return {
    lot: job.lot,
    job: job.id,
    order: job.order,
    verdict,
    findings,
    announced: announced.length,
    found: found.length,
    grossMg: sum(found.map(({ grossMg }) => grossMg)),
    netMg: sum(found.map(({ netMg }) => netMg)),
    declaredGrossMg: sum(found.map(expectedGrossMg)),
    linearBoundMg: sum(determinations.map(({ comparison }) => comparison.toleranceMg)),
    rssBoundMg,
    commonBiasMg,
    driftWarning: verdict === 'verified' && Math.abs(differenceMg) > rssBoundMg,
  };
}

function expectedGrossMg({ earlier, announced }: PackageRecord): MassMg {
  return earlier?.grossMg ?? announced.grossMg;
}

function lotFindings(
  book: Book,
  of: {
    judging: VerdictInput;
    lot: LotRecord;
    announced: readonly PackageRecord[];
    determinations: readonly Determination[];
  },
): FindingBody[] {
  const { judging, lot, announced, determinations } = of;
  const finding = (
    code: FindingBody['code'],
    comparison: Comparison | null,
    concerned: string | null = null,
  ): FindingBody => {
    const { job, operator } = judging;
    return {
      finding: judging.newId(),
      code,
      lot: lot.id,
      job: job.id,
      package: concerned,
      weighing: null,
      comparison,
      operator,
      note: null,
    };
  };
  const findings: FindingBody[] = [];
  const known = (code: FindingBody['code'], comparison: Comparison | null): boolean =>
    isKnown(book, { lot: lot.id, code, comparison });
  const returns = judging.job.order !== lot.order;
  const total =
    returns || lot.totalGrossMg === null ? null : compareTotal(lot.totalGrossMg, { announced, determinations });
  if (total && !withinTolerance(total) && !known('LOT_TOTAL', total)) findings.push(finding('LOT_TOTAL', total));
  if (determinations.some(({ verifies }) => verifies !== 'packages') && !known('WEIGHT_UNPROVEN', null))
    findings.push(finding('WEIGHT_UNPROVEN', null));
  const contract = returns ? null : compareContract(lot, announced);
  if (contract && !withinTolerance(contract) && !known('CONTRACT_QUANTITY', contract))
    findings.push(finding('CONTRACT_QUANTITY', contract));
  const faults = new Set(
    openLotFindings(book, lot.id).flatMap((one) => (one.code === 'SCALE_FAULT' ? [one.package] : [])),
  );
  for (const { id } of announced.filter(isPackageDoubtful))
    if (!faults.has(id)) findings.push(finding('SCALE_FAULT', null, id));
  return findings;
}

/**
 * A lot may be judged more than once: what is open, or was decided on exactly this arithmetic, is not found a second
 * time.
 */
function isKnown(book: Book, of: { lot: string; code: FindingBody['code']; comparison: Comparison | null }): boolean {
  return book.where('finding', 'lot', of.lot).some((one) => {
    if (one.code !== of.code || one.package !== null || one.state === 'void') return false;
    return (
      one.state !== 'closed' ||
      (one.comparison?.declaredMg === of.comparison?.declaredMg &&
        one.comparison?.measuredMg === of.comparison?.measuredMg)
    );
  });
}

/** No package of which it is doubtful what it weighs is verified. */
export function isPackageDoubtful({ doubtful, state }: Pick<PackageRecord, 'doubtful' | 'state'>): boolean {
  return doubtful && STATES_AT_BASE.includes(state);
}

/**
 * The certificate's total against what was found. What is missing or off by itself is a finding already, so it counts
 * here as declared; all other determinations count as measured, with their tolerances added.
 */
function compareTotal(
  totalGrossMg: MassMg,
  { announced, determinations }: { announced: readonly PackageRecord[]; determinations: readonly Determination[] },
): Comparison {
  const sound = determinations.filter(({ comparison, verifies }) => withinTolerance(comparison) && verifies !== 'sum');
  const counted = new Set(sound.flatMap(({ packages }) => packages.map(({ id }) => id)));
  const others = announced.filter(({ id }) => !counted.has(id));
  const of = (member: keyof Comparison): MassMg => sum(sound.map(({ comparison }) => comparison[member]));
  const measuredMg = sum(sound.map(({ grossMg }) => grossMg)) + sum(others.map((record) => record.announced.grossMg));
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

/**
 * What the contract bought against what came: beside the reconciliation, never instead of it. Rounded down to a
 * milligram.
 */
function compareContract({ contract }: LotRecord, announced: readonly PackageRecord[]): Comparison | null {
  if (contract === null) return null;
  const measuredMg = sum(announced.map(({ netMg }) => netMg ?? 0));
  const toleranceMg = Number((BigInt(contract.netMg) * BigInt(contract.tolerancePpm)) / 1_000_000n);
  return {
    declaredMg: contract.netMg,
    measuredMg,
    differenceMg: measuredMg - contract.netMg,
    scaleBoundMg: 0,
    roundingMg: 0,
    otherLimitMg: toleranceMg,
    otherRoundingMg: 0,
    toleranceMg,
  };
}

type Weighed = PackageRecord & { grossMg: MassMg; netMg: MassMg };

function isWeighed(record: PackageRecord): record is Weighed {
  return record.grossMg !== null && record.netMg !== null && record.basis !== null;
}

function sum(masses: readonly MassMg[]): MassMg {
  return masses.reduce((total, mass) => total + mass, 0);
}
