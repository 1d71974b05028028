// Builds the documents that people see (stateView.ts) from the book. Shows no declared weight and no deviation: whoever
// weighs must not know what is expected.
import type { InstrumentId, StationId } from '../../../drivers/contract/siteIds.ts';
import { asMassMg, formatKilograms, formatMass, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import { asOrderId, type PackageId } from '../model/ids.ts';
import type { FindingRecord, JobRecord, LotRecord, OrderRecord, PackageRecord } from '../model/records.ts';
import { lastProof } from '../model/proofs.ts';
import { doubtfulWeighings, liftDoubtRequest } from '../model/scaleService.ts';
import { guideStation, type StationSituation } from './guidance.ts';
import { tagsPresent } from '../weight/tagField.ts';
import { type Determination, lotDeterminations } from '../verdict/determinations.ts';
import { countIdentitiesRead, openLotFindings } from '../verdict/lotVerdict.ts';
import { areLotSumsHidden } from './blindness.ts';
import type { VerdictBody } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import type { VisitRecord } from '../model/workRecords.ts';
import type {
  ArithmeticView,
  FindingView,
  LotView,
  OrderView,
  PackageView,
  StationView,
  VisitView,
} from './stateView.ts';
import { viewTypedRemovals } from './typedRemovalView.ts';
import { openJobAt } from '../model/bookQueries.ts';
import { leftMg } from '../model/packageMass.ts';
import { STATES_AT_BASE } from '../model/states.ts';

/** One lot. Sums are left out while somebody weighs or counts blind. */
export function viewLot(book: Book, lot: LotRecord): LotView {
  const packages = book.where('package', 'lot', lot.id);
  return {
    lot: lot.id,
    order: lot.order,
    commodity: lot.commodity,
    form: lot.form,
    ownership: lot.ownership,
    state: lot.state,
    announced: lot.announced,
    packages: packages.map(viewPackage),
    findings: openLotFindings(book, lot.id).map(viewFinding),
    verdict: lot.verdict && showVerdict(book, { lot, verdict: lot.verdict, packages }),
    here: lot.verdict && showHere(book, { lot, packages }),
  };
}

/** A verdict says what was left when it was judged; what left or was taken out since is missing here. */
function showHere(
  book: Book,
  { lot, packages }: { lot: LotRecord; packages: readonly PackageRecord[] },
): LotView['here'] {
  const packagesHere = packages.filter(({ state }) => STATES_AT_BASE.includes(state));
  const netMg = asMassMg(packagesHere.reduce((sum, record) => sum + leftMg(record), 0));
  const blind = areLotSumsHidden(book, lot.id);
  return {
    packages: packagesHere.length,
    netKg: blind ? null : formatKilograms(netMg),
    derived: blind ? null : lot.content && derivedMasses(netMg, lot.content),
  };
}

/**
 * Sums are hidden while somebody weighs or counts blind; the arithmetic, shown so that a person can follow it, until no
 * recount can be ordered any more that it would not be blind for.
 */
function showVerdict(
  book: Book,
  judged: { lot: LotRecord; verdict: VerdictBody; packages: readonly PackageRecord[] },
): LotView['verdict'] {
  const { lot, verdict, packages } = judged;
  const weighedPackages = packages.filter(({ order, basis }) => order === verdict.order && basis !== null);
  const blind = areLotSumsHidden(book, lot.id);
  return {
    verdict: verdict.verdict,
    found: verdict.found,
    missing: listMarks(book, verdict.missing),
    toCome: listMarks(book, verdict.toCome),
    ended: listMarks(book, verdict.ended),
    grossKg: blind ? null : formatKilograms(verdict.grossMg),
    netKg: blind ? null : formatKilograms(verdict.netMg),
    netLimitKg: verdict.netLimitMg === null ? null : formatKilograms(verdict.netLimitMg),
    verifiedMass: verdict.verifiedMass,
    identitiesRead: countIdentitiesRead(weighedPackages),
    weighedByNobody: verdict.weighedByNobody,
    contents: verdict.contents,
    toleranceKg: formatKilograms(verdict.linearBoundMg),
    driftBoundKg: formatKilograms(verdict.driftBoundMg),
    driftWarning: verdict.driftWarning,
    findings: verdict.findings.flatMap((id) => book.get('finding', id) ?? []).map(viewFinding),
    arithmetic:
      blind || openLotFindings(book, lot.id).length > 0
        ? []
        : lotDeterminations(book, weighedPackages).map(showArithmetic),
  };
}

function listMarks(book: Book, ids: readonly PackageId[]): string[] {
  return ids.map((id) => book.get('package', id)?.mark ?? id);
}

function showArithmetic({ packages, comparison }: Determination): ArithmeticView {
  return viewComparison(comparison, { packages: packages.map(({ id }) => id), basis: packages[0]?.basis ?? 'single' });
}

/** One comparison term by term, in kg. */
export function viewComparison(
  comparison: Comparison,
  subject: Pick<ArithmeticView, 'packages' | 'basis'>,
): ArithmeticView {
  return {
    ...subject,
    declaredKg: formatKilograms(comparison.declaredMg),
    measuredKg: formatKilograms(comparison.measuredMg),
    differenceKg: formatKilograms(comparison.differenceMg),
    scaleBoundKg: formatKilograms(comparison.scaleBoundMg),
    roundingKg: formatKilograms(comparison.roundingMg),
    otherLimitKg: formatKilograms(comparison.otherLimitMg),
    otherRoundingKg: formatKilograms(comparison.otherRoundingMg),
    toleranceKg: formatKilograms(comparison.toleranceMg),
  };
}

/** dry = net × (1 − moisture), contained = dry × assay, each rounded down to a milligram. */
function derivedMasses(
  netMg: MassMg,
  { moisturePpm, assayPpm }: NonNullable<LotRecord['content']>,
): { dryKg: string; containedKg: string } {
  const dry = (BigInt(netMg) * BigInt(1_000_000 - moisturePpm)) / 1_000_000n;
  return {
    dryKg: formatKilograms(asMassMg(Number(dry))),
    containedKg: formatKilograms(asMassMg(Number((dry * BigInt(assayPpm)) / 1_000_000n))),
  };
}

/** One package without its weights. */
export function viewPackage(record: PackageRecord): PackageView {
  const { id, mark, area, epcHex, state, held, weighing, proofs } = record;
  const proof = lastProof(proofs);
  const proved = proof && { way: proof.way, wallMs: proof.wallMs };
  return { package: id, mark, area, epcHex, state, held, weighed: weighing !== null, proved };
}

/** One finding without amounts. */
export function viewFinding({ id, code, lot, package: concerned, state, recounts }: FindingRecord): FindingView {
  return { finding: id, code, lot, package: concerned, state, recounts };
}

/** One order. */
export function viewOrder(order: OrderRecord): OrderView {
  const { id, kind, subject, lot, state, issuedWallMs } = order;
  return { order: id, kind, subject, lot, state, sinceWallMs: issuedWallMs };
}

/** Counts of the base's own plan that nobody works: headquarters let them rest, and they are named by their own id. */
export function viewRestingStocktakes(book: Book): OrderView[] {
  return book
    .where('stocktake', 'state', 'open')
    .filter(({ order, job }) => order === null && (job === null || book.get('job', job)?.state !== 'open'))
    .map(({ id, suspended }) => ({
      order: asOrderId(id),
      kind: 'stocktake-order',
      subject: id,
      lot: null,
      state: suspended ? 'suspended' : 'open',
      sinceWallMs: null,
    }));
}

/**
 * A station's situation and what only its instruments know. `scaleFailure`: why the scale is not open; empty while it
 * is. `nowMs`: monotonic clock.
 */
export interface StationViewInput extends StationSituation {
  name: StationView['name'];
  weighbridge: boolean;
  scaleState: StationView['scale']['state'];
  scaleFailure: string;
  nowMs: number;
}

/** One station as its staff see it; no declared mass and no deviation. */
export function viewStation(input: StationViewInput, book: Book): StationView {
  const { last, fault } = input.load;
  return {
    station: input.station,
    name: input.name,
    weighbridge: input.weighbridge,
    scale: {
      instrument: input.scale.instrument,
      state: input.scaleState,
      trouble: input.scaleFailure,
      verified: input.scale.verified,
    },
    reading: last && {
      value: formatMass(last.massMg, last.unit, last.decimals),
      unit: last.unit,
      mode: last.mode,
      stable: last.stable,
      centreOfZero: last.centreOfZero ?? (last.stable && last.massMg === 0),
    },
    noReading: fault?.fault ?? (last ? null : input.scaleOpen ? 'silent' : 'port-absent'),
    guidance: guideStation(input, book),
    tags: tagsPresent(input.load.field, input.nowMs, input.load.roseAtMs).map(({ epcHex, background }) => ({
      epcHex,
      background,
    })),
    job: showJob(input.station, book),
    doubt: showDoubt(input.scale.instrument, book),
    intent: showIntent(input.station, book),
    ...showVisits(input.station, book),
    typedRemovals: viewTypedRemovals(input.station, book),
    load: showLoad(input, book),
    refusal: input.refusal,
  };
}

/** Only what can be lifted now. */
function showDoubt(scale: InstrumentId, book: Book): StationView['doubt'] {
  const record = book.get('scale', scale);
  if (record?.doubt == null || record.check?.passed !== true) return null;
  const weighings = doubtfulWeighings(book, scale).length;
  return weighings === 0 ? null : { weighings, askedBy: liftDoubtRequest(book, scale)?.operator ?? null };
}

function showJob(station: StationId, book: Book): StationView['job'] {
  const job = openJobAt(book, station);
  if (!job) return null;
  const { id, work, order, lot, stocktake, operator } = job;
  return { job: id, work, order, lot, stocktake, operator, ...jobProgress(job, book) };
}

function jobProgress(job: JobRecord, book: Book): { announced: number; weighed: number; missing: number } {
  const count = (records: readonly PackageRecord[], predicate: (record: PackageRecord) => boolean): number =>
    records.filter(predicate).length;
  if (job.lot !== null) {
    const packages = book
      .where('package', 'lot', job.lot)
      .filter((record) => record.order === job.order && record.state !== 'dropped');
    return {
      announced: packages.length,
      weighed: count(packages, ({ basis }) => basis !== null),
      missing: count(packages, ({ state }) => state === 'missing'),
    };
  }
  if (job.work === 'release' && job.order !== null) {
    const packages = book.where('package', 'release', job.order);
    return { announced: packages.length, weighed: count(packages, ({ state }) => state === 'staged'), missing: 0 };
  }
  const stocktake = job.stocktake === null ? undefined : book.get('stocktake', job.stocktake);
  if (!stocktake) return { announced: 0, weighed: 0, missing: 0 };
  // Of what this round asks for; what was found besides counts as nothing.
  const asked = stocktake.round === 1 ? stocktake.expected - stocktake.thawed.length : stocktake.disagreeing.length;
  return { announced: asked, weighed: stocktake.spoken, missing: 0 };
}

function showIntent(station: StationId, book: Book): StationView['intent'] {
  const intent = book.get('station', station)?.intent ?? null;
  return intent && { kind: intent.kind, package: 'package' in intent ? intent.package : null };
}

function showVisits(station: StationId, book: Book): Pick<StationView, 'visit' | 'visits'> {
  const intent = book.get('station', station)?.intent;
  const announced = intent?.kind === 'pass' ? book.get('visit', intent.visit) : undefined;
  const open = book.where('visit', 'state', 'open').filter((visit) => visit.station === station);
  const visits = open.sort((a, b) => b.arrived.wallMs - a.arrived.wallMs).map(showVisit);
  return { visit: announced ? showVisit(announced) : (visits[0] ?? null), visits };
}

function showVisit({ id, plates, passes, unloaded }: VisitRecord): VisitView {
  return { visit: id, plates, passes: passes.length, unloaded: unloaded.map(({ lot }) => lot) };
}

function showLoad(input: StationViewInput, book: Book): StationView['load'] {
  const weighing = input.weighing === null ? undefined : book.get('weighing', input.weighing);
  if (!weighing) return null;
  const record = weighing.package === null ? undefined : book.get('package', weighing.package);
  return {
    weighing: weighing.id,
    number: weighing.number,
    grossKg: formatKilograms(weighing.grossMg),
    package: weighing.package,
    mark: record?.mark ?? null,
  };
}
