// What the site file and the register ask of a disk, step by step. Handed in, so that a test can cut the power between
// any two steps. Must not know what is written.
import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The steps of durable file work; a path is absolute or relative to the process. */
export interface Disk {
  /**
   * The file's text; null if there is no file.
   *
   * @throws {Error} when it cannot be read, is no plain file, or is larger than `maxBytes`
   */
  read(path: string, maxBytes: number): string | null;
  /** Writes a whole new file and syncs its content; an older one of this name is overwritten. */
  write(path: string, text: string, mode: number): void;
  /** Atomic replacement: after a power cut the name shows the old content or the new one. */
  rename(from: string, to: string): void;
  /** Makes renames and removals in the folder durable. */
  syncFolder(path: string): void;
  /** No error if the file is not there. */
  remove(path: string): void;
}

/** The real disk. */
export const nodeDisk: Disk = {
  read(path, maxBytes) {
    try {
      const status = lstatSync(path);
      if (!status.isFile()) throw new Error(`${path} is not a plain file`);
      if (status.size > maxBytes) throw new Error(`${path} is larger than ${maxBytes} bytes`);
      return readFileSync(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  },
  write(path, text, mode) {
    const file = openSync(path, 'w', mode);
    try {
      const bytes = Buffer.from(text, 'utf8');
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  rename(from, to) {
    renameSync(from, to);
  },
  syncFolder(path) {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  },
  remove(path) {
    rmSync(path, { force: true });
  },
};

/**
 * Replaces a file so that after a power cut its name shows the old text or the new one: temporary file, fsync, rename,
 * fsync of the folder. If a step fails, `<path>.tmp` may be left behind.
 */
export function replaceFileDurably(disk: Disk, file: { path: string; text: string; mode: number }): void {
  const temporary = `${file.path}.tmp`;
  disk.write(temporary, file.text, file.mode);
  disk.rename(temporary, file.path);
  disk.syncFolder(dirname(file.path));
}
