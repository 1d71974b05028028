// From a person's command to the core's decision: adds what the decision needs from the stations (whose load lies on a
// scale), the site and the clock, and fresh ids. Must decide nothing itself.
import { type JobId, asFindingId, asJobId, type OperatorId, type WeighingId } from '../core/model/ids.ts';
import { encodeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { StationId } from '../../drivers/contract/siteIds.ts';
import { decideReturnScale } from '../core/loads/checkWeighing.ts';
import { decideAnnounceLoad } from '../core/loads/announcedLoad.ts';
import { decideCheckSeal, decideRelocate, decideReseal } from '../core/cases/packageCare.ts';
import * as cases from '../core/cases/caseDecisions.ts';
import { decideAttachPhoto } from '../core/cases/attachPhoto.ts';
import { decideConfirmDate } from '../core/cases/confirmDate.ts';
import { decideAllowRemoval } from '../core/loads/removalConsent.ts';
import { decideWithdrawRequest } from '../core/cases/waitingRequests.ts';
import * as quarantine from '../core/cases/quarantine.ts';
import type { Book } from '../core/model/book.ts';
import { measureWords } from '../core/model/freeTexts.ts';
import type { Actor, Command, CommandOutcome } from '../core/model/command.ts';
import { type CommandMeta, type Decide, recordedRefusal, type Refusal, refuse } from '../core/model/decide.ts';
import { decideFormGroup, decideSplitGroup } from '../core/intake/weighingGroup.ts';
import {
  decideAttachTag,
  decideHoldForeign,
  decideIdentify,
  decideNameWeighing,
  decideDeclareMissing,
} from '../core/loads/identifyLoad.ts';
import { decideReverse } from '../core/loads/takeBackWeighing.ts';
import { supervisorAmong } from '../core/model/whoMayAct.ts';
import { decideLiftDoubt } from '../core/loads/liftDoubt.ts';
import * as jobs from '../core/jobs/jobDecisions.ts';
import { withWhatFollows } from './commandFollowUps.ts';
import { readTypedKilograms, typedRemovalDecision } from './typedRemovalCommand.ts';
import { decideTypeWeight } from '../core/intake/typedWeight.ts';
import { decideAnnouncePass, decideVehicleArrived, decideVehicleUnloaded } from '../core/intake/vehicleVisit.ts';
import { decideOpenSealed } from '../core/release/openDeposit.ts';
import { decidePick } from '../core/release/dispatch.ts';
import { decideOpenStocktake } from '../core/stocktake/openStocktake.ts';
import {
  type CommandExecutionParts,
  concernedStation,
  decideAtStation,
  listStationScales,
  type StationCommand,
} from './stationCommands.ts';
import { decideCountAtStation } from './readerSweeps.ts';
import type { LoadOnScale } from '../core/model/packageLookup.ts';

/**
 * Decides on one command, records what follows, and lets waiting captures be tried again. The same command id is
 * executed once.
 */
export function executeCommand(written: Command, actor: Actor, parts: CommandExecutionParts): CommandOutcome {
  const command = measureWords(written);
  if ('refusal' in command) return refusedWith(command);
  const concerned = concernedStation(command, parts);
  for (const station of parts.stations.values())
    station.noteCommand(actor.operator, concerned === undefined ? null : station === concerned ? 'here' : 'elsewhere');
  const decide =
    command.kind === 'start-check' || command.kind === 'confirm-empty'
      ? decideAtStation(command, actor, parts)
      : withWhatFollows(decideCommand(command, actor, parts), { command, scales: () => listStationScales(parts) });
  const said = encodeCanonicalJson({ operator: actor.operator, command });
  const outcome = parts.recorder.record(`command:${command.id}`, decide, said);
  if (outcome === null) return { kind: 'not-recorded' };
  if (outcome.kind === 'refused') return refusedWith(outcome.refusal);
  const refusal = recordedRefusal(outcome.result);
  if (refusal) return refusedWith(refusal);
  if (outcome.result['contradicted'] === true && 'station' in command)
    parts.stations.get(command.station)?.loseSightOfLoad();
  // Captures that were refused for want of a job or a package may be accepted now.
  for (const station of parts.stations.values()) station.recordWaiting();
  return { kind: 'done', result: outcome.result };
}

const refusedWith = ({ refusal: code, params }: Refusal): CommandOutcome => ({ kind: 'refused', code, params });

type DecidedCommand = Exclude<Command, StationCommand>;
/** One function for each kind of command, which makes the core's decision. */
type CommandHandlers = {
  [K in DecidedCommand['kind']]: (command: Extract<DecidedCommand, { kind: K }>, context: CommandContext) => Decide;
};

interface CommandContext {
  meta: CommandMeta;
  actor: Actor;
  parts: CommandExecutionParts;
  stationKnown: (station: StationId) => boolean;
  loadAt: (station: StationId) => LoadOnScale;
  /** The recorded weighing of what lies on the scale of a job's station. */
  loadOfJob: (job: JobId) => WeighingId | null;
}

function decideCommand(command: DecidedCommand, actor: Actor, parts: CommandExecutionParts): Decide {
  const { random, stations, recorder } = parts;
  const loadAt = (station: StationId): LoadOnScale => ({
    station,
    weighing: stations.get(station)?.weighingOnScale() ?? null,
  });
  const context: CommandContext = {
    meta: { id: random.id(), operator: actor.operator },
    actor,
    parts,
    stationKnown: (station) => stations.has(station),
    loadAt,
    loadOfJob: (job) => {
      const station = recorder.displayBook.get('job', job)?.station;
      return station === undefined ? null : loadAt(station).weighing;
    },
  };
  const decideKind = COMMAND_HANDLERS[command.kind] as (command: DecidedCommand, context: CommandContext) => Decide;
  return decideKind(command, context);
}

const COMMAND_HANDLERS: CommandHandlers = {
  'open-job': ({ order, station }, { meta, stationKnown }) => {
    const event = {
      job: asJobId(meta.id),
      order,
      station,
      stationKnown: stationKnown(station),
      operator: meta.operator,
    };
    return (book, at) => jobs.decideOpenJob(event, book, at);
  },
  'return-scale': ({ station }, { meta, parts }) => {
    const scale = parts.stations.get(station)?.settings.scale;
    return (book) =>
      scale === undefined
        ? refuse('station-unknown', { station })
        : decideReturnScale({ ...meta, station, scale }, book);
  },
  'lift-doubt': ({ station }, { meta, parts }) => {
    const scale = parts.stations.get(station)?.settings.scale;
    return (book) =>
      scale === undefined ? refuse('station-unknown', { station }) : decideLiftDoubt({ ...meta, scale }, book);
  },
  identify: ({ station, code, typed, weighing }, { meta, loadAt }) => {
    const event = { ...loadAt(station), seen: weighing, code, typed, operator: meta.operator };
    return (book) => decideIdentify(event, book);
  },
  'hold-foreign': ({ station, identity, weighing }, { meta: { id, operator }, loadAt }) => {
    const event = { ...loadAt(station), seen: weighing, identity, operator, findingId: asFindingId(id) };
    return (book) => decideHoldForeign(event, book);
  },
  'name-weighing': ({ weighing, code, foreign }, { meta, parts }) => {
    const event = {
      weighing,
      code,
      isForeign: foreign,
      isLoadGone: [...parts.stations.values()].every((station) => station.isLoadGone(weighing)),
      operator: meta.operator,
      findingId: asFindingId(meta.id),
    };
    return (book) => decideNameWeighing(event, book);
  },
  'attach-tag':
    ({ package: id, epcHex }, { meta }) =>
    (book) =>
      decideAttachTag({ package: id, epcHex, operator: meta.operator, findingId: asFindingId(meta.id) }, book),
  'declare-missing':
    ({ job, package: id }, { meta }) =>
    (book) =>
      decideDeclareMissing({ job, package: id, operator: meta.operator, findingId: asFindingId(meta.id) }, book),
  'reverse-weighing':
    ({ weighing }, { meta, parts }) =>
    (book) => {
      const liesThere = [...parts.stations.values()].some((station) => station.weighingOnScale() === weighing);
      return decideReverse({ ...meta, weighing, liesThere, people: parts.people() }, book);
    },
  'close-job': ({ job }, { meta, loadOfJob, parts }) => {
    const event = { ...meta, job, loadOnScale: loadOfJob(job), scales: listStationScales(parts) };
    return (book, at) => {
      const answering = (operators: readonly OperatorId[], current: Book): OperatorId | null =>
        supervisorAmong(operators, { people: parts.people(), book: current, at });
      return jobs.decideCloseJob({ ...event, supervisorAmong: answering }, book);
    };
  },
  'end-delivery': ({ job }, { meta, loadOfJob }) => {
    const event = { ...meta, job, loadOnScale: loadOfJob(job) };
    return (book) => jobs.decideEndDelivery(event, book);
  },
  'move-job':
    ({ job, station }, { meta, stationKnown }) =>
    (book) =>
      jobs.decideMoveJob({ ...meta, job, station, stationKnown: stationKnown(station) }, book),
  'take-over-job':
    ({ job }, { meta }) =>
    (book) =>
      jobs.decideTakeOver({ ...meta, job }, book),
  'open-unannounced':
    ({ station }, { meta, stationKnown }) =>
    (book) =>
      jobs.decideOpenUnannounced({ ...meta, station, stationKnown: stationKnown(station) }, book),
  'form-group': ({ station, codes, palletKg, palletTareKind }, { meta, loadAt }) => {
    const event = {
      ...meta,
      station,
      codes,
      palletTareMg: readTypedKilograms(palletKg),
      palletTareKind,
      loadOnScale: loadAt(station).weighing,
    };
    return (book) => decideFormGroup(event, book);
  },
  'split-group':
    ({ group }, { meta }) =>
    (book) =>
      decideSplitGroup({ ...meta, group }, book),
  'type-weight':
    ({ job, package: id, grossKg, reason }, { meta }) =>
    (book) =>
      decideTypeWeight({ ...meta, job, package: id, grossMg: readTypedKilograms(grossKg), reason }, book),
  'type-removal': typedRemovalDecision,
  'vehicle-arrived':
    ({ station, plates }, { meta, parts }) =>
    (book, at) => {
      const settings = parts.stations.get(station)?.settings;
      const place = { station, stationKnown: settings !== undefined, weighbridge: settings?.weighbridge === true };
      return decideVehicleArrived({ ...meta, ...place, plates }, { book, at });
    },
  'vehicle-unloaded':
    ({ visit, lot, codes }, { meta }) =>
    (book) =>
      decideVehicleUnloaded({ ...meta, visit, lot, codes }, book),
  'announce-pass': ({ visit, axlesOn, driverAboard, empty, dunnage }, { meta, loadAt }) => {
    const pass = { visit, axlesOn, driverAboard, empty, dunnage };
    const event = { ...meta, ...pass, loadOnScale: (station: StationId) => loadAt(station).weighing };
    return (book, at) => decideAnnouncePass(event, { book, at });
  },
  'announce-load': ({ station, load }, { meta, stationKnown, loadAt, parts }) => {
    const scales = listStationScales(parts);
    const event = { ...meta, ...loadAt(station), load, stationKnown: stationKnown(station), scales };
    return (book) => decideAnnounceLoad(event, book);
  },
  pick:
    ({ job, code, how }, { meta }) =>
    (book) =>
      decidePick({ ...meta, job, code, how }, book),
  'open-sealed':
    ({ sealed, code }, { meta, parts }) =>
    (book) => {
      const deposit = book.get('deposit', sealed);
      // An opened deposit is refused whatever the code: no attempt is counted.
      const attempt = deposit?.state === 'sealed' ? parts.tryDepositCode(deposit, code) : { content: null };
      return decideOpenSealed({ ...meta, sealed, content: null, ...attempt }, book);
    },
  'open-stocktake': ({ station, scope }, { meta, stationKnown, parts }) => {
    const areaKnown = scope.kind === 'area-scope' && parts.areas.has(scope.area);
    return (book) =>
      decideOpenStocktake({ ...meta, station, scope, stationKnown: stationKnown(station), areaKnown }, book);
  },
  count:
    ({ stocktake, codes, how }, { meta, parts }) =>
    (book) =>
      decideCountAtStation({ ...meta, stocktake, codes, how }, { book, stations: parts.stations }),
  'report-finding':
    ({ code, package: id, note }, { meta }) =>
    (book) =>
      cases.decideReport({ ...meta, code, package: id, note }, book),
  'look-again':
    ({ finding, there }, { meta }) =>
    (book) =>
      cases.decideLookAgain({ ...meta, finding, there }, book),
  'approve-finding':
    ({ finding }, { meta, actor }) =>
    (book, at) =>
      cases.decideApprove({ ...meta, supervisor: actor.roles.includes('supervisor'), finding }, { book, at }),
  'confirm-date':
    ({ wallMs }, { meta }) =>
    (book, at) =>
      decideConfirmDate({ ...meta, wallMs }, { book, at }),
  'withdraw-request':
    ({ act, subject }, { meta }) =>
    (book) =>
      decideWithdrawRequest({ ...meta, act, subject }, book),
  'attach-photo':
    ({ finding, photo }, { meta, parts }) =>
    (book) =>
      decideAttachPhoto({ ...meta, finding, photo, storedBytes: parts.photoBytes(photo) }, book),
  quarantine:
    ({ package: id }, { meta }) =>
    (book) =>
      quarantine.decideQuarantine({ ...meta, package: id }, book),
  'lift-quarantine':
    ({ package: id }, { meta }) =>
    (book) =>
      quarantine.decideLiftQuarantine({ ...meta, package: id }, book),
  'name-deputy': ({ deputy, hours }, { meta, actor, parts }) => {
    const event = {
      ...meta,
      supervisor: actor.roles.includes('supervisor'),
      deputy,
      hours,
      deputyKnown: parts.people().some(({ operator }) => operator === deputy),
    };
    return () => cases.decideNameDeputy(event);
  },
  relocate:
    ({ codes, area }, { meta, parts }) =>
    (book) =>
      decideRelocate({ ...meta, codes, area, areaKnown: parts.areas.has(area) }, book),
  'allow-removal':
    ({ package: id, taker, mostKg }, { meta, parts }) =>
    (book) => {
      const terms = { mostMg: readTypedKilograms(mostKg), minutes: parts.announcementMinutes };
      return decideAllowRemoval({ ...meta, package: id, taker, ...terms, people: parts.people() }, book);
    },
  'check-seal':
    ({ package: id, seal, intact }, { meta }) =>
    (book) =>
      decideCheckSeal({ ...meta, package: id, seal, intact }, book),
  reseal:
    ({ package: id, reason, sealBefore, sealAfter }, { meta }) =>
    (book) =>
      decideReseal({ ...meta, package: id, reason, sealBefore, sealAfter }, book),
};
