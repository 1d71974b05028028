// Trouble that may come a thousand times is told the first time, then at each power of ten. Must not know what it is about.

/** Counts trouble by its kind, and tells it rarely. */
export class TroubleTally {
  readonly #counts = new Map<string, number>();
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** `kind` is one of few words; `text` says what happened this time. */
  count(kind: string, text: string): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (Number.isInteger(Math.log10(count)))
      this.#log(`${kind}: ${text}${count === 1 ? '' : ` (${count} times by now)`}`);
  }

  /** What went wrong is over: told if it was told, and the next time is a first time. */
  end(kind: string, text: string): void {
    if (this.#counts.delete(kind)) this.#log(`${kind}: ${text}`);
  }
}
