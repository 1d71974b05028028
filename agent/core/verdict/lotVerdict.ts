// The verdict on a lot: count, identity, each determination and the total must all agree (compensating errors pass a
// check of the total alone). Headquarters computes the same with code of its own from the entries; CONTRACT.md states
// the rule for both.
import type { FindingId, JobId, LotId, OperatorId, OrderId, PackageId } from '../model/ids.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { FindingRecord, LotRecord, PackageRecord } from '../model/records.ts';
import type { FindingBody, NewEntry, VerdictBody } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { cameMg, leftMg } from '../model/packageMass.ts';
import { STATES_AT_BASE } from '../model/states.ts';
import { withinTolerance } from '../weight/tolerance.ts';
import { countWeighedByNobody, type Determination, lotBounds, lotDeterminations } from './determinations.ts';
import { isNoticeTooCoarse } from './noticeFitness.ts';
import { driftAlarms, moveDriftSums } from '../weight/driftCharts.ts';
import { requireLot } from '../model/bookQueries.ts';

/** Which delivery is judged, by whom, and where new ids come from. */
export interface VerdictInput {
  job: { id: JobId; order: OrderId; lot: LotId };
  operator: OperatorId;
  newId: () => FindingId;
}

/** Findings on a lot that are not decided, oldest first. */
export function openLotFindings(book: Book, lot: LotId): FindingRecord[] {
  return book
    .where('finding', 'lot', lot)
    .filter((finding) => finding.state === 'open' || finding.state === 'recounted')
    .sort((a, b) => a.seq - b.seq);
}

/**
 * Judges a delivery: findings that only the whole lot shows, the verdict, and alarms of drift.
 *
 * @see CONTRACT.md, section 9.5
 */
export function judgeLot(book: Book, input: VerdictInput): { entries: NewEntry[]; verdict: VerdictBody['verdict'] } {
  const lot = requireLot(book, input.job.lot);
  const announced = book
    .where('package', 'lot', lot.id)
    .filter(({ order, state }) => order === input.job.order && state !== 'dropped');
  // What headquarters decided already is no longer asked for; the certificate's total still knows it.
  const concerned = announced.filter(({ state }) => state !== 'returned' && state !== 'written-off');
  const weighedPackages = concerned.filter(isWeighed);
  const determinations = lotDeterminations(book, weighedPackages);
  const additional = lotFindings(book, { input, lot, announced, determinations });
  const findings = [
    ...openLotFindings(book, lot.id).map((finding) => finding.id),
    ...additional.map((finding) => finding.finding),
  ];
  const verdict = verdictBody({
    input,
    lot,
    announced: concerned,
    ended: announced.filter((record) => !concerned.includes(record)),
    weighedPackages,
    determinations,
    findings,
  });
  const alarms = driftAlarms(moveDriftSums(book, { packages: announced, consignor: lot.consignor }));
  const entries: NewEntry[] = additional.map((body) => ({ kind: 'finding', body }));
  return { entries: [...entries, { kind: 'verdict', body: verdict }, ...alarms], verdict: verdict.verdict };
}

interface VerdictEvidence {
  input: VerdictInput;
  lot: LotRecord;
  announced: readonly PackageRecord[];
  ended: readonly PackageRecord[];
  weighedPackages: readonly WeighedPackage[];
  determinations: readonly Determination[];
  findings: FindingId[];
}

function verdictBody(evidence: VerdictEvidence): VerdictBody {
  const { input, lot, announced, weighedPackages, determinations, findings } = evidence;
  const { job } = input;
  const verdict = findings.length === 0 && weighedPackages.length === announced.length ? 'verified' : 'discrepant';
  const { drifts, ...bounds } = lotBounds(determinations.map((one) => ({ ...one, packages: one.packages.length })));
  const netLimitMg = netUncertaintyMg(weighedPackages, determinations);
  return {
    lot: job.lot,
    job: job.id,
    order: job.order,
    verdict,
    findings,
    announced: announced.length,
    found: weighedPackages.length,
    ...unfoundParts(announced),
    ended: idsOf(evidence.ended),
    grossMg: sum(weighedPackages.map(({ grossMg, removedMg }) => asMassMg(grossMg - removedMg))),
    netMg: sum(weighedPackages.map(leftMg)),
    netLimitMg,
    declaredGrossMg: sum(weighedPackages.map(expectedGrossMg)),
    ...bounds,
    driftWarning: verdict === 'verified' && drifts,
    verifiedMass: verdict === 'discrepant' ? 'none' : netLimitMg === null ? 'gross' : 'net',
    identitiesRead: countIdentitiesRead(weighedPackages),
    weighedByNobody: countWeighedByNobody(determinations),
    contents: lot.content === null ? 'unstated' : 'certified',
  };
}

/** What of the announced was not found, by whether somebody looked for it. */
function unfoundParts(announced: readonly PackageRecord[]): Pick<VerdictBody, 'missing' | 'toCome'> {
  return {
    missing: idsOf(announced.filter(({ state }) => state === 'missing')),
    toCome: idsOf(announced.filter(({ state }) => state === 'expected')),
  };
}

function idsOf(packages: readonly PackageRecord[]): PackageId[] {
  return packages.map(({ id }) => id).sort();
}

/**
 * How far the sum of the net masses may be off by our scales, by what was weighed out, and by the tares. Null where a
 * package has no weighing of a scale, was opened, or bears a tare without a stated tolerance: no net is verified beyond
 * its tare.
 */
function netUncertaintyMg(
  weighedPackages: readonly WeighedPackage[],
  determinations: readonly Determination[],
): MassMg | null {
  let limitMg: number = sum(determinations.map(({ ownLimitMg }) => ownLimitMg));
  for (const { basis, tareTrusted, announced, removedLimitMg } of weighedPackages) {
    const tareLimitMg = announced.tareMg === 0 ? 0 : announced.tareToleranceMg;
    if (basis === 'manual' || !tareTrusted || tareLimitMg === null) return null;
    limitMg += tareLimitMg + removedLimitMg;
  }
  return asMassMg(limitMg);
}

/** Of how many a mark or a tag was read; the others were only said to have come off a vehicle. */
export function countIdentitiesRead(packages: readonly Pick<PackageRecord, 'unread'>[]): number {
  return packages.filter(({ unread }) => !unread).length;
}

function expectedGrossMg({ earlier, announced }: PackageRecord): MassMg {
  return earlier?.grossMg ?? announced.grossMg;
}

function lotFindings(
  book: Book,
  delivery: {
    input: VerdictInput;
    lot: LotRecord;
    announced: readonly PackageRecord[];
    determinations: readonly Determination[];
  },
): FindingBody[] {
  const { input, lot, announced, determinations } = delivery;
  const createFinding = (
    code: FindingBody['code'],
    comparison: Comparison | null,
    concerned: string | null = null,
  ): FindingBody => {
    const { job, operator } = input;
    return {
      finding: input.newId(),
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
  const isAlreadyKnown = (code: FindingBody['code'], comparison: Comparison | null): boolean =>
    isFindingKnown(book, { lot: lot.id, code, comparison });
  const returns = input.job.order !== lot.order;
  const total =
    returns || lot.totalGrossMg === null ? null : compareTotal(lot.totalGrossMg, { announced, determinations });
  if (total && !withinTolerance(total) && !isAlreadyKnown('LOT_TOTAL', total))
    findings.push(createFinding('LOT_TOTAL', total));
  if (determinations.some(({ verifies }) => verifies !== 'packages') && !isAlreadyKnown('WEIGHT_UNPROVEN', null))
    findings.push(createFinding('WEIGHT_UNPROVEN', null));
  if (!returns && isNoticeTooCoarse(book, { lot, determinations }) && !isAlreadyKnown('NOTICE_TOO_COARSE', null))
    findings.push(createFinding('NOTICE_TOO_COARSE', null));
  const contract = returns ? null : compareContract(lot, announced);
  if (contract && !withinTolerance(contract) && !isAlreadyKnown('CONTRACT_QUANTITY', contract))
    findings.push(createFinding('CONTRACT_QUANTITY', contract));
  const faultyPackages = new Set(
    openLotFindings(book, lot.id).flatMap((finding) => (finding.code === 'SCALE_FAULT' ? [finding.package] : [])),
  );
  for (const { id } of announced.filter(isPackageDoubtful))
    if (!faultyPackages.has(id)) findings.push(createFinding('SCALE_FAULT', null, id));
  return findings;
}

/**
 * A lot may be judged more than once: what is open, or was decided on exactly this arithmetic, is not found a second
 * time.
 */
function isFindingKnown(
  book: Book,
  candidate: { lot: LotId; code: FindingBody['code']; comparison: Comparison | null },
): boolean {
  return book.where('finding', 'lot', candidate.lot).some((finding) => {
    if (finding.code !== candidate.code || finding.package !== null || finding.state === 'void') return false;
    return (
      finding.state !== 'closed' ||
      (finding.comparison?.declaredMg === candidate.comparison?.declaredMg &&
        finding.comparison?.measuredMg === candidate.comparison?.measuredMg)
    );
  });
}

/** Whether the mass of a package at the base is doubtful; such a package is never verified. */
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
  const sumOf = (member: keyof Comparison): MassMg => sum(sound.map(({ comparison }) => comparison[member]));
  const measuredMg = sum(sound.map(({ grossMg }) => grossMg)) + sum(others.map((record) => record.announced.grossMg));
  return {
    declaredMg: totalGrossMg,
    measuredMg: asMassMg(measuredMg),
    differenceMg: asMassMg(measuredMg - totalGrossMg),
    scaleBoundMg: sumOf('scaleBoundMg'),
    roundingMg: sumOf('roundingMg'),
    otherLimitMg: sumOf('otherLimitMg'),
    otherRoundingMg: sumOf('otherRoundingMg'),
    toleranceMg: sumOf('toleranceMg'),
  };
}

/**
 * What the contract bought against what came: beside the reconciliation, never instead of it. Rounded down to a
 * milligram.
 */
function compareContract({ contract }: LotRecord, announced: readonly PackageRecord[]): Comparison | null {
  if (contract === null) return null;
  const measuredMg = sum(announced.map(cameMg));
  const toleranceMg = Number((BigInt(contract.netMg) * BigInt(contract.tolerancePpm)) / 1_000_000n);
  return {
    declaredMg: contract.netMg,
    measuredMg,
    differenceMg: asMassMg(measuredMg - contract.netMg),
    scaleBoundMg: asMassMg(0),
    roundingMg: asMassMg(0),
    otherLimitMg: asMassMg(toleranceMg),
    otherRoundingMg: asMassMg(0),
    toleranceMg: asMassMg(toleranceMg),
  };
}

type WeighedPackage = PackageRecord & { grossMg: MassMg; netMg: MassMg };

function isWeighed(record: PackageRecord): record is WeighedPackage {
  return record.grossMg !== null && record.netMg !== null && record.basis !== null;
}

function sum(masses: readonly MassMg[]): MassMg {
  return asMassMg(masses.reduce((total, mass) => total + mass, 0));
}
