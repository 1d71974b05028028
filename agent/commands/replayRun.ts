// What `hakari replay` and `hakari run --replay` share: recordings become the agent's ports, and its weighings cannot
// be taken for real ones: an empty data folder of its own, no link to headquarters, and "replay" in the software's
// name, which every weighing carries.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { OpenPort } from '../../drivers/contract/port.ts';
import { readRecordingFiles } from '../../drivers/ports/recordingFiles.ts';
import type { RecordingPart } from '../../drivers/ports/portRecording.ts';
import { replayPorts } from '../../drivers/ports/portReplay.ts';
import type { LoadedSite } from '../../config/siteConfig.ts';
import { readSoftwareName } from '../runtime/version.ts';

/** What a replay is called with. */
export interface ReplayArguments {
  paths: readonly string[];
  data: string | undefined;
  loaded: LoadedSite;
}

/** Why the replay cannot begin; null: it can. */
export function findReplayArgumentsError({ paths, data }: ReplayArguments): string | null {
  if (paths.length === 0) return 'a replay needs a recording';
  if (data === undefined) return 'a replay needs --data: a folder of its own, never the base’s';
  if (existsSync(data) && readdirSync(data).length > 0)
    return `${data} is not empty: a replay begins with an empty folder of its own`;
  return null;
}

/**
 * The parts of every recording.
 *
 * @throws {RecordingError} when a file is no recording
 */
export function readReplayRecordings({ paths }: ReplayArguments): RecordingPart[] {
  return readRecordingFiles(paths);
}

/** The site without headquarters, with a data folder and a web port of its own. */
export function isolateSiteForReplay(loaded: LoadedSite, data: string): LoadedSite {
  const { site } = loaded;
  return { ...loaded, site: { ...site, data: resolve(data), headquarters: null, http: { ...site.http, port: 0 } } };
}

/** As every weighing of a replay carries it. */
export function replaySoftwareName(): string {
  return `${readSoftwareName()} (replay)`;
}

/** The recordings as ports. */
export interface RunningReplay {
  openPort: OpenPort;
  /** Resolves when the recordings are over. */
  ended: Promise<void>;
  /** Writes of the agent that differ from the recorded ones; grows while it runs. */
  differences: readonly string[];
}

/** Begins the replay at the clock's present time. */
export function startReplay(parts: readonly RecordingPart[], clock: Clock): RunningReplay {
  const differences: string[] = [];
  let resolveEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });
  const openPort = replayPorts(parts, {
    clock,
    onEnd: () => resolveEnded(),
    onMismatch: (difference) => differences.push(difference),
  });
  return { openPort, ended, differences };
}
