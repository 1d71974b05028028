// Runs changes of the register and PIN checks one after the other, with a limit to how many wait. Must not know what
// runs.

/** Waiting and running together. */
const MAX_WAITING = 64;

/** Actions run in the order in which they came. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Whether PIN checks must wait: half of the places are kept for changes. */
  isBusy(): boolean {
    return this.#waiting >= MAX_WAITING / 2;
  }

  /**
   * Runs the action after all earlier ones, whether they succeeded or not.
   *
   * @throws {Error} when too many wait
   */
  run<T>(action: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING) throw new Error('too many changes of the register at once');
    this.#waiting += 1;
    const result = this.#last.then(action).finally(() => (this.#waiting -= 1));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when the last action so far has ended. */
  async waitUntilIdle(): Promise<void> {
    await this.#last;
  }
}
