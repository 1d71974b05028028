// The file of the one change under way. It is written before the change's ledger entries are recorded and removed once
// the register file shows the change, so that after a power cut the change is finished or was never begun: the file
// holds the entries' cause, and the ledger records a known cause once. Must not know the ledger's form.
import type { OperatorId } from '../core/model/ids.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';
import type { PinHash } from './registerContent.ts';
import { replaceFileDurably, type Disk } from '../../config/disk.ts';
import type { RegisterPaths } from './registerFile.ts';
import { REGISTER_LIMITS } from './registerValidation.ts';

/** Who made a change: null is the machine's command line, and that no second person was needed. */
export interface ChangedBy {
  operator: OperatorId | null;
  approvedBy: OperatorId | null;
}

/** One change under way, with what its ledger entries must not hold. */
export interface PendingChange {
  cause: string;
  /** An entry each, in this order. */
  changes: RegisterChange[];
  by: ChangedBy;
  /** New PINs' hashes by operator. */
  pins: Record<string, PinHash>;
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
   * The change under way; null if there is none. A damaged file was never completely written, so its entries were never
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
