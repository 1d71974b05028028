// Random numbers from a seed: one small generator, so that a simulated day can be repeated. Not for secrets. Must not
// know what the numbers are for. Streams are split by name: a draw more in one part leaves the others unchanged.
import type { Random } from '../../drivers/contract/clock.ts';

export interface RandomStream extends Random {
  /** Even in [low, high). */
  between(low: number, high: number): number;
  /** Standard normal, by the polar form of Box and Muller. */
  normal(): number;
  /** True with this probability. */
  isTrue(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A stream of its own, named. */
  split(name: string): RandomStream;
}

/** FNV-1a, 32 bits: seeds of named streams only need to differ. */
function hash32(text: string, start: number): number {
  let hash = start >>> 0;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, passes BigCrush; the first 15 words are thrown away. */
function sfc32(seed: string): () => number {
  let a = hash32(seed, 0x811c9dc5);
  let b = hash32(seed, 0x9e3779b9);
  let c = hash32(seed, 0x85ebca6b);
  let counter = 1;
  const next = (): number => {
    const word = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + word;
    c |= 0;
    return word >>> 0;
  };
  for (let skipped = 0; skipped < 15; skipped += 1) next();
  return next;
}

export function createRandomStream(seed: string): RandomStream {
  const nextWord = sfc32(seed);
  const fraction = (): number => nextWord() / 0x1_0000_0000;
  const stream: RandomStream = {
    fraction,
    id: () => Array.from({ length: 4 }, () => nextWord().toString(16).padStart(8, '0')).join(''),
    between: (low, high) => low + fraction() * (high - low),
    isTrue: (probability) => fraction() < probability,
    normal: () => {
      for (;;) {
        const x = 2 * fraction() - 1;
        const y = 2 * fraction() - 1;
        const square = x * x + y * y;
        if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
      }
    },
    pick: (items) => {
      const item = items[Math.floor(fraction() * items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    split: (name) => createRandomStream(`${seed}/${name}`),
  };
  return stream;
}
