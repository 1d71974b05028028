// Chance for the fuzzer: a 32-bit xorshift (Marsaglia 2003), because the loop asks it a dozen times a frame. The same
// seed gives the same bytes for ever.

export class Dice {
  #state: number;

  constructor(seed: number) {
    // 0 is the one state that xorshift never leaves.
    this.#state = seed === 0 ? 0x9e3779b9 : seed | 0;
  }

  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return x >>> 0;
  }

  /** 0 … sides - 1. */
  below(sides: number): number {
    return this.next() % sides;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }
}

/** One number from several, each of which changes all bits (murmur3's finisher). */
export function mixed(...parts: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash | 0;
}

export function hashOf(text: string): number {
  return mixed(...Array.from(text, (letter) => letter.codePointAt(0) ?? 0));
}
