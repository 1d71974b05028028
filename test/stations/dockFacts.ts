// What a true dock is made of: its scale, its goods, what one sample of the truth says, and a stream of numbers.
import { drum } from '../core/intakeScenes.ts';
import { KG, RANGE } from '../core/loads.ts';

export const E_MG = RANGE.intervalMg;
export const MIN_MG = RANGE.minMg;
export const PALLET_MG = 18 * KG;
export const CHECK_MG = 20 * KG;
export const CHECK_BAND_MG = 300_000;
export const RAW = new Uint8Array([1]);

/** What the platform carried at one moment, and what of it reached the agent. */
export interface Sample {
  atMs: number;
  /** Counts the agent's lives; 0: no agent ran. */
  life: number;
  trueMg: number;
  /** What lies there, as names. */
  things: string;
  /** Nothing moved. */
  steady: boolean;
  frame: 'good' | 'garbled' | 'damaged' | 'overload' | 'other-unit' | 'none';
  /** Gross as displayed, in mg. */
  shownMg: number;
  /** Nothing beside what the indicator has tared: the display shows zero. */
  empty: boolean;
  stable: boolean;
  /** Tags of goods and neighbours in the field. */
  tags: string;
}

/** Gross, of the four packages of the lot. Two weigh the same. */
export const DRUMS = [268, 268, 255, 24].map((kg, index) => ({ name: `CO-1-${index + 1}`, massMg: kg * KG, index }));
export const LOT = DRUMS.map(({ massMg, index }) => drum(index + 1, { grossMg: massMg, tareMg: 4 * KG }));

/** A stream of numbers from one seed: mulberry32. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
