// `hakari run`: the agent of a base, until it is asked to end. Prints "ready URL", with --print-recorded one line for
// each durable weighing ("recorded SEQ HASH WEIGHING LATENCY-MS"), and at the end "stopped MAX-RSS-KB". --record writes
// every port's bytes into a folder; --replay takes such a recording in place of the ports.
import { existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { OpenPort } from '../../drivers/contract/port.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { recordPorts } from '../../drivers/ports/portRecorder.ts';
import { RECORDING_FOLDER_LIMITS, recordToFolder } from '../../drivers/ports/recordingFiles.ts';
import { readDiskSpace } from '../runtime/diskSpaceWatch.ts';
import { openLog, type Log } from '../runtime/log.ts';
import { startAgent, type AgentParts } from '../start.ts';
import { beginBase, openBaseStore } from '../services/baseStore.ts';
import { createSystemRandom, createSystemClock } from '../runtime/systemClock.ts';
import { readReleasedWallMs, readSoftwareName } from '../runtime/version.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { userErrorMessage } from './userError.ts';
import {
  readReplayRecordings,
  isolateSiteForReplay,
  findReplayArgumentsError,
  replaySoftwareName,
  startReplay,
} from './replayRun.ts';
import { loadCommodities } from '../../config/commodities.ts';
import { installationPath, readSiteFileOrPrintErrors, type SiteFromFile } from './siteFileInput.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';

const USAGE = `hakari run --site FILE [--data DIR] [--print-recorded] [--record FOLDER]
       hakari run --site FILE --data EMPTY-DIR --replay FOLDER`;

interface RunOptions {
  data: string | undefined;
  record: string | undefined;
  replay: string | undefined;
  printRecorded: boolean;
}

/** Exit code: 0 it was asked to end, 2 it could not start. */
export async function runAgentCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const values = parseArgumentsOrPrintUsage(
    USAGE,
    io,
    () =>
      parseArgs({
        args,
        options: { site: text, data: text, record: text, replay: text, 'print-recorded': { type: 'boolean' } },
      }).values,
  );
  if (!values) return 2;
  if (values.site === undefined) return printUsageError(USAGE, io, '--site is missing');
  const options: RunOptions = {
    data: values.data,
    record: values.record,
    replay: values.replay,
    printRecorded: values['print-recorded'] === true,
  };
  const read = readSiteFileOrPrintErrors(values.site, options.data, io);
  if (!read) return 2;
  const optionsError = findRunOptionsError(options, read);
  if (optionsError !== null) return printUsageError(USAGE, io, optionsError);
  try {
    const clock = createSystemClock();
    const log = openLog();
    const agent = await startAgent({
      ...baseAgentParts({ clock, log, io, options }),
      ...siteAgentParts(options, read, { clock, log }),
    });
    io.out(`ready ${agent.url}`);
    await waitForStop(io.stop);
    await agent.stop();
  } catch (error) {
    const message = userErrorMessage(error);
    if (message === null) throw error;
    io.err(message);
    return 2;
  }
  io.out(`stopped ${process.resourceUsage().maxRSS}`);
  return 0;
}

function findRunOptionsError({ data, record, replay }: RunOptions, loaded: SiteFromFile): string | null {
  if (record !== undefined && replay !== undefined) return '--record and --replay exclude each other';
  if (record !== undefined && existsSync(record) && readdirSync(record).length > 0)
    return `${record} is not empty: every run is recorded into a folder of its own`;
  return replay === undefined ? null : findReplayArgumentsError({ paths: [replay], data, loaded });
}

function baseAgentParts({
  clock,
  log,
  io,
  options,
}: {
  clock: Clock;
  log: Log;
  io: CliIo;
  options: RunOptions;
}): Pick<AgentParts, 'clock' | 'random' | 'log' | 'screenFolder' | 'commodities' | 'onCapture' | 'onWeighingRecorded'> {
  return {
    clock,
    random: createSystemRandom(),
    log,
    screenFolder: installationPath('dist/agent/screen'),
    commodities: loadCommodities(installationPath('config/commodities.yaml')),
    onCapture: () => undefined,
    onWeighingRecorded: (weighing, { seq, hash }) => {
      if (!options.printRecorded) return;
      io.out(
        `recorded ${seq} ${hash} ${weighing.weighing} ${Math.ceil(clock.monotonicMs() - weighing.readAtMonotonicMs)}`,
      );
    },
  };
}

/** Where the configuration and the bytes come from: the site file and its ports, or a recording of them. */
function siteAgentParts(
  { data, record, replay }: RunOptions,
  read: SiteFromFile,
  { clock, log }: { clock: Clock; log: Log },
): Pick<
  AgentParts,
  | 'loaded'
  | 'siteSource'
  | 'software'
  | 'releasedWallMs'
  | 'openPort'
  | 'assumeCheckPassed'
  | 'openStore'
  | 'readDiskSpace'
> {
  if (replay !== undefined) {
    const running = startReplay(readReplayRecordings({ paths: [replay], data, loaded: read }), clock);
    void running.ended.then(() => log('info', 'replay-ended', { detail: running.differences.join('; ') }));
    return {
      loaded: isolateSiteForReplay(read, data ?? ''),
      siteSource: null,
      software: replaySoftwareName(),
      releasedWallMs: 0,
      openPort: running.openPort,
      assumeCheckPassed: true,
      openStore: beginBase,
      readDiskSpace: () => null,
    };
  }
  return {
    loaded: read,
    siteSource: read.source,
    software: readSoftwareName(),
    releasedWallMs: readReleasedWallMs(),
    openPort: record === undefined ? openPort : recordingPorts(record, { clock, log }),
    assumeCheckPassed: false,
    openStore: openBaseStore,
    readDiskSpace,
  };
}

function recordingPorts(folder: string, { clock, log }: { clock: Clock; log: Log }): OpenPort {
  const sink = recordToFolder(folder, RECORDING_FOLDER_LIMITS, (reason) =>
    log('warn', 'recording-ended', { detail: reason }),
  );
  return recordPorts(openPort, { clock, sink });
}

function waitForStop(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
}
