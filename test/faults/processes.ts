// A command of the command line that goes on until it is told to end, with what it has said so far.
import { type ChildProcess, spawn } from 'node:child_process';
import { MAIN } from './scene.ts';

export interface Running {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Undefined while it lives; null if a signal ended it. */
  readonly code: () => number | null | undefined;
  end(): Promise<void>;
}

export function running(...args: string[]): Running {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  let code: number | null | undefined;
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const ended = new Promise<void>((resolve) =>
    child.once('exit', (exit) => {
      code = exit;
      resolve();
    }),
  );
  return {
    child,
    out: () => said.out,
    err: () => said.err,
    code: () => code,
    end: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
