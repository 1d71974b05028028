// What a scanned code does at a station. Pure: asked for every scan with the newest state. It decides nothing: the
// agent judges the command.
import { type OperatorId, asPackageId, asWeighingId } from '../../../core/model/ids.ts';
import { EPC_HEX } from '../../../core/model/epcPattern.ts';
import type { Role } from '../../../core/model/roles.ts';
import type { CommandBody } from '../../../core/model/command.ts';
import type { GuidanceKey, OrderView, StateView, StationView } from '../../../core/views/stateView.ts';
import { hasPackageCode } from '../../shared/packageCode.ts';
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
  | { kind: 'send'; body: CommandBody }
  /** The load settles: the code is meant for what comes out of that. */
  | { kind: 'wait' }
  /** It names what lies there and is recorded already. */
  | { kind: 'already-recorded' }
  /** The next scan is what can be read on a package that is not of this lot; or after all not. */
  | { kind: 'expect-foreign-identity'; isExpected: boolean }
  /** A second person must confirm, and this one asked. */
  | { kind: 'second-person' }
  | { kind: 'show'; textKey: TextKey }
  /** No part of the station waits for it. */
  | null;

export interface ScanContext {
  code: string;
  /** The station where this tablet stands; null: it stands at none of several. */
  station: StationView | null;
  state: StateView;
  roles: readonly Role[];
  operator: OperatorId;
  /** HAKARI-FOREIGN was scanned before. */
  expectsForeignIdentity: boolean;
}

type StationScan = ScanContext & { station: StationView };
type JobScan = StationScan & { job: NonNullable<StationView['job']> };

const send = (body: CommandBody): ScanAction => ({ kind: 'send', body });
/** When the check may be started. */
export const CHECK_KEYS: ReadonlySet<GuidanceKey> = new Set(['check-start', 'check-again', 'check-failed']);

const show = (textKey: TextKey): ScanAction => ({ kind: 'show', textKey });

export function resolveScanAction(scan: ScanContext): ScanAction {
  const code = scan.code.trim();
  if (code === '' || code === CONTROL_CODES.lock) return null;
  const { station, roles } = scan;
  if (station === null) return show('scan.choose-station');
  const context = { ...scan, code, station };
  const mayWork = roles.includes('operator') || roles.includes('supervisor');
  const isCheck = code === CONTROL_CODES.check || (code === CONTROL_CODES.yes && CHECK_KEYS.has(station.guidance.key));
  if (code === CONTROL_CODES.yes && station.guidance.key === 'confirm-empty')
    return send({ kind: 'confirm-empty', station: station.station });
  if (isCheck && (mayWork || roles.includes('technician')))
    return send({ kind: 'start-check', station: station.station });
  if (!mayWork) return show('scan.role-not-allowed');
  return (
    resolveControlCode(context) ??
    resolveUnloadScan(context) ??
    (station.job === null ? resolveOrderScan(context) : resolveJobScan({ ...context, job: station.job }))
  );
}

function resolveControlCode(context: StationScan): ScanAction {
  switch (context.code) {
    case CONTROL_CODES.close:
      return resolveCloseJob(context);
    case CONTROL_CODES.yes:
      return resolveYes(context);
    case CONTROL_CODES.no:
      return resolveNo(context);
    case CONTROL_CODES.foreign:
      return isNameAsked(context.station) && context.station.job?.work === 'intake'
        ? { kind: 'expect-foreign-identity', isExpected: true }
        : show('scan.foreign-needs-weight');
    default:
      return null;
  }
}

function resolveCloseJob({ station: { job, guidance }, operator }: StationScan): ScanAction {
  if (job === null) return show('scan.no-job');
  return guidance.key === 'second-closes' && guidance.params['operator'] === operator
    ? { kind: 'second-person' }
    : send({ kind: 'close-job', job: job.job });
}

/** Yes to the one thing that the sentence asks. */
function resolveYes(context: StationScan): ScanAction {
  const { station } = context;
  const { key, params } = station.guidance;
  if (key === 'all-weighed' || key === 'all-staged' || key === 'second-closes') return resolveCloseJob(context);
  // Who is aboard, and whether the vehicle is empty, no code can say.
  if (key === 'announce-pass' && station.visit !== null) return show('scan.pass-asks');
  if (key === 'split-group' && params['group'] !== undefined)
    return send({ kind: 'split-group', group: String(params['group']) });
  return show('scan.no-question');
}

/** Cancels an announcement that no load has followed yet. */
function resolveNo({ station, expectsForeignIdentity }: StationScan): ScanAction {
  if (expectsForeignIdentity) return { kind: 'expect-foreign-identity', isExpected: false };
  const cancelCommand = buildCancelAnnouncementCommand(station);
  return cancelCommand === null ? show('scan.no-question') : send(cancelCommand);
}

/** The command that cancels what is announced at the station; null where nothing is. */
export function buildCancelAnnouncementCommand({ station, intent, guidance }: StationView): CommandBody | null {
  if (intent === null) return null;
  const group = guidance.params['group'];
  if (intent.kind !== 'group') return { kind: 'announce-load', station, load: null };
  return group === undefined ? null : { kind: 'split-group', group: String(group) };
}

/** A vehicle was weighed full and stands at the bridge: each package scanned now came off it. */
function resolveUnloadScan({ station: { visit, guidance, job }, state, code }: StationScan): ScanAction {
  if (visit === null || visit.passes === 0 || (guidance.key !== 'unload' && guidance.key !== 'announce-pass'))
    return null;
  const lots = state.lots.filter(({ packages }) =>
    packages.some((packageView) => packageView.state === 'expected' && hasPackageCode(packageView, code)),
  );
  // Two lots may bear one mark: what is worked here comes first.
  const lot = lots.find((candidate) => candidate.lot === job?.lot) ?? lots[0];
  return lot === undefined
    ? null
    : send({ kind: 'vehicle-unloaded', visit: visit.visit, lot: lot.lot, codes: [{ code, how: 'scanned' }] });
}

/** Nothing is being worked here: a code of an open order takes it up. */
function resolveOrderScan({ code, state, station }: StationScan): ScanAction {
  const orders = findOrdersByCode(state, code);
  const [order] = orders;
  if (order === undefined) return station.load?.mark === code ? { kind: 'already-recorded' } : null;
  return orders.length > 1
    ? show('scan.several-orders')
    : send({ kind: 'open-job', order: order.order, station: station.station });
}

/** Several stations may work on one delivery; a release and a count have one job. */
export function mayOpenJobFor({ kind, state }: OrderView): boolean {
  return state === 'open' || (state === 'working' && (kind === 'intake-notice' || kind === 'return-notice'));
}

function findOrdersByCode(state: StateView, code: string): OrderView[] {
  const openOrders = state.orders.filter(mayOpenJobFor);
  const named = openOrders.filter(({ order, subject, lot }) => order === code || subject === code || lot === code);
  if (named.length > 0) return preferOpenOrders(named);
  const lots = state.lots
    .filter(({ packages }) => packages.some((packageView) => !packageView.weighed && hasPackageCode(packageView, code)))
    .map(({ lot }) => lot);
  const releases = state.releases
    .filter(({ packages }) => packages.some((packageView) => hasPackageCode(packageView, code)))
    .map(({ order }) => order);
  return preferOpenOrders(
    openOrders.filter(({ order, lot }) => (lot !== null && lots.includes(lot)) || releases.includes(order)),
  );
}

/** Orders without a station go before orders that a second station could join. */
function preferOpenOrders(orders: OrderView[]): OrderView[] {
  const openOrders = orders.filter(({ state }) => state === 'open');
  return openOrders.length > 0 ? openOrders : orders;
}

function resolveJobScan(context: JobScan): ScanAction {
  const { station, job, code } = context;
  const { key } = station.guidance;
  if (key === 'name-goods' || isNameAsked(station))
    return send(buildNamingCommand(station, { code, isForeign: context.expectsForeignIdentity }));
  if (isOnScale(context)) return { kind: 'already-recorded' };
  if (key === 'attach-tag') return resolveTagScan(context);
  if (job.work === 'stocktake') return resolveCountScan(context, job);
  if (key === 'hold-still' || key === 'recording') return { kind: 'wait' };
  if (job.work === 'release') return send({ kind: 'pick', job: job.job, code, how: 'scanned' });
  return key === 'place-package' || key === 'place-unannounced' ? show('scan.place-first') : null;
}

/** Whether the sentence asks which package it is, on the scale or just taken off. */
function isNameAsked({ guidance: { key } }: StationView): boolean {
  return key === 'scan-package' || key === 'name-weighing';
}

/** The command that names what lies on the scale, or what was taken off it without a name. */
export function buildNamingCommand(
  { station, guidance: { key, params }, load }: StationView,
  { code, isTyped = false, isForeign = false }: { code: string; isTyped?: boolean; isForeign?: boolean },
): CommandBody {
  if (key === 'name-weighing')
    return { kind: 'name-weighing', weighing: asWeighingId(String(params['weighing'])), code, foreign: isForeign };
  const weighing = load?.weighing ?? null;
  return isForeign || key === 'name-goods'
    ? { kind: 'hold-foreign', station, identity: code, weighing }
    : { kind: 'identify', station, code, typed: isTyped, weighing };
}

function isOnScale({ station: { load }, state, code }: JobScan): boolean {
  if (load === null || load.package === null) return false;
  const packageView = state.lots
    .flatMap(({ packages }) => packages)
    .find((candidate) => candidate.package === load.package);
  return (
    load.package === code || load.mark === code || (packageView !== undefined && hasPackageCode(packageView, code))
  );
}

function resolveTagScan({ station, code }: JobScan): ScanAction {
  const { package: id, mark } = station.guidance.params;
  if (code === id || code === mark) return { kind: 'already-recorded' };
  const epcHex = code.toUpperCase();
  if (!EPC_HEX.test(epcHex)) return show('scan.not-a-tag');
  return send({ kind: 'attach-tag', package: asPackageId(String(id ?? '')), epcHex });
}

/** A package that is counted and still to be weighed is announced for the scale; anything else is counted. */
function resolveCountScan({ state, station, code }: JobScan, { stocktake }: JobScan['job']): ScanAction {
  const count = state.stocktakes.find((candidate) => candidate.stocktake === stocktake);
  if (count === undefined) return null;
  const isScanned = (candidate: { package: string; mark: string }): boolean => hasPackageCode(candidate, code);
  const due = count.toFind.some(isScanned) ? undefined : count.toWeigh.find(isScanned);
  if (due === undefined) return send({ kind: 'count', stocktake: count.stocktake, codes: [code], how: 'scan' });
  const { intent } = station;
  // Another one is in the hand than was announced: without a word it would be weighed under the other one's name.
  const announces = intent === null || (intent.kind === 'sample' && intent.package !== due.package);
  return announces
    ? send({ kind: 'announce-load', station: station.station, load: { kind: 'sample', package: due.package } })
    : { kind: 'already-recorded' };
}
