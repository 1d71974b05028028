// How a command answers a wrong call: what is wrong, how it is called, exit code 2.
import type { CliIo, ExitCode } from './cliCommand.ts';

/** What `parse` gives, or null after telling the person why the call is wrong (node:util's own words). */
export function parseArgumentsOrPrintUsage<T>(text: string, io: Pick<CliIo, 'err'>, parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error;
    printUsageError(text, io, error.message);
    return null;
  }
}

export function printUsageError(text: string, io: Pick<CliIo, 'err'>, reason: string): ExitCode {
  io.err(`${reason}\nUsage: ${text}`);
  return 2;
}
