// What a scanned code means at a station now. Pure: the page asks it again for every scan, with the newest it knows. It
// decides nothing: the agent judges the command that comes out.
import type { CommandBody, Role } from '../../core/command.ts';
import type { OrderView, PackageView, StateView, StationView } from '../../core/shown/view.ts';
import type { TextKey } from '../texts/en.ts';

/** Printed on the scan sheet, for hands in gloves. */
export const CONTROLS = {
  yes: 'HAKARI-YES',
  no: 'HAKARI-NO',
  check: 'HAKARI-CHECK',
  close: 'HAKARI-CLOSE',
  foreign: 'HAKARI-FOREIGN',
  lock: 'HAKARI-LOCK',
} as const;

export type Meaning =
  | { do: 'ask'; body: CommandBody }
  /** The load settles: the code is meant for what comes out of that. */
  | { do: 'wait' }
  /** It names what lies there and is recorded already. */
  | { do: 'known' }
  /** The next scan is what can be read on a package that is not of this lot; or after all not. */
  | { do: 'foreign'; next: boolean }
  /** A second person must confirm, and this one asked. */
  | { do: 'second' }
  | { do: 'say'; text: TextKey }
  /** No part of the station waits for it. */
  | null;

export interface Scanned {
  code: string;
  /** The station where this tablet stands; null: it stands at none of several. */
  station: StationView | null;
  state: StateView;
  roles: readonly Role[];
  operator: string;
  /** HAKARI-FOREIGN was scanned before. */
  foreign: boolean;
}

type AtStation = Scanned & { station: StationView };
type AtJob = AtStation & { job: NonNullable<StationView['job']> };

const ask = (body: CommandBody): Meaning => ({ do: 'ask', body });
const say = (text: TextKey): Meaning => ({ do: 'say', text });

/** EPC words are 16 bits; 31 of them is the longest. */
const EPC_HEX = /^(?:[0-9A-F]{4}){1,31}$/i;

export function scanMeaning(scanned: Scanned): Meaning {
  const code = scanned.code.trim();
  if (code === '' || code === CONTROLS.lock) return null;
  const { station, roles } = scanned;
  if (station === null) return say('scan.choose-station');
  const at = { ...scanned, code, station };
  const works = roles.includes('operator') || roles.includes('supervisor');
  const checks = code === CONTROLS.check || (code === CONTROLS.yes && station.guidance.key === 'check-start');
  if (checks && (works || roles.includes('technician'))) return ask({ kind: 'start-check', station: station.station });
  if (!works) return say('scan.not-yours');
  return (
    controlMeaning(at) ??
    unloadMeaning(at) ??
    (station.job === null ? jobMeaning(at) : workMeaning({ ...at, job: station.job }))
  );
}

function controlMeaning(at: AtStation): Meaning {
  switch (at.code) {
    case CONTROLS.close:
      return closing(at);
    case CONTROLS.yes:
      return yesMeaning(at);
    case CONTROLS.no:
      return noMeaning(at);
    case CONTROLS.foreign:
      return at.station.guidance.key === 'scan-package' && at.station.job?.work === 'intake'
        ? { do: 'foreign', next: true }
        : say('scan.no-foreign');
    default:
      return null;
  }
}

function closing({ station: { job, guidance }, operator }: AtStation): Meaning {
  if (job === null) return say('scan.no-job');
  return guidance.key === 'second-closes' && guidance.params['operator'] === operator
    ? { do: 'second' }
    : ask({ kind: 'close-job', job: job.job });
}

/** Yes to the one thing that the sentence asks. */
function yesMeaning(at: AtStation): Meaning {
  const { station } = at;
  const { key, params } = station.guidance;
  if (key === 'all-weighed' || key === 'all-staged' || key === 'second-closes') return closing(at);
  if (key === 'announce-pass' && station.visit !== null)
    return ask({ kind: 'announce-pass', visit: station.visit.visit, axlesOn: true });
  if (key === 'split-group' && params['group'] !== undefined)
    return ask({ kind: 'split-group', group: String(params['group']) });
  return say('scan.no-question');
}

/** Takes back what was said and has not happened yet. */
function noMeaning({ station, foreign }: AtStation): Meaning {
  if (foreign) return { do: 'foreign', next: false };
  const back = takeBack(station);
  return back === null ? say('scan.no-question') : ask(back);
}

/** How what was announced here is taken back; null where nothing is. */
export function takeBack({ station, intent, guidance }: StationView): CommandBody | null {
  if (intent === null) return null;
  const group = guidance.params['group'];
  if (intent.kind !== 'group') return { kind: 'announce-load', station, load: null };
  return group === undefined ? null : { kind: 'split-group', group: String(group) };
}

const names = (one: Pick<PackageView, 'package' | 'mark' | 'epcHex'>, code: string): boolean =>
  one.package === code || one.mark === code || one.epcHex === code.toUpperCase();

/** A vehicle was weighed full and stands at the bridge: each package scanned now came off it. */
function unloadMeaning({ station: { visit, guidance, job }, state, code }: AtStation): Meaning {
  if (visit === null || visit.passes === 0 || (guidance.key !== 'unload' && guidance.key !== 'announce-pass'))
    return null;
  const lots = state.lots.filter(({ packages }) =>
    packages.some((one) => one.state === 'expected' && names(one, code)),
  );
  // Two lots may bear one mark: what is worked here comes first.
  const lot = lots.find((one) => one.lot === job?.lot) ?? lots[0];
  return lot === undefined
    ? null
    : ask({ kind: 'vehicle-unloaded', visit: visit.visit, lot: lot.lot, codes: [code], scanned: true });
}

/** Nothing is being worked here: a code of an open order takes it up. */
function jobMeaning({ code, state, station }: AtStation): Meaning {
  const orders = ordersNamed(state, code);
  const [order] = orders;
  if (order === undefined) return station.load?.mark === code ? { do: 'known' } : null;
  return orders.length > 1
    ? say('scan.several-orders')
    : ask({ kind: 'open-job', order: order.order, station: station.station });
}

/** Several stations may work on one delivery; a release and a count have one job. */
export function mayBeTakenUp({ kind, state }: OrderView): boolean {
  return state === 'open' || (state === 'working' && (kind === 'intake-notice' || kind === 'return-notice'));
}

function ordersNamed(state: StateView, code: string): OrderView[] {
  const open = state.orders.filter(mayBeTakenUp);
  const itself = open.filter(({ order, subject, lot }) => order === code || subject === code || lot === code);
  if (itself.length > 0) return fresh(itself);
  const lots = state.lots
    .filter(({ packages }) => packages.some((one) => !one.weighed && names(one, code)))
    .map(({ lot }) => lot);
  const releases = state.releases
    .filter(({ packages }) => packages.some((one) => names(one, code)))
    .map(({ order }) => order);
  return fresh(open.filter(({ order, lot }) => (lot !== null && lots.includes(lot)) || releases.includes(order)));
}

/** What nobody works on goes before what a second station could join. */
function fresh(orders: OrderView[]): OrderView[] {
  const open = orders.filter(({ state }) => state === 'open');
  return open.length > 0 ? open : orders;
}

function workMeaning(at: AtJob): Meaning {
  const { station, job, code } = at;
  const { key } = station.guidance;
  const weighing = station.load?.weighing ?? null;
  const here = station.station;
  if (key === 'name-goods' || (key === 'scan-package' && at.foreign))
    return ask({ kind: 'hold-foreign', station: here, identity: code, weighing });
  if (key === 'scan-package') return ask({ kind: 'identify', station: here, code, typed: false, weighing });
  if (isOnScale(at)) return { do: 'known' };
  if (key === 'attach-tag') return tagMeaning(at);
  if (job.work === 'stocktake') return countMeaning(at, job);
  if (key === 'hold-still' || key === 'recording') return { do: 'wait' };
  if (job.work === 'release') return ask({ kind: 'pick', job: job.job, code });
  return key === 'place-package' || key === 'place-unannounced' ? say('scan.place-first') : null;
}

function isOnScale({ station: { load }, state, code }: AtJob): boolean {
  if (load === null || load.package === null) return false;
  const known = state.lots.flatMap(({ packages }) => packages).find((one) => one.package === load.package);
  return load.package === code || load.mark === code || (known !== undefined && names(known, code));
}

function tagMeaning({ station, code }: AtJob): Meaning {
  const { package: id, mark } = station.guidance.params;
  if (code === id || code === mark) return { do: 'known' };
  if (!EPC_HEX.test(code)) return say('scan.not-a-tag');
  return ask({ kind: 'attach-tag', package: String(id ?? ''), epcHex: code.toUpperCase() });
}

/** A package that is counted and still to be weighed is announced for the scale; anything else is counted. */
function countMeaning({ state, station, code }: AtJob, { stocktake }: AtJob['job']): Meaning {
  const count = state.stocktakes.find((one) => one.stocktake === stocktake);
  if (count === undefined) return null;
  const bears = (one: { package: string; mark: string }): boolean => one.package === code || one.mark === code;
  const due = count.toFind.some(bears) ? undefined : count.toWeigh.find(bears);
  if (due === undefined) return ask({ kind: 'count', stocktake: count.stocktake, codes: [code], how: 'scan' });
  const { intent } = station;
  // Another one is in the hand than was announced: without a word it would be weighed under the other one's name.
  const announces = intent === null || (intent.kind === 'sample' && intent.package !== due.package);
  return announces
    ? ask({ kind: 'announce-load', station: station.station, load: { kind: 'sample', package: due.package } })
    : { do: 'known' };
}
