// The demo's processes: started from the compiled command line, what they print kept in files, and never left behind.
// Each runs in its own process group, so that Ctrl-C reaches the demo alone and it can stop them in its own order; a
// guard ends them even when the demo is killed without a word.
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';

export interface DemoProcess {
  name: string;
  process: ChildProcessWithoutNullStreams;
  /** Ends it with SIGTERM, after a while with SIGKILL; resolves when it is gone. */
  stop(): Promise<void>;
  /** Ends it without a word, as a power cut does; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface DemoRunOptions {
  /** Its standard input. */
  input: string;
  /** Exit codes that are answers; only 0 unless said. */
  acceptedExitCodes: readonly number[];
}

export interface DemoProcesses {
  /** Starts a process that is to run until stopped; `died` is told if it ends by itself. */
  start(name: string, args: readonly string[]): DemoProcess;
  /**
   * Runs a command to its end and gives what it printed; rejects with its last words if its exit code is none of
   * `codes`.
   */
  run(name: string, args: readonly string[], options?: Partial<DemoRunOptions>): Promise<string>;
  /** Rejects when one of the started processes has died; never resolves. */
  readonly died: Promise<never>;
  stopAll(): Promise<void>;
}

const STOP_LIMIT_MS = 10_000;
const LAST_LINES = 12;
const OUT_CHARACTERS_MAX = 16_000_000;

/**
 * Reads process ids from its standard input and ends them when that closes: the operating system closes it whatever way
 * the demo ends. Kept as text so that it needs no file beside the compiled ones.
 */
const GUARD_SCRIPT = `
let text = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => { text += chunk; }).on('end', () => {
  const pids = new Set();
  for (const line of text.split('\\n')) line.startsWith('+') ? pids.add(Number(line.slice(1))) : pids.delete(Number(line.slice(1)));
  for (const pid of pids) try { if (pid > 1) process.kill(pid, 'SIGTERM'); } catch {}
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
`;

/**
 * How the manual says to start Hakari on a small computer: with V8's and glibc's defaults the agent's resident set
 * grows by half, because both keep freed memory for a speed that nobody needs here.
 */
const SMALL_MACHINE = { flags: ['--enable-source-maps', '--max-semi-space-size=1'], env: { MALLOC_ARENA_MAX: '2' } };

function startGuard(): Writable {
  const guard = spawn(process.execPath, ['-e', GUARD_SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.unref();
  guard.stdin.on('error', () => undefined);
  // The pipe itself must not keep the demo alive.
  (guard.stdin as unknown as { unref?: () => void }).unref?.();
  return guard.stdin;
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function endProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(child)) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await exited;
  clearTimeout(impatience);
}

async function readLastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}

/** `died` is told if the process ends without having been asked. */
function watchProcess(
  name: string,
  child: ChildProcessWithoutNullStreams,
  died: (reason: string) => void,
): DemoProcess {
  let stopping = false;
  child.once('exit', (code, signal) => {
    if (!stopping) died(`${name} ended by itself (${signal ?? code ?? '?'})`);
  });
  const end = (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    stopping = true;
    return endProcess(child, signal);
  };
  return { name, process: child, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** A Node process of its own group; its standard error goes to the end of `logPath`. */
function spawnProgramme(args: readonly string[], logPath: string): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [...SMALL_MACHINE.flags, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...SMALL_MACHINE.env },
  });
  child.stderr.pipe(createWriteStream(logPath, { flags: 'a' }));
  child.stdin.on('error', () => undefined);
  return child;
}

/**
 * `logs` is the folder for standard error (NAME.log) and, of those that run until stopped, standard output (NAME.out).
 */
export async function openDemoProcesses(options: { mainPath: string; logs: string }): Promise<DemoProcesses> {
  await mkdir(options.logs, { recursive: true });
  const started: DemoProcess[] = [];
  const running = new Set<ChildProcess>();
  let closed = false;
  const guard = startGuard();
  let onDeath: (error: Error) => void = () => undefined;
  const died = new Promise<never>((_, reject) => {
    onDeath = reject;
  });
  died.catch(() => undefined);
  const killAll = (): void => {
    for (const child of running) child.kill('SIGKILL');
  };
  process.on('exit', killAll);

  const launch = (name: string, args: readonly string[]): ChildProcessWithoutNullStreams => {
    if (closed) throw new Error('the demo is ending');
    const child = spawnProgramme([options.mainPath, ...args], join(options.logs, `${name}.log`));
    if (child.pid !== undefined) guard.write(`+${child.pid}\n`);
    running.add(child);
    child.once('exit', () => {
      running.delete(child);
      guard.write(`-${child.pid ?? 0}\n`);
    });
    return child;
  };

  return {
    died,
    start: (name, args) => {
      const launched = launch(name, args);
      launched.stdout.pipe(createWriteStream(join(options.logs, `${name}.out`), { flags: 'a' }));
      const child = watchProcess(name, launched, (reason) => {
        void readLastLines(join(options.logs, `${name}.log`)).then((lastLines) =>
          onDeath(new Error(`${reason}:\n${lastLines}`)),
        );
      });
      started.push(child);
      return child;
    },
    run: (name, args, runOptions) =>
      runToEnd(launch(name, args), {
        name,
        log: join(options.logs, `${name}.log`),
        input: '',
        acceptedExitCodes: [0],
        ...runOptions,
      }),
    stopAll: async () => {
      closed = true;
      // In reverse order: whoever was started last depends on those before.
      for (const child of [...started].reverse()) await child.stop();
      await Promise.all([...running].map((child) => endProcess(child, 'SIGTERM')));
      process.removeListener('exit', killAll);
      guard.end();
    },
  };
}

async function runToEnd(
  child: ChildProcessWithoutNullStreams,
  call: DemoRunOptions & { name: string; log: string },
): Promise<string> {
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (out.length < OUT_CHARACTERS_MAX) out += chunk;
  });
  child.stdin.end(call.input);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? -1));
  });
  if (!call.acceptedExitCodes.includes(code))
    throw new Error(`${call.name} failed (${code}):\n${await readLastLines(call.log)}${out.slice(-500)}`);
  return out;
}
