// A command of the command line called as main.ts does, with what it printed.
import { Readable } from 'node:stream';
import type { CliCommand } from '../../agent/commands/cliCommand.ts';

export interface Called {
  code: number;
  out: string[];
  err: string;
}

export async function called(
  command: CliCommand,
  args: string[],
  stop: AbortSignal = new AbortController().signal,
): Promise<Called> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdin: Readable.from([]),
    mainPath: '',
    stop,
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
  };
  return { code: await command(args, io), out, err: err.join('\n') };
}
