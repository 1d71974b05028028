// From a person's command to the core's decision: adds what the decision needs from the stations (which load lies
// where), the site and the clock, and fresh ids. Decides nothing itself.
import type { Chance, Clock } from '../../drivers/contract/clock.ts';
import { massFromText } from '../../drivers/contract/mass.ts';
import { decideAnnounceLoad } from '../core/cases/announcedLoad.ts';
import { decideCheckSeal, decideRelocate, decideReseal } from '../core/cases/care.ts';
import * as cases from '../core/cases/cases.ts';
import { decideAttachPhoto } from '../core/cases/photos.ts';
import * as quarantine from '../core/cases/quarantine.ts';
import type { Actor, Command, CommandOutcome } from '../core/command.ts';
import { type Act, type Decide, refuse } from '../core/decision.ts';
import { decideFormGroup, decideSplitGroup } from '../core/intake/group.ts';
import {
  decideAttachTag,
  decideHoldForeign,
  decideIdentify,
  decideMissing,
  type LoadOnScale,
} from '../core/intake/identify.ts';
import * as jobs from '../core/intake/jobs.ts';
import { decideTypeWeight } from '../core/intake/typed.ts';
import { decideAnnouncePass, decideVehicleArrived, decideVehicleUnloaded } from '../core/intake/vehicle.ts';
import { decideOpenSealed } from '../core/release/deposit.ts';
import { decidePick } from '../core/release/dispatch.ts';
import { decideCount } from '../core/stocktake/count.ts';
import { decideOpenStocktake } from '../core/stocktake/open.ts';
import type { DepositRecord } from '../core/workRecords.ts';
import type { ReleaseOrder } from '../core/stockOrders.ts';
import type { Recorder } from './recorder.ts';
import type { Station } from './station.ts';

export interface CommandParts {
  stations: ReadonlyMap<string, Station>;
  recorder: Recorder;
  chance: Chance;
  clock: Clock;
  /** What the site file and the register say exists. */
  areas: ReadonlySet<string>;
  operatorKnown(operator: string): boolean;
  /** Length of a photograph that is kept; null: there is none with this hash. */
  photoBytes(photo: string): number | null;
  /**
   * The release that headquarters' one-time code opens, null if it opens nothing; after wrong codes, how long to wait.
   */
  openDeposit(deposit: DepositRecord, code: string): { content: ReleaseOrder | null } | { waitSeconds: number };
}

export function performCommand(command: Command, actor: Actor, parts: CommandParts): CommandOutcome {
  if (command.kind === 'start-check') return startCheck(command.station, actor, parts);
  const outcome = parts.recorder.record(`command:${command.id}`, decisionFor(command, actor, parts));
  if (outcome === null) return { kind: 'not-recorded' };
  if (outcome.kind === 'refused')
    return { kind: 'refused', code: outcome.refusal.refusal, params: outcome.refusal.params };
  // Captures that were refused for want of a job, or a load that waits for its package, may go on now.
  for (const station of parts.stations.values()) station.record();
  return { kind: 'done', result: outcome.result };
}

/** Arming a check is no fact yet and writes nothing: the check weighing that follows is the entry. */
function startCheck(id: string, actor: Actor, { stations }: CommandParts): CommandOutcome {
  const station = stations.get(id);
  if (!station) return refused(refuse('station-unknown', { station: id }));
  if (!station.settings.checkWeight) return refused(refuse('no-check-weight', { station: id }));
  return station.armCheck(actor)
    ? { kind: 'done', result: { station: id } }
    : refused(refuse('scale-not-ready', { station: id }));
}

function refused(refusal: ReturnType<typeof refuse>): CommandOutcome {
  return { kind: 'refused', code: refusal.refusal, params: refusal.params };
}

type Decided = Exclude<Command, { kind: 'start-check' }>;
/** One maker of decisions a kind of command. */
type Makers = { [K in Decided['kind']]: (command: Extract<Decided, { kind: K }>, with_: Made) => Decide };

interface Made {
  act: Act;
  actor: Actor;
  parts: CommandParts;
  stationKnown: (station: string) => boolean;
  loadAt: (station: string) => LoadOnScale;
  /** The recorded weighing of what lies on the scale of a job's station. */
  loadOfJob: (job: string) => string | null;
}

function decisionFor(command: Decided, actor: Actor, parts: CommandParts): Decide {
  const { chance, stations, recorder, clock } = parts;
  const loadAt = (station: string): LoadOnScale => ({
    station,
    weighing: stations.get(station)?.loadOnScale() ?? null,
  });
  const made: Made = {
    act: { id: chance.id(), operator: actor.operator, wallMs: clock.stamp().wallMs },
    actor,
    parts,
    stationKnown: (station) => stations.has(station),
    loadAt,
    loadOfJob: (job) => {
      const station = recorder.shown.get('job', job)?.station;
      return station === undefined ? null : loadAt(station).weighing;
    },
  };
  const maker = MAKERS[command.kind] as (command: Decided, with_: Made) => Decide;
  return maker(command, made);
}

/** The command's schema has let only decimal text through. */
function kgToMg(text: string): number {
  const mass = massFromText(text, 'kg');
  if ('fault' in mass) throw new Error(`"${text}" passed the schema and is no mass: ${mass.fault}`);
  return mass.massMg;
}

const MAKERS: Makers = {
  'open-job': ({ order, station }, { act, stationKnown }) => {
    const event = { job: act.id, order, station, stationKnown: stationKnown(station), operator: act.operator };
    return (book) => jobs.decideOpenJob(event, book);
  },
  identify: ({ station, code, typed, weighing }, { act, loadAt }) => {
    const event = { ...loadAt(station), seen: weighing, code, typed, operator: act.operator };
    return (book) => decideIdentify(event, book);
  },
  'hold-foreign': ({ station, identity, weighing }, { act, loadAt }) => {
    const event = { ...loadAt(station), seen: weighing, identity, operator: act.operator, findingId: act.id };
    return (book) => decideHoldForeign(event, book);
  },
  'attach-tag':
    ({ package: id, epcHex }, { act }) =>
    (book) =>
      decideAttachTag({ package: id, epcHex, operator: act.operator }, book),
  'declare-missing':
    ({ job, package: id }, { act }) =>
    (book) =>
      decideMissing({ job, package: id, operator: act.operator, findingId: act.id }, book),
  'reverse-weighing':
    ({ weighing }, { act }) =>
    (book) =>
      jobs.decideReverse({ weighing, operator: act.operator }, book),
  'close-job': ({ job }, { act, loadOfJob }) => {
    const event = { ...act, job, loadOnScale: loadOfJob(job) };
    return (book) => jobs.decideCloseJob(event, book);
  },
  'end-delivery': ({ job }, { act, loadOfJob }) => {
    const event = { ...act, job, loadOnScale: loadOfJob(job) };
    return (book) => jobs.decideEndDelivery(event, book);
  },
  'move-job':
    ({ job, station }, { act, stationKnown }) =>
    (book) =>
      jobs.decideMoveJob({ ...act, job, station, stationKnown: stationKnown(station) }, book),
  'hand-over-job': ({ job, operator }, { act, parts }) => {
    const event = { ...act, job, to: operator, toKnown: parts.operatorKnown(operator) };
    return (book) => jobs.decideHandOver(event, book);
  },
  'open-unannounced':
    ({ station }, { act, stationKnown }) =>
    (book) =>
      jobs.decideOpenUnannounced({ ...act, station, stationKnown: stationKnown(station) }, book),
  'form-group': ({ station, codes, palletKg, palletTareKind }, { act, loadAt }) => {
    const event = {
      ...act,
      station,
      codes,
      palletTareMg: kgToMg(palletKg),
      palletTareKind,
      loadOnScale: loadAt(station).weighing,
    };
    return (book) => decideFormGroup(event, book);
  },
  'split-group':
    ({ group }, { act }) =>
    (book) =>
      decideSplitGroup({ ...act, group }, book),
  'type-weight':
    ({ job, package: id, grossKg, reason }, { act }) =>
    (book) =>
      decideTypeWeight({ ...act, job, package: id, grossMg: kgToMg(grossKg), reason }, book),
  'vehicle-arrived':
    ({ station, plates }, { act, stationKnown }) =>
    (book) =>
      decideVehicleArrived({ ...act, station, plates, stationKnown: stationKnown(station) }, book),
  'vehicle-unloaded':
    ({ visit, lot, codes, scanned }, { act }) =>
    (book) =>
      decideVehicleUnloaded({ ...act, visit, lot, codes, scanned }, book),
  'announce-pass': ({ visit, axlesOn }, { act, loadAt }) => {
    const event = { ...act, visit, axlesOn, loadOnScale: (station: string) => loadAt(station).weighing };
    return (book) => decideAnnouncePass(event, book);
  },
  'announce-load': ({ station, load }, { act, stationKnown, loadAt }) => {
    const event = { ...act, ...loadAt(station), load, stationKnown: stationKnown(station) };
    return (book) => decideAnnounceLoad(event, book);
  },
  pick:
    ({ job, code }, { act }) =>
    (book) =>
      decidePick({ ...act, job, code }, book),
  'open-sealed':
    ({ sealed, code }, { act, parts }) =>
    (book) => {
      const deposit = book.get('deposit', sealed);
      // An opened one is refused whatever the code is: that costs no try.
      const tried = deposit?.state === 'sealed' ? parts.openDeposit(deposit, code) : { content: null };
      return decideOpenSealed({ ...act, sealed, content: null, ...tried }, book);
    },
  'open-stocktake': ({ station, scope }, { act, stationKnown, parts }) => {
    const areaKnown = scope.kind === 'area-scope' && parts.areas.has(scope.area);
    return (book) =>
      decideOpenStocktake({ ...act, station, scope, stationKnown: stationKnown(station), areaKnown }, book);
  },
  count:
    ({ stocktake, codes, how }, { act }) =>
    (book) =>
      decideCount({ ...act, stocktake, codes, how }, book),
  'report-finding':
    ({ code, package: id, note }, { act }) =>
    (book) =>
      cases.decideReport({ ...act, code, package: id, note }, book),
  'look-again':
    ({ finding, there }, { act }) =>
    (book) =>
      cases.decideLookAgain({ ...act, finding, there }, book),
  'approve-finding':
    ({ finding }, { act, actor }) =>
    (book) =>
      cases.decideApprove({ ...act, supervisor: actor.roles.includes('supervisor'), finding }, book),
  'attach-photo':
    ({ finding, photo }, { act, parts }) =>
    (book) =>
      decideAttachPhoto({ ...act, finding, photo, keptBytes: parts.photoBytes(photo) }, book),
  quarantine:
    ({ package: id }, { act }) =>
    (book) =>
      quarantine.decideQuarantine({ ...act, package: id }, book),
  'lift-quarantine':
    ({ package: id }, { act }) =>
    (book) =>
      quarantine.decideLiftQuarantine({ ...act, package: id }, book),
  'name-deputy': ({ deputy, hours }, { act, actor, parts }) => {
    const event = {
      ...act,
      supervisor: actor.roles.includes('supervisor'),
      deputy,
      hours,
      deputyKnown: parts.operatorKnown(deputy),
    };
    return () => cases.decideNameDeputy(event);
  },
  relocate:
    ({ codes, area }, { act, parts }) =>
    (book) =>
      decideRelocate({ ...act, codes, area, areaKnown: parts.areas.has(area) }, book),
  'check-seal':
    ({ package: id, seal, intact }, { act }) =>
    (book) =>
      decideCheckSeal({ ...act, package: id, seal, intact }, book),
  reseal:
    ({ package: id, reason, sealBefore, sealAfter }, { act }) =>
    (book) =>
      decideReseal({ ...act, package: id, reason, sealBefore, sealAfter }, book),
};
