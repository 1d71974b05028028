// Builds the documents that people see (view.ts) from the book. Shows no declared weight and no deviation: whoever
// weighs must not know what is expected.
import { kgText, massToText, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../book.ts';
import type { FindingRecord, JobRecord, LotRecord, OrderRecord, PackageRecord } from '../records.ts';
import { guide, type StationSituation } from './guidance.ts';
import { tagsPresent } from '../weight/field.ts';
import { type Determination, determinationsOf } from '../intake/determinations.ts';
import { openFindings } from '../intake/verdict.ts';
import { lotIsBlind } from './blindness.ts';
import type { Verdict } from '../entry.ts';
import type { Comparison } from '../evidence.ts';
import type { VisitRecord } from '../workRecords.ts';
import type { ArithmeticView, FindingView, LotView, OrderView, PackageView, StationView, VisitView } from './view.ts';
import { openJobAt } from '../intake/weighing.ts';

export function showLot(book: Book, lot: LotRecord): LotView {
  const packages = book.where('package', 'lot', lot.id);
  return {
    lot: lot.id,
    order: lot.order,
    commodity: lot.commodity,
    form: lot.form,
    ownership: lot.ownership,
    state: lot.state,
    announced: lot.announced,
    packages: packages.map(showPackage),
    findings: openFindings(book, lot.id).map(showFinding),
    verdict: lot.verdict && showVerdict(book, { lot, verdict: lot.verdict, packages }),
  };
}

/**
 * Sums are hidden while somebody weighs or counts blind; the arithmetic, shown so that a person can follow it, until no
 * recount can be ordered any more that it would not be blind for.
 */
function showVerdict(
  book: Book,
  of: { lot: LotRecord; verdict: Verdict; packages: readonly PackageRecord[] },
): LotView['verdict'] {
  const { lot, verdict, packages } = of;
  const found = packages.filter(({ order, basis }) => order === verdict.order && basis !== null);
  const blind = lotIsBlind(book, lot.id);
  return {
    verdict: verdict.verdict,
    found: verdict.found,
    grossKg: blind ? null : kgText(verdict.grossMg),
    netKg: blind ? null : kgText(verdict.netMg),
    toleranceKg: kgText(verdict.linearBoundMg),
    rssKg: kgText(verdict.rssBoundMg),
    driftWarning: verdict.driftWarning,
    findings: verdict.findings.flatMap((id) => book.get('finding', id) ?? []).map(showFinding),
    arithmetic: blind || openFindings(book, lot.id).length > 0 ? [] : determinationsOf(book, found).map(showArithmetic),
    derived: blind ? null : lot.content && derivedMasses(verdict.netMg, lot.content),
  };
}

function showArithmetic({ packages, comparison }: Determination): ArithmeticView {
  return showComparison(comparison, { packages: packages.map(({ id }) => id), basis: packages[0]?.basis ?? 'single' });
}

export function showComparison(comparison: Comparison, of: Pick<ArithmeticView, 'packages' | 'basis'>): ArithmeticView {
  return {
    ...of,
    declaredKg: kgText(comparison.declaredMg),
    measuredKg: kgText(comparison.measuredMg),
    differenceKg: kgText(comparison.differenceMg),
    scaleBoundKg: kgText(comparison.scaleBoundMg),
    roundingKg: kgText(comparison.roundingMg),
    otherLimitKg: kgText(comparison.otherLimitMg),
    otherRoundingKg: kgText(comparison.otherRoundingMg),
    toleranceKg: kgText(comparison.toleranceMg),
  };
}

/** dry = net × (1 − moisture), contained = dry × assay, each rounded down to a milligram. */
function derivedMasses(
  netMg: MassMg,
  { moisturePpm, assayPpm }: NonNullable<LotRecord['content']>,
): { dryKg: string; containedKg: string } {
  const dry = (BigInt(netMg) * BigInt(1_000_000 - moisturePpm)) / 1_000_000n;
  return { dryKg: kgText(Number(dry)), containedKg: kgText(Number((dry * BigInt(assayPpm)) / 1_000_000n)) };
}

export function showPackage(record: PackageRecord): PackageView {
  const { id, mark, area, epcHex, state, held, weighing } = record;
  return { package: id, mark, area, epcHex, state, held, weighed: weighing !== null };
}

export function showFinding({ id, code, lot, package: concerned, state, recounts }: FindingRecord): FindingView {
  return { finding: id, code, lot, package: concerned, state, recounts };
}

export function showOrder(order: OrderRecord): OrderView {
  return { order: order.id, kind: order.kind, subject: order.subject, lot: order.lot, state: order.state };
}

export interface StationShown extends StationSituation {
  name: StationView['name'];
  scaleState: StationView['scale']['state'];
  scaleTrouble: string;
  nowMs: number;
}

export function showStation(at: StationShown, book: Book): StationView {
  const { last, fault } = at.load;
  return {
    station: at.station,
    name: at.name,
    scale: {
      instrument: at.scale.instrument,
      state: at.scaleState,
      trouble: at.scaleTrouble,
      verified: at.scale.verified,
    },
    reading: last && {
      value: massToText(last.massMg, last.unit, last.decimals),
      unit: last.unit,
      mode: last.mode,
      stable: last.stable,
      centreOfZero: last.centreOfZero ?? (last.stable && last.massMg === 0),
    },
    noReading: fault?.fault ?? (last ? null : at.scaleOpen ? 'silent' : 'port-absent'),
    guidance: guide(at, book),
    tags: tagsPresent(at.load.field, at.nowMs, at.load.roseAtMs).map(({ epcHex, background }) => ({
      epcHex,
      background,
    })),
    job: showJob(at.station, book),
    intent: showIntent(at.station, book),
    ...showVisits(at.station, book),
    load: showLoad(at, book),
    refusal: at.refusal,
  };
}

function showJob(station: string, book: Book): StationView['job'] {
  const job = openJobAt(book, station);
  if (!job) return null;
  const { id, work, order, lot, stocktake, operator } = job;
  return { job: id, work, order, lot, stocktake, operator, ...progress(job, book) };
}

function progress(job: JobRecord, book: Book): { announced: number; weighed: number; missing: number } {
  const count = (records: readonly PackageRecord[], is: (record: PackageRecord) => boolean): number =>
    records.filter(is).length;
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
  // Blind: how many were spoken of, and not of how many.
  const spoken = job.stocktake === null ? 0 : (book.get('stocktake', job.stocktake)?.spoken ?? 0);
  return { announced: spoken, weighed: spoken, missing: 0 };
}

function showIntent(station: string, book: Book): StationView['intent'] {
  const intent = book.get('station', station)?.intent ?? null;
  return intent && { kind: intent.kind, package: 'package' in intent ? intent.package : null };
}

function showVisits(station: string, book: Book): Pick<StationView, 'visit' | 'visits'> {
  const intent = book.get('station', station)?.intent;
  const announced = intent?.kind === 'pass' ? book.get('visit', intent.visit) : undefined;
  const open = book.where('visit', 'state', 'open').filter((one) => one.station === station);
  const visits = open.sort((a, b) => b.arrivedWallMs - a.arrivedWallMs).map(showVisit);
  return { visit: announced ? showVisit(announced) : (visits[0] ?? null), visits };
}

function showVisit({ id, plates, passes, unloaded }: VisitRecord): VisitView {
  return { visit: id, plates, passes: passes.length, unloaded: unloaded.map(({ lot }) => lot) };
}

function showLoad(at: StationShown, book: Book): StationView['load'] {
  const weighing = at.weighing === null ? undefined : book.get('weighing', at.weighing);
  if (!weighing) return null;
  const record = weighing.package === null ? undefined : book.get('package', weighing.package);
  return {
    weighing: weighing.id,
    number: weighing.number,
    grossKg: kgText(weighing.grossMg),
    package: weighing.package,
    mark: record?.mark ?? null,
  };
}
