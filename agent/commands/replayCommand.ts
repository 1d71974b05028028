// `hakari replay`: a recording drives the whole agent – drivers, stations, ledger – in a folder of its own, to its end.
// Prints each captured weight and every write that differs from the recording. With --fast, time jumps from event to
// event: an hour takes seconds.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Clock } from '../../drivers/contract/clock.ts';
import { formatKilograms } from '../../drivers/contract/mass.ts';
import type { RecordingPart } from '../../drivers/ports/portRecording.ts';
import { createReplayClock, type ReplayClock } from '../../drivers/ports/replayClock.ts';
import type { LoadedSite } from '../../config/siteConfig.ts';
import type { Capture } from '../core/weight/loadState.ts';
import { openLog } from '../runtime/log.ts';
import { startAgent } from '../start.ts';
import { beginBase } from '../services/baseStore.ts';
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
import { loadCommodities } from '../../config/commodities.ts';
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
    const argumentsError = findReplayArgumentsError({ paths, data, loaded });
    return argumentsError === null
      ? await replayInto({ paths, data, loaded, fast: values.fast === true, json: values.json === true }, io)
      : printUsageError(USAGE, io, argumentsError);
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
    const onCapture = (capture: ReplayedCapture): void => {
      captures.push(capture);
      io.out(
        json
          ? JSON.stringify({ kind: 'capture', ...capture })
          : `${(capture.atMs / 1_000).toFixed(3)} s  ${capture.station}  ${capture.purpose} ${capture.grossKg} kg, ${capture.readings} readings`,
      );
    };
    const differences = await runReplayedAgent(
      { parts, loaded: isolateSiteForReplay(loaded, data), fast, onCapture },
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
    const message = userErrorMessage(error);
    if (message === null) throw error;
    io.err(message);
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
  onCapture: (capture: ReplayedCapture) => void;
}

async function runReplayedAgent(
  { parts, loaded, fast, onCapture }: ReplayedAgent,
  stop: AbortSignal,
): Promise<readonly string[]> {
  const random = createSystemRandom();
  const replayClock = fast ? createReplayClock(parts[0]?.header.wallMs ?? 0, random.id()) : null;
  const clock: Clock = replayClock ?? createSystemClock();
  const replay = startReplay(parts, clock);
  const startMs = clock.monotonicMs();
  const agent = await startAgent({
    loaded,
    siteSource: null,
    software: replaySoftwareName(),
    releasedWallMs: 0,
    clock,
    random,
    openPort: replay.openPort,
    log: openLog(),
    screenFolder: installationPath('dist/agent/screen'),
    commodities: loadCommodities(installationPath('config/commodities.yaml')),
    assumeCheckPassed: true,
    openStore: beginBase,
    readDiskSpace: () => null,
    onCapture: (station, { load, purpose, grossMg, window, readAtMs }) =>
      onCapture({
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
  await waitForReplayEnd(replay, stop, replayClock);
  let isStopped = false;
  const stopping = agent.stop().then(() => {
    isStopped = true;
  });
  // A poll under way ends with its time-out, for which time must go on.
  await replayClock?.run(() => isStopped);
  await stopping;
  return replay.differences;
}

/** Until the recordings are over or somebody stops it. */
function waitForReplayEnd({ ended }: RunningReplay, stop: AbortSignal, replayClock: ReplayClock | null): Promise<void> {
  let isOver = stop.aborted;
  const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  const end = Promise.race([ended, stopped]).then(() => {
    isOver = true;
  });
  if (stop.aborted) return Promise.resolve();
  return replayClock === null ? end : replayClock.run(() => isOver);
}
