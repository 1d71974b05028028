// One thing after the other: changes of the register and checks of PINs wait for their turn, and only so many may wait.

const MAX_WAITING = 64;

export class SerialQueue {
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Half of the places are kept for changes. */
  isBusy(): boolean {
    return this.#waiting >= MAX_WAITING / 2;
  }

  run<T>(action: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING) throw new Error('too many changes of the register at once');
    this.#waiting += 1;
    const turn = this.#queue.then(action).finally(() => (this.#waiting -= 1));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async waitUntilIdle(): Promise<void> {
    await this.#queue;
  }
}
