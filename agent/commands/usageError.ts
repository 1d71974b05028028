// A command's answer to a wrong call: what is wrong, how it is called, exit code 2.
import type { CliIo, ExitCode } from './cliCommand.ts';

/** The result of `parse`, or null after printing why the call is wrong, as node:util tells it. */
export function parseArgumentsOrPrintUsage<T>(usage: string, io: Pick<CliIo, 'err'>, parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error;
    printUsageError(usage, io, error.message);
    return null;
  }
}

/** Prints the reason and the usage; exit code 2. */
export function printUsageError(usage: string, io: Pick<CliIo, 'err'>, reason: string): ExitCode {
  io.err(`${reason}\nUsage: ${usage}`);
  return 2;
}
