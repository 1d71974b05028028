// `hakari keys`: prints the fingerprints of the base's keys, which two people compare at enrolment. Reads only.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BASE_KEYS_FILE } from '../link/contract/keyFileSchemas.ts';
import { type BaseKeys, formatKeyFingerprint, readBaseKeys } from '../link/keyFiles.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { userErrorMessage } from './userError.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';

/** What two people compare, and the file that goes to headquarters. */
export function printBaseKeys(keys: BaseKeys, { base, data }: { base: string; data: string }, io: CliIo): void {
  io.out(`Base ${base}`);
  io.out(`Fingerprint of its keys: ${formatKeyFingerprint(keys.public)}`);
  io.out(`Public keys for headquarters: ${join(data, BASE_KEYS_FILE)}`);
}

const USAGE = 'hakari keys --site FILE [--data DIR]';

/** Exit code: 0 done, 2 wrong call or unusable folder. */
export function runKeysCommand(args: string[], io: CliIo): ExitCode {
  const options = parseArgumentsOrPrintUsage(
    USAGE,
    io,
    () => parseArgs({ args, options: { site: { type: 'string' }, data: { type: 'string' } } }).values,
  );
  if (!options) return 2;
  if (options.site === undefined) return printUsageError(USAGE, io, '--site is missing');
  const read = readSiteFileOrPrintErrors(options.site, options.data, io);
  if (!read) return 2;
  const { base, data } = read.site;
  try {
    printBaseKeys(readBaseKeys(data, { base, epochKey: null }), read.site, io);
    return 0;
  } catch (error) {
    const message = userErrorMessage(error);
    if (message === null) throw error;
    io.err(message);
    return 2;
  }
}
