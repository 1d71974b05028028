// From a person's command to the core's decision: adds what the decision needs from the stations (which load lies where) and
// fresh ids. Decides nothing itself.
import type { Chance } from '../../drivers/contract/clock.ts';
import type { Actor, Command, CommandOutcome } from '../core/command.ts';
import { type Decide, refuse } from '../core/decision.ts';
import { decideAttachTag, decideHoldForeign, decideIdentify, decideMissing, type LoadOnScale } from '../core/intake/identify.ts';
import { decideCloseJob, decideOpenJob, decideReverse } from '../core/intake/intake.ts';
import type { Recorder } from './recorder.ts';
import type { Station } from './station.ts';

export interface CommandParts {
  stations: ReadonlyMap<string, Station>;
  recorder: Recorder;
  chance: Chance;
}

export function performCommand(command: Command, actor: Actor, parts: CommandParts): CommandOutcome {
  if (command.kind === 'start-check') return startCheck(command.station, actor, parts);
  const outcome = parts.recorder.record(`command:${command.id}`, decisionFor(command, actor, parts));
  if (outcome === null) return { kind: 'not-recorded' };
  if (outcome.kind === 'refused') return { kind: 'refused', code: outcome.refusal.refusal, params: outcome.refusal.params };
  // Captures that were refused for want of a job, or a load that waits for its package, may go on now.
  for (const station of parts.stations.values()) station.record();
  return { kind: 'done', result: outcome.result };
}

/** Arming a check is no fact yet and writes nothing: the check weighing that follows is the entry. */
function startCheck(id: string, actor: Actor, { stations }: CommandParts): CommandOutcome {
  const station = stations.get(id);
  if (!station) return refused(refuse('station-unknown', { station: id }));
  if (!station.settings.checkWeight) return refused(refuse('no-check-weight', { station: id }));
  return station.armCheck(actor) ? { kind: 'done', result: { station: id } } : refused(refuse('scale-not-ready', { station: id }));
}

function refused(refusal: ReturnType<typeof refuse>): CommandOutcome {
  return { kind: 'refused', code: refusal.refusal, params: refusal.params };
}

function decisionFor(command: Exclude<Command, { kind: 'start-check' }>, { operator }: Actor, parts: CommandParts): Decide {
  const { chance, stations, recorder } = parts;
  switch (command.kind) {
    case 'open-job': {
      const event = { job: chance.id(), order: command.order, station: command.station, stationKnown: stations.has(command.station), operator };
      return (now) => decideOpenJob(event, now);
    }
    case 'identify': {
      const { code, typed } = command;
      const event = { ...loadAt(command.station, stations), code, typed, operator, findingIds: [chance.id(), chance.id()] as const };
      return (now) => decideIdentify(event, now);
    }
    case 'hold-foreign': {
      const event = { ...loadAt(command.station, stations), identity: command.identity, operator, findingId: chance.id() };
      return (now) => decideHoldForeign(event, now);
    }
    case 'attach-tag':
      return (now) => decideAttachTag({ package: command.package, epcHex: command.epcHex, operator }, now);
    case 'declare-missing': {
      const event = { job: command.job, package: command.package, operator, findingId: chance.id() };
      return (now) => decideMissing(event, now);
    }
    case 'reverse-weighing':
      return (now) => decideReverse({ weighing: command.weighing, operator }, now);
    case 'close-job': {
      const station = recorder.shown.get('job', command.job)?.station;
      const loadOnScale = station === undefined ? null : loadAt(station, stations).weighing;
      const event = { job: command.job, operator, loadOnScale, findingId: chance.id() };
      return (now) => decideCloseJob(event, now);
    }
  }
}

function loadAt(station: string, stations: ReadonlyMap<string, Station>): LoadOnScale {
  return { station, weighing: stations.get(station)?.loadOnScale() ?? null };
}
