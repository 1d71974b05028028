// What a command of the command line is given and gives back.
import type { Readable } from 'node:stream';

/** What a command is given of its process. */
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

/** One command of the command line. */
export type CliCommand = (args: string[], io: CliIo) => Promise<ExitCode> | ExitCode;
