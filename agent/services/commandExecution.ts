// From a person's command to the core's decision: adds what the decision needs from the stations (which load lies
// where), the site and the clock, and fresh ids. Decides nothing itself.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import { parseMass } from '../../drivers/contract/mass.ts';
import { decideAnnounceLoad } from '../core/loads/announcedLoad.ts';
import { decideCheckSeal, decideRelocate, decideReseal } from '../core/cases/packageCare.ts';
import * as cases from '../core/cases/caseDecisions.ts';
import { decideAttachPhoto } from '../core/cases/attachPhoto.ts';
import * as quarantine from '../core/cases/quarantine.ts';
import type { Actor, Command, CommandOutcome } from '../core/model/command.ts';
import { type CommandMeta, type Decide, refuse } from '../core/model/decide.ts';
import { decideFormGroup, decideSplitGroup } from '../core/intake/weighingGroup.ts';
import {
  decideAttachTag,
  decideHoldForeign,
  decideIdentify,
  decideDeclareMissing,
} from '../core/loads/identifyLoad.ts';
import * as jobs from '../core/jobs/jobDecisions.ts';
import { decideTypeWeight } from '../core/intake/typedWeight.ts';
import { decideAnnouncePass, decideVehicleArrived, decideVehicleUnloaded } from '../core/intake/vehicleVisit.ts';
import { decideOpenSealed } from '../core/release/openDeposit.ts';
import { decidePick } from '../core/release/dispatch.ts';
import { decideCount } from '../core/stocktake/countPackages.ts';
import { decideOpenStocktake } from '../core/stocktake/openStocktake.ts';
import type { DepositRecord } from '../core/model/workRecords.ts';
import type { ReleaseOrder } from '../core/model/stockOrders.ts';
import type { StationController } from '../stations/stationController.ts';
import type { LoadOnScale } from '../core/model/packageLookup.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';

export interface CommandExecutionParts {
  stations: ReadonlyMap<string, StationController>;
  recorder: DecisionRecorder;
  random: Random;
  clock: Clock;
  /** What the site file and the register say exists. */
  areas: ReadonlySet<string>;
  operatorKnown(operator: string): boolean;
  /** Length of a photograph that is kept; null: there is none with this hash. */
  photoBytes(photo: string): number | null;
  /**
   * The release that headquarters' one-time code opens, null if it opens nothing; after wrong codes, how long to wait.
   */
  tryDepositCode(deposit: DepositRecord, code: string): { content: ReleaseOrder | null } | { waitSeconds: number };
}

export function executeCommand(command: Command, actor: Actor, parts: CommandExecutionParts): CommandOutcome {
  if (command.kind === 'start-check') return armStationCheck(command.station, actor, parts);
  const outcome = parts.recorder.record(`command:${command.id}`, decideCommand(command, actor, parts));
  if (outcome === null) return { kind: 'not-recorded' };
  if (outcome.kind === 'refused')
    return { kind: 'refused', code: outcome.refusal.refusal, params: outcome.refusal.params };
  // Captures that were refused for want of a job, or a load that waits for its package, may go on now.
  for (const station of parts.stations.values()) station.recordWaiting();
  return { kind: 'done', result: outcome.result };
}

/** Arming a check is no fact yet and writes nothing: the check weighing that follows is the entry. */
function armStationCheck(id: string, actor: Actor, { stations }: CommandExecutionParts): CommandOutcome {
  const station = stations.get(id);
  if (!station) return toRefusedOutcome(refuse('station-unknown', { station: id }));
  if (!station.settings.checkWeight) return toRefusedOutcome(refuse('no-check-weight', { station: id }));
  return station.armCheck(actor)
    ? { kind: 'done', result: { station: id } }
    : toRefusedOutcome(refuse('scale-not-ready', { station: id }));
}

function toRefusedOutcome(refusal: ReturnType<typeof refuse>): CommandOutcome {
  return { kind: 'refused', code: refusal.refusal, params: refusal.params };
}

type DecidedCommand = Exclude<Command, { kind: 'start-check' }>;
/** One maker of decisions a kind of command. */
type CommandHandlers = {
  [K in DecidedCommand['kind']]: (command: Extract<DecidedCommand, { kind: K }>, with_: CommandContext) => Decide;
};

interface CommandContext {
  act: CommandMeta;
  actor: Actor;
  parts: CommandExecutionParts;
  stationKnown: (station: string) => boolean;
  loadAt: (station: string) => LoadOnScale;
  /** The recorded weighing of what lies on the scale of a job's station. */
  loadOfJob: (job: string) => string | null;
}

function decideCommand(command: DecidedCommand, actor: Actor, parts: CommandExecutionParts): Decide {
  const { random, stations, recorder, clock } = parts;
  const loadAt = (station: string): LoadOnScale => ({
    station,
    weighing: stations.get(station)?.weighingOnScale() ?? null,
  });
  const made: CommandContext = {
    act: { id: random.id(), operator: actor.operator, wallMs: clock.timestamp().wallMs },
    actor,
    parts,
    stationKnown: (station) => stations.has(station),
    loadAt,
    loadOfJob: (job) => {
      const station = recorder.displayBook.get('job', job)?.station;
      return station === undefined ? null : loadAt(station).weighing;
    },
  };
  const maker = COMMAND_HANDLERS[command.kind] as (command: DecidedCommand, with_: CommandContext) => Decide;
  return maker(command, made);
}

/** The command's schema has let only decimal text through. */
function parseKilograms(text: string): number {
  const mass = parseMass(text, 'kg');
  if ('fault' in mass) throw new Error(`"${text}" passed the schema and is no mass: ${mass.fault}`);
  return mass.massMg;
}

const COMMAND_HANDLERS: CommandHandlers = {
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
      decideDeclareMissing({ job, package: id, operator: act.operator, findingId: act.id }, book),
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
      palletTareMg: parseKilograms(palletKg),
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
      decideTypeWeight({ ...act, job, package: id, grossMg: parseKilograms(grossKg), reason }, book),
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
      const tried = deposit?.state === 'sealed' ? parts.tryDepositCode(deposit, code) : { content: null };
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
      decideAttachPhoto({ ...act, finding, photo, storedBytes: parts.photoBytes(photo) }, book),
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
