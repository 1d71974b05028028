// The file of the one change under way. It is written before the change's ledger entry is recorded and removed once the
// register file shows the change, so that after a power cut the change is finished or was never begun: the file holds
// the entry's cause, and the ledger records a known cause once. Must not know the ledger's form.
import type { Actor } from '../core/model/command.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';
import type { PinHash, RegisterContent } from './registerContent.ts';
import { replaceFileDurably, type Disk } from '../../config/disk.ts';
import type { RegisterPaths } from './registerFile.ts';
import { REGISTER_LIMITS } from './registerValidation.ts';

/** One change under way, with what its ledger entry must not hold. */
export interface PendingChange {
  cause: string;
  change: RegisterChange;
  actor: Actor;
  /** The new PIN's hash; null: the PIN stays. */
  pin: PinHash | null;
  /** The whole content of an adopted hand edit; null for other changes. */
  adopted: RegisterContent | null;
}

/** `register.pending.json`. */
export class PendingChangeFile {
  readonly #paths: RegisterPaths;
  readonly #disk: Disk;

  constructor(paths: RegisterPaths, disk: Disk) {
    this.#paths = paths;
    this.#disk = disk;
  }

  /**
   * The change under way; null if there is none. A damaged file was never completely written, so its entry was never
   * recorded: it is removed.
   */
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

  /** Durable when it returns. */
  write(pending: PendingChange): void {
    replaceFileDurably(this.#disk, {
      path: this.#paths.pending,
      text: JSON.stringify(pending),
      mode: 0o600,
    });
  }

  /** Removes the file, durably. */
  clear(): void {
    this.#disk.remove(this.#paths.pending);
    this.#disk.syncFolder(this.#paths.folder);
  }
}
