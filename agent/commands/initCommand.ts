// `hakari init`: begins a base, once: ledger, keys, an empty register, and the recovery key of its backups. Prints the
// fingerprints that two people compare at enrolment.
import { parseArgs } from 'node:util';
import { assertRecoveryKeyChoice, giveRecoveryKey } from '../archive/recoveryKeyChoice.ts';
import { createSystemClock, createSystemRandom } from '../runtime/systemClock.ts';
import { readSoftwareName } from '../runtime/version.ts';
import { beginBase } from '../services/baseStore.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { printBaseKeys } from './keysCommand.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import { userErrorMessage } from './userError.ts';

const USAGE = `hakari init --site FILE [--data DIR] [--recovery-key FILE | --recipient age1…]

The private half of the recovery key, which opens the base's backups, goes to FILE, or is printed once; with --recipient
backups are sealed to a key that somebody else made.`;

/** Exit code: 0 begun, 2 wrong call, or a base is there already. */
export async function runInitCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const options = parseArgumentsOrPrintUsage(
    USAGE,
    io,
    () => parseArgs({ args, options: { site: text, data: text, 'recovery-key': text, recipient: text } }).values,
  );
  if (!options) return 2;
  if (options.site === undefined) return printUsageError(USAGE, io, '--site is missing');
  const read = readSiteFileOrPrintErrors(options.site, options.data, io);
  if (!read) return 2;
  const choice = { to: options['recovery-key'], recipient: options.recipient };
  try {
    assertRecoveryKeyChoice(choice, read.site.data);
    const store = await beginBase({
      site: read.site,
      software: readSoftwareName(),
      clock: createSystemClock(),
      random: createSystemRandom(),
    });
    await store.close();
    await giveRecoveryKey(choice, read.site.data, (line) => io.out(line));
    printBaseKeys(store.keys, read.site, io);
    return 0;
  } catch (error) {
    const message = userErrorMessage(error);
    if (message === null) throw error;
    io.err(message);
    return 2;
  }
}
