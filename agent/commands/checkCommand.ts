// `hakari check`: reads a site file and prints every error at once. Starts and writes nothing.
import { parseArgs } from 'node:util';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';

const USAGE = 'hakari check --site FILE';

/** Exit code: 0 the file is valid, 2 it is not, or the call is wrong. */
export function runCheckCommand(args: string[], io: CliIo): ExitCode {
  const options = parseArgumentsOrPrintUsage(
    USAGE,
    io,
    () => parseArgs({ args, options: { site: { type: 'string' } } }).values,
  );
  if (!options) return 2;
  if (options.site === undefined) return printUsageError(USAGE, io, '--site is missing');
  const read = readSiteFileOrPrintErrors(options.site, undefined, io);
  if (!read) return 2;
  const { stations, instruments } = read.site;
  io.out(
    `Base ${read.site.base}: ${stations.length} stations, ${instruments.length} instruments, no faults. Configuration ${read.configHash}`,
  );
  for (const { id, port } of instruments) {
    // The kernel numbers these in the order in which it finds the devices, which may change with a restart.
    if (port.kind === 'serial' && /^\/dev\/tty(USB|ACM)\d+$/.test(port.path))
      io.err(
        `Hint: ${id} is on ${port.path}, a name that may go to another instrument. Use its link under /dev/serial/by-id or by-path.`,
      );
  }
  return 0;
}
