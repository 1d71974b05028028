// How a command answers a wrong call: what is wrong, how it is called, exit code 2.
import type { CommandIo, ExitCode } from './commandIo.ts';

/** What `parse` gives, or null after telling the person why the call is wrong (node:util's own words). */
export function parseCall<T>(text: string, io: Pick<CommandIo, 'err'>, parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error;
    refuseCall(text, io, error.message);
    return null;
  }
}

export function refuseCall(text: string, io: Pick<CommandIo, 'err'>, reason: string): ExitCode {
  io.err(`${reason}\nUsage: ${text}`);
  return 2;
}
