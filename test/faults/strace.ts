// Disk errors for a process that is already running, made by the kernel's side: strace attaches to it and answers its
// system calls with an error until it is told to let go. Must not know what the process does.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface FailingDisk {
  /** Lets go: from now on the disk works again. Resolves when the process is no longer traced. */
  mend(): Promise<void>;
}

/** Empty where a process here can be traced; else why not. */
export function whyNoStrace(): string {
  const tried = spawnSync('strace', ['-f', '-qq', '-e', 'trace=none', process.execPath, '--version'], {
    stdio: 'ignore',
  });
  if (tried.error) return 'strace is not installed';
  return tried.status === 0 ? '' : 'strace may not trace here';
}

/**
 * `inject` as in strace's manual, e.g. `fdatasync,fsync:error=EIO`. Resolves when every thread of the process is held.
 */
export async function failDisk(pid: number, inject: string): Promise<FailingDisk> {
  const calls = inject.split(':')[0] ?? '';
  const child = spawn(
    'strace',
    ['-f', '-o', '/dev/null', '-p', String(pid), '-e', `trace=${calls}`, '-e', `inject=${inject}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => line.includes('attached') && resolve());
    void ended.then(() => reject(new Error('strace could not attach')));
  });
  return {
    mend: async () => {
      // At SIGINT strace detaches and leaves the process running.
      child.kill('SIGINT');
      await ended;
    },
  };
}
