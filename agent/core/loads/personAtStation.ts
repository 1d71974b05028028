// Who is at a station: from a person's first command there until signing out, a quarter of an hour without a command, or a
// command elsewhere. Looking is not being there. Reads only what the stations have seen since their start.
import type { OperatorId } from '../model/ids.ts';

/** A person who has given no command for so long is at no station. */
export const PERSON_IDLE_MS = 900_000;

/** What a station has seen of a person since it started, on the monotonic clock; 0: never. */
export interface PersonSeen {
  /** The last command, wherever it was. */
  commandMs: number;
  /** The last command at this station. */
  hereMs: number;
  /** The last command at another station, or signing out. */
  departedMs: number;
}

/** Who is at the station now; of several the one who gave a command last; null: nobody. */
export function personAtStation(people: ReadonlyMap<OperatorId, PersonSeen>, nowMs: number): OperatorId | null {
  let latest: { operator: OperatorId; hereMs: number } | null = null;
  for (const [operator, { commandMs, hereMs, departedMs }] of people) {
    const isHere = hereMs > 0 && hereMs > departedMs && nowMs - commandMs <= PERSON_IDLE_MS;
    if (isHere && (latest === null || hereMs >= latest.hereMs)) latest = { operator, hereMs };
  }
  return latest?.operator ?? null;
}
