// Why nothing may be recorded in the current epoch any more, and who is told. Must not know where it is stored.
import { EPOCH_HALTED, type Halt, HALT_TEXTS, StorageError } from '../core/ports/ledger.ts';

/** The halt of one open ledger. */
export class EpochHalt {
  #halt: Halt | null;
  readonly #listeners = new Set<() => void>();

  constructor(stored: Halt | null) {
    this.#halt = stored;
  }

  get current(): Halt | null {
    return this.#halt;
  }

  /** What was found when the file was opened again. */
  reload(stored: Halt | null): void {
    this.#halt = stored;
  }

  set(halt: Halt): void {
    this.#halt = halt;
    for (const listener of [...this.#listeners]) listener();
  }

  onSet(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Before anything is recorded.
   *
   * @throws {StorageError} EPOCH_HALTED
   */
  assertNone(): void {
    if (this.#halt !== null)
      throw new StorageError(`Nothing is recorded any more: ${HALT_TEXTS[this.#halt.reason]}`, { code: EPOCH_HALTED });
  }
}
