// Starts recorder.ts as a process of its own, if wanted under another program (strace, prlimit), and reads what it
// says.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Said } from './recorder.ts';

const RECORDER = fileURLToPath(new URL('recorder.ts', import.meta.url));

export interface Recorder {
  process: ChildProcess;
  lines: string[];
  /** Resolves with the first line of that word, also one said already; rejects if the process ends without it. */
  said(word: Said): Promise<string>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export function startRecorder(args: string[], under: string[] = []): Recorder {
  const [command = '', ...rest] = [...under, process.execPath, '--import', 'tsx', RECORDER, ...args];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const check of waiting) check();
  });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const answer = (word: Said): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const line = lines.find((candidate) => candidate.split(' ')[0] === word);
        if (line === undefined) return;
        waiting.delete(check);
        resolve(line);
      };
      waiting.add(check);
      check();
      void ended.then(() =>
        reject(new Error(`ended without saying "${word}": ${lines.slice(-3).join(' | ')} ${errors}`)),
      );
    });
  return { process: child, lines, said: answer, ended };
}

export function isPresent(program: string, args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** The causes that the process reported as recorded. */
export function recordedCauses(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith('recorded ')).map((line) => line.split(' ')[1] ?? '');
}
