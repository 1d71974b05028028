// One process a data folder. The lock is a name in the kernel that goes away with the process, however it ends: a lock
// file would outlive a power cut. It covers one machine (on Linux one network namespace); two machines must not share a
// data folder. Knows nothing of what is locked.
import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SocketLock {
  release(): Promise<void>;
}

/** Null if another process holds the folder. */
export function lockFolderBySocket(folder: string): Promise<SocketLock | null> {
  const { dev, ino } = statSync(folder);
  const name = `hakari-${createHash('sha256')
    .update(`${realpathSync(folder)} ${dev} ${ino}`)
    .digest('hex')
    .slice(0, 32)}`;
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    // A leading NUL makes the name abstract (unix(7)): no file is left behind. Elsewhere a file in the temporary
    // folder.
    server.listen(process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`), () => {
      server.unref();
      resolve({ release: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
