// `hakari replay`: a recording drives the whole agent – drivers, stations, ledger – in a folder of its own, to its end;
// prints
// each captured weight and what differed. With --fast, time jumps from moment to moment: an hour takes seconds.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Clock } from '../../drivers/contract/clock.ts';
import { formatKilograms } from '../../drivers/contract/mass.ts';
import type { RecordingPart } from '../../drivers/ports/portRecording.ts';
import { createReplayClock, type ReplayClock } from '../../drivers/ports/replayClock.ts';
import type { LoadedSite } from '../../config/siteConfig.ts';
import type { Capture } from '../core/weight/loadObserver.ts';
import { openLog } from '../runtime/log.ts';
import { startAgent } from '../start.ts';
import { createSystemRandom, createSystemClock } from '../runtime/systemClock.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import {
  readReplayRecordings,
  isolateSiteForReplay,
  findReplayArgumentsError,
  replaySoftwareName,
  startReplay,
  type RunningReplay,
} from './replayRun.ts';
import { userErrorMessage } from './userError.ts';
import { installationPath, readSiteFileOrPrintErrors } from './siteFileInput.ts';

const USAGE =
  'hakari replay FILE-OR-FOLDER… --site FILE [--data EMPTY-DIR] [--fast] [--json]     without --data, the ledger of the replay is thrown away at its end';

/** Exit code: 0 replayed, 1 the agent wrote something else than then, 2 wrong call or no recording. */
export async function runReplayCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const call = parseArgumentsOrPrintUsage(USAGE, io, () =>
    parseArgs({ args, allowPositionals: true, options: { site: text, data: text, fast: flag, json: flag } }),
  );
  if (!call) return 2;
  const { positionals: paths, values } = call;
  if (values.site === undefined)
    return printUsageError(
      USAGE,
      io,
      '--site is missing: a recording holds bytes; which instrument and which station they belong to, the site file says',
    );
  const loaded = readSiteFileOrPrintErrors(values.site, values.data, io);
  if (!loaded) return 2;
  if (paths.length === 0) return printUsageError(USAGE, io, 'a replay needs a recording');
  const ownFolder = values.data === undefined ? mkdtempSync(join(tmpdir(), 'hakari-replay-')) : null;
  const data = values.data ?? ownFolder ?? '';
  try {
    const refusal = findReplayArgumentsError({ paths, data, loaded });
    return refusal === null
      ? await replayInto({ paths, data, loaded, fast: values.fast === true, json: values.json === true }, io)
      : printUsageError(USAGE, io, refusal);
  } finally {
    if (ownFolder !== null) rmSync(ownFolder, { recursive: true, force: true });
  }
}

interface ReplayTarget {
  paths: readonly string[];
  data: string;
  loaded: LoadedSite;
  fast: boolean;
  json: boolean;
}

async function replayInto({ paths, data, loaded, fast, json }: ReplayTarget, io: CliIo): Promise<ExitCode> {
  try {
    const parts = readReplayRecordings({ paths, data, loaded });
    const captures: ReplayedCapture[] = [];
    const captured = (one: ReplayedCapture): void => {
      captures.push(one);
      io.out(
        json
          ? JSON.stringify({ kind: 'capture', ...one })
          : `${(one.atMs / 1_000).toFixed(3)} s  ${one.station}  ${one.purpose} ${one.grossKg} kg, ${one.readings} readings`,
      );
    };
    const differences = await runReplayedAgent(
      { parts, loaded: isolateSiteForReplay(loaded, data), fast, captured },
      io.stop,
    );
    for (const difference of differences) io.err(difference);
    if (json) io.out(JSON.stringify({ kind: 'end', captures: captures.length, differences: differences.length }));
    else
      io.out(
        `${captures.length} weights captured; ${differences.length === 0 ? 'every write was the recorded one' : `${differences.length} writes differed`}.`,
      );
    return differences.length === 0 ? 0 : 1;
  } catch (error) {
    const told = userErrorMessage(error);
    if (told === null) throw error;
    io.err(told);
    return 2;
  }
}

interface ReplayedCapture {
  atMs: number;
  station: string;
  load: number;
  purpose: Capture['purpose'];
  grossKg: string;
  readings: number;
  rawHex: string;
}

interface ReplayedAgent {
  parts: readonly RecordingPart[];
  loaded: LoadedSite;
  fast: boolean;
  captured: (captured: ReplayedCapture) => void;
}

async function runReplayedAgent(
  { parts, loaded, fast, captured }: ReplayedAgent,
  stop: AbortSignal,
): Promise<readonly string[]> {
  const chance = createSystemRandom();
  const jumping = fast ? createReplayClock(parts[0]?.header.wallMs ?? 0, chance.id()) : null;
  const clock: Clock = jumping ?? createSystemClock();
  const replaying = startReplay(parts, clock);
  const startMs = clock.monotonicMs();
  const agent = await startAgent({
    loaded,
    siteSource: null,
    software: replaySoftwareName(),
    clock,
    random: chance,
    openPort: replaying.openPort,
    log: openLog(),
    screenFolder: installationPath('dist/agent/screen'),
    assumeCheckPassed: true,
    onCapture: (station, { load, purpose, grossMg, window, readAtMs }) =>
      captured({
        atMs: Math.round(readAtMs - startMs),
        station,
        load,
        purpose,
        grossKg: formatKilograms(grossMg),
        readings: window.readings,
        rawHex: window.rawHex,
      }),
    onWeighingRecorded: () => undefined,
  });
  await waitForReplayEnd(replaying, stop, jumping);
  let stopped = false;
  const stopping = agent.stop().then(() => {
    stopped = true;
  });
  // A question under way ends with its time-out: time must go on for that.
  await jumping?.run(() => stopped);
  await stopping;
  return replaying.differences;
}

/** Until the recordings are over or somebody stops it. */
function waitForReplayEnd({ ended }: RunningReplay, stop: AbortSignal, jumping: ReplayClock | null): Promise<void> {
  let isOver = stop.aborted;
  const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  const end = Promise.race([ended, stopped]).then(() => {
    isOver = true;
  });
  if (stop.aborted) return Promise.resolve();
  return jumping === null ? end : jumping.run(() => isOver);
}
