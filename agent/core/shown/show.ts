// Builds the documents that people see (view.ts) from the book. Shows no declared weight and no deviation: whoever weighs
// must not know what is expected.
import { kgText, massToText } from '../../../drivers/contract/mass.ts';
import type { Book, FindingRecord, JobRecord, LotRecord, OrderRecord, PackageRecord } from '../book.ts';
import { guide, type StationSituation } from './guidance.ts';
import { tagsPresent } from '../weight/field.ts';
import { openFindings } from '../intake/verdict.ts';
import type { FindingView, LotView, OrderView, PackageView, StationView } from './view.ts';
import { openJobAt } from '../intake/weighing.ts';

export function showLot(book: Book, lot: LotRecord): LotView {
  const packages = book.where('package', 'lot', lot.id);
  const { verdict } = lot;
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
    verdict: verdict && {
      verdict: verdict.verdict,
      found: verdict.found,
      grossKg: kgText(verdict.grossMg),
      netKg: kgText(verdict.netMg),
      toleranceKg: kgText(verdict.linearBoundMg),
      rssKg: kgText(verdict.rssBoundMg),
    },
  };
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
    scale: { instrument: at.scale.instrument, state: at.scaleState, trouble: at.scaleTrouble, verified: at.scale.verified },
    reading: last && {
      value: massToText(last.massMg, last.unit, last.decimals),
      unit: last.unit,
      mode: last.mode,
      stable: last.stable,
      centreOfZero: last.centreOfZero ?? (last.stable && last.massMg === 0),
    },
    noReading: fault?.fault ?? (last ? null : at.scaleOpen ? 'silent' : 'port-absent'),
    guidance: guide(at, book),
    tags: tagsPresent(at.load.field, at.nowMs, at.load.roseAtMs).map(({ epcHex, background }) => ({ epcHex, background })),
    job: showJob(at.station, book),
    intent: showIntent(at.station, book),
    visit: showVisit(at.station, book),
    load: showLoad(at, book),
  };
}

function showJob(station: string, book: Book): StationView['job'] {
  const job = openJobAt(book, station);
  if (!job) return null;
  const { id, work, order, lot, stocktake, operator } = job;
  return { job: id, work, order, lot, stocktake, operator, ...progress(job, book) };
}

function progress(job: JobRecord, book: Book): { announced: number; weighed: number; missing: number } {
  const count = (records: readonly PackageRecord[], is: (record: PackageRecord) => boolean): number => records.filter(is).length;
  if (job.lot !== null) {
    const packages = book.where('package', 'lot', job.lot).filter((record) => record.order === job.order && record.state !== 'dropped');
    return { announced: packages.length, weighed: count(packages, ({ basis }) => basis !== null), missing: count(packages, ({ state }) => state === 'missing') };
  }
  if (job.work === 'release' && job.order !== null) {
    const packages = book.where('package', 'release', job.order);
    return { announced: packages.length, weighed: count(packages, ({ state }) => state === 'staged'), missing: 0 };
  }
  const counted = job.stocktake === null ? [] : book.where('count', 'stocktake', job.stocktake);
  return { announced: counted.length, weighed: counted.length, missing: 0 };
}

function showIntent(station: string, book: Book): StationView['intent'] {
  const intent = book.get('station', station)?.intent ?? null;
  return intent && { kind: intent.kind, package: 'package' in intent ? intent.package : null };
}

function showVisit(station: string, book: Book): StationView['visit'] {
  // Of several vehicles between their passes, the one that is announced, or that came last.
  const intent = book.get('station', station)?.intent;
  const announced = intent?.kind === 'pass' ? book.get('visit', intent.visit) : undefined;
  const open = book.where('visit', 'state', 'open').filter((one) => one.station === station);
  const visit = announced ?? open.sort((a, b) => b.arrivedWallMs - a.arrivedWallMs)[0];
  return visit ? { visit: visit.id, plates: visit.plates, passes: visit.passes.length, unloaded: visit.unloaded.map(({ lot }) => lot) } : null;
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
