// `hakari run`: the agent of a base, until it is asked to end. Prints "ready URL", with --print-recorded one line a
// durable weighing ("recorded SEQ HASH WEIGHING LATENCY-MS"), and at the end "stopped MAX-RSS-KB". --record writes down
// every port's bytes; --replay takes such a recording in place of the ports.
import { existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { OpenPort } from '../../drivers/contract/port.ts';
import { openPort } from '../../drivers/ports/open.ts';
import { recordPorts } from '../../drivers/ports/record.ts';
import { FOLDER_BOUNDS, recordIntoFolder } from '../../drivers/ports/recordingFiles.ts';
import { openLog, type Log } from '../log.ts';
import { startAgent, type AgentParts } from '../start.ts';
import { systemChance, systemClock } from '../systemClock.ts';
import { softwareName } from '../version.ts';
import type { CommandIo, ExitCode } from './commandIo.ts';
import { mendable } from './mendable.ts';
import { recordingsOf, replayedSite, replayRefusal, replaySoftware, startReplay } from './replaying.ts';
import { installedPath, readSiteFile, type ReadSite } from './siteFile.ts';
import { parseCall, refuseCall } from './call.ts';

const USAGE = `hakari run --site FILE [--data DIR] [--print-recorded] [--record FOLDER]
       hakari run --site FILE --data EMPTY-DIR --replay FOLDER`;

interface Options {
  data: string | undefined;
  record: string | undefined;
  replay: string | undefined;
  printRecorded: boolean;
}

export async function run(args: string[], io: CommandIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const values = parseCall(
    USAGE,
    io,
    () =>
      parseArgs({
        args,
        options: { site: text, data: text, record: text, replay: text, 'print-recorded': { type: 'boolean' } },
      }).values,
  );
  if (!values) return 2;
  if (values.site === undefined) return refuseCall(USAGE, io, '--site is missing');
  const options: Options = {
    data: values.data,
    record: values.record,
    replay: values.replay,
    printRecorded: values['print-recorded'] === true,
  };
  const read = readSiteFile(values.site, options.data, io);
  if (!read) return 2;
  const refusal = refusalOf(options, read);
  if (refusal !== null) return refuseCall(USAGE, io, refusal);
  try {
    const clock = systemClock();
    const log = openLog();
    const agent = await startAgent({ ...basics(clock, log, io, options), ...source(options, read, { clock, log }) });
    io.out(`ready ${agent.url}`);
    await asked(io.stop);
    await agent.stop();
  } catch (error) {
    const told = mendable(error);
    if (told === null) throw error;
    io.err(told);
    return 2;
  }
  io.out(`stopped ${process.resourceUsage().maxRSS}`);
  return 0;
}

function refusalOf({ data, record, replay }: Options, loaded: ReadSite): string | null {
  if (record !== undefined && replay !== undefined) return '--record and --replay exclude each other';
  if (record !== undefined && existsSync(record) && readdirSync(record).length > 0)
    return `${record} is not empty: every run is recorded into a folder of its own`;
  return replay === undefined ? null : replayRefusal({ paths: [replay], data, loaded });
}

function basics(
  clock: Clock,
  log: Log,
  io: CommandIo,
  { printRecorded }: Options,
): Pick<AgentParts, 'clock' | 'chance' | 'log' | 'screenFolder' | 'captured' | 'recorded'> {
  return {
    clock,
    chance: systemChance(),
    log,
    screenFolder: installedPath('dist/agent/screen'),
    captured: () => undefined,
    recorded: (weighing, { seq, hash }) => {
      if (!printRecorded) return;
      io.out(
        `recorded ${seq} ${hash} ${weighing.weighing} ${Math.ceil(clock.monotonicMs() - weighing.readAtMonotonicMs)}`,
      );
    },
  };
}

/** Where the configuration and the bytes come from: the site file and its ports, or a recording of them. */
function source(
  { data, record, replay }: Options,
  read: ReadSite,
  { clock, log }: { clock: Clock; log: Log },
): Pick<AgentParts, 'loaded' | 'source' | 'software' | 'open' | 'checkAssumed'> {
  if (replay !== undefined) {
    const replaying = startReplay(recordingsOf({ paths: [replay], data, loaded: read }), clock);
    void replaying.ended.then(() => log('info', 'replay-ended', { detail: replaying.differences.join('; ') }));
    return {
      loaded: replayedSite(read, data ?? ''),
      source: null,
      software: replaySoftware(),
      open: replaying.open,
      checkAssumed: true,
    };
  }
  return {
    loaded: read,
    source: read.source,
    software: softwareName(),
    open: record === undefined ? openPort : recording(record, { clock, log }),
    checkAssumed: false,
  };
}

function recording(folder: string, { clock, log }: { clock: Clock; log: Log }): OpenPort {
  const sink = recordIntoFolder(folder, FOLDER_BOUNDS, (reason) => log('warn', 'recording-ended', { detail: reason }));
  return recordPorts(openPort, { clock, sink });
}

function asked(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
}
