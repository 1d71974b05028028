// Which slaves of an RTU line may still owe an answer to an old question. An RTU answer names only unit, function and byte
// count, so an old answer could pass for the next one's. Two rules keep them apart; both are needed:
//
// 1. After a time-out the unit is asked nothing until its late answer was heard and thrown away, or LATE_MOST_MS passed.
// 2. After that it is first asked for another number of registers than every question still open. An older answer then has
//    the wrong length; and since a slave answers in order, the right one proves that nothing older will come.
//
// Pure bookkeeping; time comes in as an argument. Not for Modbus TCP, where answers carry their question's number.

/** Slaves answer within a second or never; gateways and drivers add their own buffers. */
const LATE_MOST_MS = 2_000;
/** Where no other number of registers is left to ask for, only this much time separates old answers from new ones. */
const SETTLE_MS = 5_000;

export type Next = { do: 'ask' } | { do: 'probe'; count: number } | { do: 'wait'; ms: number };

export class Lateness {
  /** Unit → number of registers asked in vain → when. Bounded: 255 units, at most as many counts as a block has registers. */
  readonly #open = new Map<number, Map<number, number>>();

  /** What may be done with a question for `count` registers of `unit`. */
  next(unit: number, count: number, nowMs: number): Next {
    const open = this.#open.get(unit);
    if (!open) return { do: 'ask' };
    const latest = Math.max(...open.values());
    if (nowMs - latest < LATE_MOST_MS) return { do: 'wait', ms: latest + LATE_MOST_MS - nowMs };
    // The start of the same block: registers that the slave has.
    for (let fewer = count - 1; fewer > 0; fewer -= 1) if (!open.has(fewer)) return { do: 'probe', count: fewer };
    if (nowMs - latest < SETTLE_MS) return { do: 'wait', ms: latest + SETTLE_MS - nowMs };
    this.#open.delete(unit);
    return { do: 'ask' };
  }

  /** How long the unit must still be left alone; 0: not at all. */
  restMs(unit: number, count: number, nowMs: number): number {
    const next = this.next(unit, count, nowMs);
    return next.do === 'wait' ? next.ms : 0;
  }

  unanswered(unit: number, count: number, askedAtMs: number): void {
    const open = this.#open.get(unit) ?? new Map<number, number>();
    this.#open.set(unit, open.set(count, askedAtMs));
  }

  /** The very answer came to a question that differed from all open ones. */
  answered(unit: number): void {
    this.#open.delete(unit);
  }

  /** An answer that nobody awaited was heard and thrown away. */
  stray(unit: number, count: number): void {
    const open = this.#open.get(unit);
    open?.delete(count);
    if (open?.size === 0) this.#open.delete(unit);
  }
}
