// Work on the link half that storage trouble may interrupt. A locked or full file is waited for, with growing pauses; any
// other exception costs the one piece of work, and nothing ends the process. Must not know MQTT.
import { errorText } from '../../../drivers/contract/errorText.ts';
import { isStorageTrouble } from '../store/sqliteFile.ts';
import type { TroubleTally } from './troubleTally.ts';

const PAUSE_FIRST_MS = 100;
const PAUSE_LONGEST_MS = 5_000;

/** Kinds of trouble as they are told. */
const STORAGE = 'headquarters’ file';
const DEFECT = 'dropped by a fault of the program';

/** `done`; `dropped`: it failed in another way than by storage and is not tried again; `given-up`: `isOver` came first. */
export type PersistentOutcome = 'done' | 'dropped' | 'given-up';

/** What trying again needs. */
export interface Persistence {
  tally: TroubleTally;
  /** Resolves after that time, or at once when the service ends. */
  pause: (ms: number) => Promise<void>;
}

/** Tries `work` until it is done, dropped, or no longer wanted. It must be right whether or not an attempt was committed. */
export async function workPersistently(
  { tally, pause }: Persistence,
  { subject, work, isOver }: { subject: string; work: () => void; isOver: () => boolean },
): Promise<PersistentOutcome> {
  for (let pauseMs = PAUSE_FIRST_MS; !isOver(); pauseMs = Math.min(PAUSE_LONGEST_MS, pauseMs * 2)) {
    const outcome = workOnce(tally, { subject, work });
    if (outcome !== 'storage') {
      if (pauseMs > PAUSE_FIRST_MS) tally.end(STORAGE, 'can be written again');
      return outcome;
    }
    await pause(pauseMs);
  }
  return 'given-up';
}

/** One attempt; nothing that it throws goes further. */
export function workOnce(
  tally: TroubleTally,
  { subject, work }: { subject: string; work: () => void },
): 'done' | 'dropped' | 'storage' {
  try {
    work();
    return 'done';
  } catch (error) {
    if (isStorageTrouble(error)) {
      tally.count(STORAGE, `${errorText(error)}; nothing is acknowledged, it is tried again`);
      return 'storage';
    }
    tally.count(DEFECT, `${subject}: ${errorText(error)}`);
    return 'dropped';
  }
}
