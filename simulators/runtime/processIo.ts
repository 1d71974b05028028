// What a simulator's process is given by the command line: its streams, and how to start another of the project's
// processes. Must not know which process it is.
import type { Readable } from 'node:stream';

export interface ProcessIo {
  /** One line to standard output. */
  out: (line: string) => void;
  /** One line to standard error. */
  err: (line: string) => void;
  stdin: Readable;
  /** The compiled command line, dist/agent/main.js: children are `node MAIN …`. */
  mainPath: string;
  /** Aborted when this process is asked to end (SIGINT, SIGTERM). */
  stop: AbortSignal;
}
