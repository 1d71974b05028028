// `hakari recovery-key`: gives a base the key that its backups are sealed to. The private half is written to a file outside
// the data folder or printed once, and is stored nowhere here. `hakari init` does the same at the beginning.
import { parseArgs } from 'node:util';
import { assertRecoveryKeyChoice, giveRecoveryKey } from '../archive/recoveryKeyChoice.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import { userErrorMessage } from './userError.ts';

const USAGE = `hakari recovery-key --site FILE [--data DIR] [--to FILE | --recipient age1…]

Makes a recovery key: the private half goes to FILE, on a stick for one, or is printed once; the public half stays. With
--recipient no private half is ever here. Backups that are already made open with the key of their time.`;

/** Exit code: 0 the base has a new recovery key, 2 wrong call or nothing done. */
export async function runRecoveryKeyCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const options = parseArgumentsOrPrintUsage(
    USAGE,
    io,
    () => parseArgs({ args, options: { site: text, data: text, to: text, recipient: text } }).values,
  );
  if (!options) return 2;
  const { site, data, to, recipient } = options;
  if (site === undefined) return printUsageError(USAGE, io, '--site is missing');
  const read = readSiteFileOrPrintErrors(site, data, io);
  if (!read) return 2;
  try {
    const choice = { to, recipient };
    assertRecoveryKeyChoice(choice, read.site.data);
    await giveRecoveryKey(choice, read.site.data, (line) => io.out(line));
    return 0;
  } catch (error) {
    const message = userErrorMessage(error);
    if (message === null) throw error;
    io.err(message);
    return 2;
  }
}
