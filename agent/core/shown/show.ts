// Builds the documents that people see (view.ts) from the book. Shows no declared weight and no deviation: whoever weighs
// must not know what is expected.
import { kgText, massToText } from '../../../drivers/contract/mass.ts';
import type { Book, LotRecord, OrderRecord } from '../book.ts';
import { guide, type StationSituation } from './guidance.ts';
import { tagsPresent } from '../weight/field.ts';
import { openFindings } from '../intake/verdict.ts';
import type { LotView, OrderView, StationView } from './view.ts';
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
    packages: packages.map((record) => ({
      package: record.id,
      mark: record.mark,
      epcHex: record.epcHex,
      state: record.state,
      held: record.held,
      weighed: record.weighing !== null,
    })),
    findings: openFindings(book, lot.id).map(({ id, code, package: concerned }) => ({ finding: id, code, package: concerned })),
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

export function showOrder(order: OrderRecord): OrderView {
  return { order: order.id, kind: order.kind, lot: order.lot, state: order.state };
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
    load: showLoad(at, book),
  };
}

function showJob(station: string, book: Book): StationView['job'] {
  const job = openJobAt(book, station);
  if (!job) return null;
  const packages = book.where('package', 'lot', job.lot);
  return {
    job: job.id,
    order: job.order,
    lot: job.lot,
    announced: packages.length,
    weighed: packages.filter((record) => record.weighing !== null).length,
    missing: packages.filter((record) => record.state === 'missing').length,
  };
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
