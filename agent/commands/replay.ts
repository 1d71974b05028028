// `hakari replay`: a recording drives the whole agent – drivers, stations, ledger – in a folder of its own, to its end;
// prints
// each captured weight and what differed. With --fast, time jumps from moment to moment: an hour takes seconds.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Clock } from '../../drivers/contract/clock.ts';
import { kgText } from '../../drivers/contract/mass.ts';
import type { RecordingPart } from '../../drivers/ports/recording.ts';
import { replayClock, type ReplayClock } from '../../drivers/ports/replayClock.ts';
import type { LoadedSite } from '../../config/load.ts';
import type { Capture } from '../core/weight/load.ts';
import { openLog } from '../log.ts';
import { startAgent } from '../start.ts';
import { systemChance, systemClock } from '../systemClock.ts';
import { parseCall, refuseCall } from './call.ts';
import type { CommandIo, ExitCode } from './commandIo.ts';
import { recordingsOf, replayedSite, replayRefusal, replaySoftware, startReplay, type Replaying } from './replaying.ts';
import { mendable } from './mendable.ts';
import { installedPath, readSiteFile } from './siteFile.ts';

const USAGE =
  'hakari replay FILE-OR-FOLDER… --site FILE [--data EMPTY-DIR] [--fast] [--json]     without --data, the ledger of the replay is thrown away at its end';

/** Exit code: 0 replayed, 1 the agent wrote something else than then, 2 wrong call or no recording. */
export async function replay(args: string[], io: CommandIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const call = parseCall(USAGE, io, () =>
    parseArgs({ args, allowPositionals: true, options: { site: text, data: text, fast: flag, json: flag } }),
  );
  if (!call) return 2;
  const { positionals: paths, values } = call;
  if (values.site === undefined)
    return refuseCall(
      USAGE,
      io,
      '--site is missing: a recording holds bytes; which instrument and which station they belong to, the site file says',
    );
  const loaded = readSiteFile(values.site, values.data, io);
  if (!loaded) return 2;
  if (paths.length === 0) return refuseCall(USAGE, io, 'a replay needs a recording');
  const ownFolder = values.data === undefined ? mkdtempSync(join(tmpdir(), 'hakari-replay-')) : null;
  const data = values.data ?? ownFolder ?? '';
  try {
    const refusal = replayRefusal({ paths, data, loaded });
    return refusal === null
      ? await replayInto({ paths, data, loaded, fast: values.fast === true, json: values.json === true }, io)
      : refuseCall(USAGE, io, refusal);
  } finally {
    if (ownFolder !== null) rmSync(ownFolder, { recursive: true, force: true });
  }
}

interface ReplayInto {
  paths: readonly string[];
  data: string;
  loaded: LoadedSite;
  fast: boolean;
  json: boolean;
}

async function replayInto({ paths, data, loaded, fast, json }: ReplayInto, io: CommandIo): Promise<ExitCode> {
  try {
    const parts = recordingsOf({ paths, data, loaded });
    const captures: Captured[] = [];
    const captured = (one: Captured): void => {
      captures.push(one);
      io.out(
        json
          ? JSON.stringify({ kind: 'capture', ...one })
          : `${(one.atMs / 1_000).toFixed(3)} s  ${one.station}  ${one.purpose} ${one.grossKg} kg, ${one.readings} readings`,
      );
    };
    const differences = await drive({ parts, loaded: replayedSite(loaded, data), fast, captured }, io.stop);
    for (const difference of differences) io.err(difference);
    if (json) io.out(JSON.stringify({ kind: 'end', captures: captures.length, differences: differences.length }));
    else
      io.out(
        `${captures.length} weights captured; ${differences.length === 0 ? 'every write was the recorded one' : `${differences.length} writes differed`}.`,
      );
    return differences.length === 0 ? 0 : 1;
  } catch (error) {
    const told = mendable(error);
    if (told === null) throw error;
    io.err(told);
    return 2;
  }
}

interface Captured {
  atMs: number;
  station: string;
  load: number;
  purpose: Capture['purpose'];
  grossKg: string;
  readings: number;
  rawHex: string;
}

interface Drive {
  parts: readonly RecordingPart[];
  loaded: LoadedSite;
  fast: boolean;
  captured: (captured: Captured) => void;
}

async function drive({ parts, loaded, fast, captured }: Drive, stop: AbortSignal): Promise<readonly string[]> {
  const chance = systemChance();
  const jumping = fast ? replayClock(parts[0]?.header.wallMs ?? 0, chance.id()) : null;
  const clock: Clock = jumping ?? systemClock();
  const replaying = startReplay(parts, clock);
  const startMs = clock.monotonicMs();
  const agent = await startAgent({
    loaded,
    source: null,
    software: replaySoftware(),
    clock,
    chance,
    open: replaying.open,
    log: openLog(),
    screenFolder: installedPath('dist/agent/screen'),
    checkAssumed: true,
    captured: (station, { load, purpose, grossMg, window, readAtMs }) =>
      captured({
        atMs: Math.round(readAtMs - startMs),
        station,
        load,
        purpose,
        grossKg: kgText(grossMg),
        readings: window.readings,
        rawHex: window.rawHex,
      }),
    recorded: () => undefined,
  });
  await over(replaying, stop, jumping);
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
function over({ ended }: Replaying, stop: AbortSignal, jumping: ReplayClock | null): Promise<void> {
  let isOver = stop.aborted;
  const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
  const end = Promise.race([ended, stopped]).then(() => {
    isOver = true;
  });
  if (stop.aborted) return Promise.resolve();
  return jumping === null ? end : jumping.run(() => isOver);
}
