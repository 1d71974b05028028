// What `hakari replay` and `hakari run --replay` share: recordings become the agent's ports, and nothing of it can be
// taken for real: an own empty data folder, no link to headquarters, "replay" in the software's name that every
// weighing carries.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { OpenPort } from '../../drivers/contract/port.ts';
import { readRecordingFiles } from '../../drivers/ports/recordingFiles.ts';
import type { RecordingPart } from '../../drivers/ports/portRecording.ts';
import { replayPorts } from '../../drivers/ports/portReplay.ts';
import type { LoadedSite } from '../../config/siteConfig.ts';
import { readSoftwareName } from '../runtime/version.ts';

export interface ReplayArguments {
  paths: readonly string[];
  data: string | undefined;
  loaded: LoadedSite;
}

/** Why it cannot begin, in words; else null. */
export function findReplayArgumentsError({ paths, data }: ReplayArguments): string | null {
  if (paths.length === 0) return 'a replay needs a recording';
  if (data === undefined) return 'a replay needs --data: a folder of its own, never the base’s';
  if (existsSync(data) && readdirSync(data).length > 0)
    return `${data} is not empty: a replay begins with an empty folder of its own`;
  return null;
}

export function readReplayRecordings({ paths }: ReplayArguments): RecordingPart[] {
  return readRecordingFiles(paths);
}

/** As read, but for what a replay must not do: talk to headquarters, take the running agent's web port. */
export function isolateSiteForReplay(loaded: LoadedSite, data: string): LoadedSite {
  const { site } = loaded;
  return { ...loaded, site: { ...site, data: resolve(data), headquarters: null, http: { ...site.http, port: 0 } } };
}

export function replaySoftwareName(): string {
  return `${readSoftwareName()} (replay)`;
}

export interface RunningReplay {
  openPort: OpenPort;
  /** Resolves when the recordings are over. */
  ended: Promise<void>;
  /** What the agent wrote that it did not write then. */
  differences: readonly string[];
}

export function startReplay(parts: readonly RecordingPart[], clock: Clock): RunningReplay {
  const differences: string[] = [];
  let over: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  const open = replayPorts(parts, { clock, onEnd: () => over(), onMismatch: (trouble) => differences.push(trouble) });
  return { openPort: open, ended, differences };
}
