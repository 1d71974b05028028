// A change on its way. It is written down before its ledger entry is asked for and removed when the register shows it,
// so that a power cut between the two leaves neither an entry without its change nor a change without its entry: the
// entry's cause is kept here, and the ledger answers a known cause with "already there". Knows nothing of the ledger's
// form.
import type { Actor } from '../core/model/command.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';
import type { PinHash, RegisterContent } from './registerContent.ts';
import { replaceFileDurably, type Disk } from './disk.ts';
import type { RegisterPaths } from './registerFile.ts';
import { REGISTER_LIMITS } from './registerValidation.ts';

export interface PendingChange {
  cause: string;
  change: RegisterChange;
  actor: Actor;
  /** What the entry must not hold: the new PIN's hash, or the whole adopted content. */
  pin: PinHash | null;
  adopted: RegisterContent | null;
}

export class PendingChangeFile {
  readonly #paths: RegisterPaths;
  readonly #disk: Disk;

  constructor(paths: RegisterPaths, disk: Disk) {
    this.#paths = paths;
    this.#disk = disk;
  }

  /** A damaged one was never completely written, so its entry was never asked for: it is dropped. */
  read(): PendingChange | null {
    const text = this.#disk.read(this.#paths.pending, 2 * REGISTER_LIMITS.fileBytes);
    if (text === null) return null;
    try {
      return JSON.parse(text) as PendingChange;
    } catch {
      this.clear();
      return null;
    }
  }

  write(pending: PendingChange): void {
    replaceFileDurably(this.#disk, this.#paths.folder, {
      path: this.#paths.pending,
      text: JSON.stringify(pending),
      mode: 0o600,
    });
  }

  clear(): void {
    this.#disk.remove(this.#paths.pending);
    this.#disk.syncFolder(this.#paths.folder);
  }
}
