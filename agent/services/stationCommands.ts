// Commands that concern a station itself rather than the book: which station one is about, and what is said of its scale.
import type { PhotoHash } from '../core/model/ids.ts';
import type { Random } from '../../drivers/contract/clock.ts';
import type { Book } from '../core/model/book.ts';
import type { Actor, Command } from '../core/model/command.ts';
import { type Decide, type Refusal, refuse } from '../core/model/decide.ts';
import type { BasePeople } from '../core/model/whoMayAct.ts';
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
  /** How long "the next load is …" holds, and a consent to a removal. */
  announcementMinutes: number;
  /** Everybody of the register. */
  people(): BasePeople;
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

/** A command that changes what a station waits for, and writes no entry. */
export type StationCommand = Extract<Command, { kind: 'start-check' | 'confirm-empty' }>;

/**
 * Arms the check of a station's scale, or states that its platform is empty after a silence. No entry follows: the
 * check weighing, or the load that comes next, is one.
 */
export function decideAtStation(command: StationCommand, actor: Actor, parts: CommandExecutionParts): Decide {
  return (book) => {
    const station = parts.stations.get(command.station);
    if (!station) return refuse('station-unknown', { station: command.station });
    const isDone = command.kind === 'start-check' ? armCheck(station, actor, book) : station.confirmEmpty(actor);
    if (typeof isDone !== 'boolean') return isDone;
    if (!isDone) return refuse('scale-not-ready', { station: command.station });
    return { entries: [], effects: [], result: { station: command.station } };
  };
}

function armCheck(station: StationController, actor: Actor, book: Book): boolean | Refusal {
  const { id, checkWeight, scale } = station.settings;
  if (!checkWeight) return refuse('no-check-weight', { station: id });
  if (isOutOfService(book, scale)) return refuse('scale-out-of-service', { station: id });
  return station.armCheck(actor);
}
