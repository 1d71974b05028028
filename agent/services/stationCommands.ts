// Commands that concern a station itself rather than the book: which station one is about, and what is said of its scale.
import type { OperatorId, PhotoHash } from '../core/model/ids.ts';
import type { Random } from '../../drivers/contract/clock.ts';
import type { Actor, Command, CommandOutcome } from '../core/model/command.ts';
import { refuse } from '../core/model/decide.ts';
import { isOutOfService } from '../core/model/scaleService.ts';
import type { DepositRecord } from '../core/model/workRecords.ts';
import type { ReleaseOrder } from '../core/model/stockOrders.ts';
import type { StationController } from '../stations/stationController.ts';
import type { StationScale } from '../core/weight/weighingFitness.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';

/** What commands are executed with. */
export interface CommandExecutionParts {
  stations: ReadonlyMap<string, StationController>;
  recorder: DecisionRecorder;
  random: Random;
  /** Areas of the site file. */
  areas: ReadonlySet<string>;
  /** Whether the register has this operator. */
  operatorKnown(operator: OperatorId): boolean;
  /** Bytes of a stored photograph; null: there is none with this hash. */
  photoBytes(photo: PhotoHash): number | null;
  /** The release that headquarters' one-time code opens, null if it opens none; after wrong codes, the wait. */
  tryDepositCode(deposit: DepositRecord, code: string): { content: ReleaseOrder | null } | { waitSeconds: number };
}

/** The scales of all stations, for questions of fitness. */
export function listStationScales({ stations }: CommandExecutionParts): StationScale[] {
  return [...stations.values()].map((station) => station.stationScale());
}

/** The station at which a command is given, or whose job or vehicle it names. */
export function concernedStation(
  command: Command,
  { stations, recorder }: CommandExecutionParts,
): StationController | undefined {
  if ('station' in command && command.kind !== 'move-job') return stations.get(command.station);
  const { displayBook } = recorder;
  const named =
    'job' in command
      ? displayBook.get('job', command.job)
      : 'visit' in command
        ? displayBook.get('visit', command.visit)
        : undefined;
  const station = named?.station;
  return station === undefined ? undefined : stations.get(station);
}

/** Arming a check writes nothing: the check weighing that follows is the entry. */
export function armStationCheck(
  id: string,
  actor: Actor,
  { stations, recorder }: CommandExecutionParts,
): CommandOutcome {
  const station = stations.get(id);
  if (!station) return toRefusedOutcome(refuse('station-unknown', { station: id }));
  if (!station.settings.checkWeight) return toRefusedOutcome(refuse('no-check-weight', { station: id }));
  if (isOutOfService(recorder.displayBook, station.settings.scale))
    return toRefusedOutcome(refuse('scale-out-of-service', { station: id }));
  return station.armCheck(actor)
    ? { kind: 'done', result: { station: id } }
    : toRefusedOutcome(refuse('scale-not-ready', { station: id }));
}

/** A person states that the platform is empty after a silence of its scale. */
export function confirmStationEmpty(id: string, actor: Actor, { stations }: CommandExecutionParts): CommandOutcome {
  const station = stations.get(id);
  if (!station) return toRefusedOutcome(refuse('station-unknown', { station: id }));
  return station.confirmEmpty(actor)
    ? { kind: 'done', result: { station: id } }
    : toRefusedOutcome(refuse('scale-not-ready', { station: id }));
}

function toRefusedOutcome(refusal: ReturnType<typeof refuse>): CommandOutcome {
  return { kind: 'refused', code: refusal.refusal, params: refusal.params };
}
