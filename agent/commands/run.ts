// `hakari run`: the agent of a base, until it is asked to end. Prints "ready URL", with --print-recorded one line a durable
// weighing ("recorded SEQ HASH WEIGHING LATENCY-MS"), and at the end "stopped MAX-RSS-KB".
import { parseArgs } from 'node:util';
import { openPort } from '../../drivers/ports/open.ts';
import { KeyFileError } from '../headquarters/keys.ts';
import { LedgerRefusal } from '../ledger/trouble.ts';
import { openLog } from '../log.ts';
import { RegisterInUse } from '../register/register.ts';
import { startAgent } from '../start.ts';
import { systemChance, systemClock } from '../systemClock.ts';
import { softwareName } from '../version.ts';
import type { CommandIo, ExitCode } from './commandIo.ts';
import { installedPath, readSiteFile } from './siteFile.ts';
import { parseCall, refuseCall } from './call.ts';

const USAGE = 'hakari run --site FILE [--data DIR] [--print-recorded]';

export async function run(args: string[], io: CommandIo): Promise<ExitCode> {
  const options = parseCall(USAGE, io, () => parseArgs({ args, options: { site: { type: 'string' }, data: { type: 'string' }, 'print-recorded': { type: 'boolean' } } }).values);
  if (!options) return 2;
  if (options.site === undefined) return refuseCall(USAGE, io, '--site is missing');
  const read = readSiteFile(options.site, options.data, io);
  if (!read) return 2;
  const clock = systemClock();
  try {
    const agent = await startAgent({
      ...read,
      software: softwareName(),
      clock,
      chance: systemChance(),
      open: openPort,
      log: openLog(),
      screenFolder: installedPath('dist/agent/screen'),
      recorded: (weighing, { seq, hash }) => {
        if (options['print-recorded'] !== true) return;
        io.out(`recorded ${seq} ${hash} ${weighing.weighing} ${Math.ceil(clock.monotonicMs() - weighing.readAtMonotonicMs)}`);
      },
    });
    io.out(`ready ${agent.url}`);
    await asked(io.stop);
    await agent.stop();
  } catch (error) {
    if (!isExpected(error)) throw error;
    io.err(error.message);
    return 2;
  }
  io.out(`stopped ${process.resourceUsage().maxRSS}`);
  return 0;
}

function asked(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
}

/** Trouble that a person can mend, told in its own words; anything else is a defect and keeps its stack. */
function isExpected(error: unknown): error is Error {
  const mendable = error instanceof LedgerRefusal || error instanceof RegisterInUse || error instanceof KeyFileError;
  return mendable || (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES'));
}
