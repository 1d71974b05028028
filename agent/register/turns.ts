// One thing after the other: changes of the register and checks of PINs wait for their turn, and only so many may wait.

const WAITING_MOST = 64;

export class Turns {
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Half of the places are kept for changes. */
  busy(): boolean {
    return this.#waiting >= WAITING_MOST / 2;
  }

  take<T>(action: () => Promise<T>): Promise<T> {
    if (this.#waiting >= WAITING_MOST) throw new Error('too many changes of the register at once');
    this.#waiting += 1;
    const turn = this.#queue.then(action).finally(() => (this.#waiting -= 1));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async done(): Promise<void> {
    await this.#queue;
  }
}
