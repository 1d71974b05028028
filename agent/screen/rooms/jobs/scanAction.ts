// What a scanned code means at a station now. Pure: the page asks it again for every scan, with the newest it knows. It
// decides nothing: the agent judges the command that comes out.
import type { Role } from '../../../core/model/roles.ts';
import type { CommandBody } from '../../../core/model/command.ts';
import type { OrderView, PackageView, StateView, StationView } from '../../../core/views/stateView.ts';
import type { TextKey } from '../../texts/en.ts';

/** Printed on the scan sheet, for hands in gloves. */
export const CONTROL_CODES = {
  yes: 'HAKARI-YES',
  no: 'HAKARI-NO',
  check: 'HAKARI-CHECK',
  close: 'HAKARI-CLOSE',
  foreign: 'HAKARI-FOREIGN',
  lock: 'HAKARI-LOCK',
} as const;

export type ScanAction =
  | { kind: 'ask'; body: CommandBody }
  /** The load settles: the code is meant for what comes out of that. */
  | { kind: 'wait' }
  /** It names what lies there and is recorded already. */
  | { kind: 'known' }
  /** The next scan is what can be read on a package that is not of this lot; or after all not. */
  | { kind: 'foreign'; next: boolean }
  /** A second person must confirm, and this one asked. */
  | { kind: 'second' }
  | { kind: 'say'; text: TextKey }
  /** No part of the station waits for it. */
  | null;

export interface ScanContext {
  code: string;
  /** The station where this tablet stands; null: it stands at none of several. */
  station: StationView | null;
  state: StateView;
  roles: readonly Role[];
  operator: string;
  /** HAKARI-FOREIGN was scanned before. */
  expectsForeignIdentity: boolean;
}

type AtStation = ScanContext & { station: StationView };
type AtJob = AtStation & { job: NonNullable<StationView['job']> };

const ask = (body: CommandBody): ScanAction => ({ kind: 'ask', body });
const say = (text: TextKey): ScanAction => ({ kind: 'say', text });

/** EPC words are 16 bits; 31 of them is the longest. */
const EPC_HEX = /^(?:[0-9A-F]{4}){1,31}$/i;

export function resolveScanAction(scanned: ScanContext): ScanAction {
  const code = scanned.code.trim();
  if (code === '' || code === CONTROL_CODES.lock) return null;
  const { station, roles } = scanned;
  if (station === null) return say('scan.choose-station');
  const at = { ...scanned, code, station };
  const works = roles.includes('operator') || roles.includes('supervisor');
  const checks = code === CONTROL_CODES.check || (code === CONTROL_CODES.yes && station.guidance.key === 'check-start');
  if (checks && (works || roles.includes('technician'))) return ask({ kind: 'start-check', station: station.station });
  if (!works) return say('scan.not-yours');
  return (
    controlMeaning(at) ??
    unloadMeaning(at) ??
    (station.job === null ? jobMeaning(at) : workMeaning({ ...at, job: station.job }))
  );
}

function controlMeaning(at: AtStation): ScanAction {
  switch (at.code) {
    case CONTROL_CODES.close:
      return closing(at);
    case CONTROL_CODES.yes:
      return yesMeaning(at);
    case CONTROL_CODES.no:
      return noMeaning(at);
    case CONTROL_CODES.foreign:
      return at.station.guidance.key === 'scan-package' && at.station.job?.work === 'intake'
        ? { kind: 'foreign', next: true }
        : say('scan.no-foreign');
    default:
      return null;
  }
}

function closing({ station: { job, guidance }, operator }: AtStation): ScanAction {
  if (job === null) return say('scan.no-job');
  return guidance.key === 'second-closes' && guidance.params['operator'] === operator
    ? { kind: 'second' }
    : ask({ kind: 'close-job', job: job.job });
}

/** Yes to the one thing that the sentence asks. */
function yesMeaning(at: AtStation): ScanAction {
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
function noMeaning({ station, expectsForeignIdentity }: AtStation): ScanAction {
  if (expectsForeignIdentity) return { kind: 'foreign', next: false };
  const back = buildCancelAnnouncementCommand(station);
  return back === null ? say('scan.no-question') : ask(back);
}

/** How what was announced here is taken back; null where nothing is. */
export function buildCancelAnnouncementCommand({ station, intent, guidance }: StationView): CommandBody | null {
  if (intent === null) return null;
  const group = guidance.params['group'];
  if (intent.kind !== 'group') return { kind: 'announce-load', station, load: null };
  return group === undefined ? null : { kind: 'split-group', group: String(group) };
}

const names = (one: Pick<PackageView, 'package' | 'mark' | 'epcHex'>, code: string): boolean =>
  one.package === code || one.mark === code || one.epcHex === code.toUpperCase();

/** A vehicle was weighed full and stands at the bridge: each package scanned now came off it. */
function unloadMeaning({ station: { visit, guidance, job }, state, code }: AtStation): ScanAction {
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
function jobMeaning({ code, state, station }: AtStation): ScanAction {
  const orders = ordersNamed(state, code);
  const [order] = orders;
  if (order === undefined) return station.load?.mark === code ? { kind: 'known' } : null;
  return orders.length > 1
    ? say('scan.several-orders')
    : ask({ kind: 'open-job', order: order.order, station: station.station });
}

/** Several stations may work on one delivery; a release and a count have one job. */
export function mayOpenJobFor({ kind, state }: OrderView): boolean {
  return state === 'open' || (state === 'working' && (kind === 'intake-notice' || kind === 'return-notice'));
}

function ordersNamed(state: StateView, code: string): OrderView[] {
  const open = state.orders.filter(mayOpenJobFor);
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

function workMeaning(at: AtJob): ScanAction {
  const { station, job, code } = at;
  const { key } = station.guidance;
  const weighing = station.load?.weighing ?? null;
  const here = station.station;
  if (key === 'name-goods' || (key === 'scan-package' && at.expectsForeignIdentity))
    return ask({ kind: 'hold-foreign', station: here, identity: code, weighing });
  if (key === 'scan-package') return ask({ kind: 'identify', station: here, code, typed: false, weighing });
  if (isOnScale(at)) return { kind: 'known' };
  if (key === 'attach-tag') return tagMeaning(at);
  if (job.work === 'stocktake') return countMeaning(at, job);
  if (key === 'hold-still' || key === 'recording') return { kind: 'wait' };
  if (job.work === 'release') return ask({ kind: 'pick', job: job.job, code });
  return key === 'place-package' || key === 'place-unannounced' ? say('scan.place-first') : null;
}

function isOnScale({ station: { load }, state, code }: AtJob): boolean {
  if (load === null || load.package === null) return false;
  const known = state.lots.flatMap(({ packages }) => packages).find((one) => one.package === load.package);
  return load.package === code || load.mark === code || (known !== undefined && names(known, code));
}

function tagMeaning({ station, code }: AtJob): ScanAction {
  const { package: id, mark } = station.guidance.params;
  if (code === id || code === mark) return { kind: 'known' };
  if (!EPC_HEX.test(code)) return say('scan.not-a-tag');
  return ask({ kind: 'attach-tag', package: String(id ?? ''), epcHex: code.toUpperCase() });
}

/** A package that is counted and still to be weighed is announced for the scale; anything else is counted. */
function countMeaning({ state, station, code }: AtJob, { stocktake }: AtJob['job']): ScanAction {
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
    : { kind: 'known' };
}
