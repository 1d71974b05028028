// What a command of the command line is given and gives back.
import type { Readable } from 'node:stream';

export interface CliIo {
  stdin: Readable;
  /** One line to standard output. */
  out(line: string): void;
  /** One line to standard error. */
  err(line: string): void;
  /** The file to start for another process of Hakari (the demo starts three). */
  mainPath: string;
  /** Aborted when this process is asked to end (SIGINT, SIGTERM). */
  stop: AbortSignal;
}

/** 0 done · 1 the answer is no · 2 the call or its input is wrong, nothing was done. */
export type ExitCode = number;

export type CliCommand = (args: string[], io: CliIo) => Promise<ExitCode> | ExitCode;
