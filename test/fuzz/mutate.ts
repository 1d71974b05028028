// What goes wrong with a frame on its way, one error class a function. Writes into a buffer that is used again and
// again; knows no protocol.
import type { Dice } from './dice.ts';

/** Errors that hit each frame by itself. */
export const INDEPENDENT = [
  'bits flipped',
  'bytes lost',
  'bytes doubled',
  'bytes inserted',
  'byte stuttered',
  'burst of noise',
  'frame cut',
  'frames spliced',
  'several at once',
] as const;
/** An error that stays: one bit of the line reads always 0, or always 1. */
export const PERSISTENT = 'bit stuck';
export type ErrorClass = (typeof INDEPENDENT)[number] | typeof PERSISTENT;
export const ERROR_CLASSES: readonly ErrorClass[] = [...INDEPENDENT, PERSISTENT];

/** Most bytes that a mutation adds to a frame. */
export const GROWTH_MOST = 64;

export interface Stuck {
  /** Bits that read as 0, and then bits that read as 1. */
  and: number;
  or: number;
}

export function stuckBit(dice: Dice): Stuck {
  const bit = 1 << dice.below(8);
  return dice.below(2) === 0 ? { and: 0xff & ~bit, or: 0 } : { and: 0xff, or: bit };
}

/** What a mutation works on: the bytes in out[from, end). */
interface Place {
  out: Uint8Array;
  from: number;
  end: number;
  dice: Dice;
}

function flip({ out, from, end, dice }: Place): number {
  for (let count = 1 + dice.below(3); count > 0; count -= 1) {
    const at = from + dice.below(end - from);
    out[at] = (out[at] ?? 0) ^ (1 << dice.below(8));
  }
  return end;
}

function lose({ out, from, end, dice }: Place): number {
  const count = Math.min(1 + dice.below(3), end - from - 1);
  if (count < 1) return end;
  const at = from + dice.below(end - from - count + 1);
  out.copyWithin(at, at + count, end);
  return end - count;
}

function double({ out, from, end, dice }: Place): number {
  const count = Math.min(1 + dice.below(4), end - from);
  const at = from + dice.below(end - from - count + 1);
  out.copyWithin(at + count, at, end);
  return end + count;
}

function insert({ out, from, end, dice }: Place): number {
  const count = 1 + dice.below(3);
  const at = from + dice.below(end - from + 1);
  out.copyWithin(at + count, at, end);
  for (let i = 0; i < count; i += 1) out[at + i] = dice.below(256);
  return end + count;
}

/** One byte comes again and again. */
function stutter({ out, from, end, dice }: Place): number {
  const count = 1 + dice.below(8);
  const at = from + dice.below(end - from);
  out.copyWithin(at + count, at, end);
  out.fill(out[at + count] ?? 0, at, at + count);
  return end + count;
}

function burst({ out, from, end, dice }: Place): number {
  const count = Math.min(1 + dice.below(6), end - from);
  const at = from + dice.below(end - from - count + 1);
  for (let i = 0; i < count; i += 1) out[at + i] = dice.below(256);
  return end;
}

function cut({ from, end, dice }: Place): number {
  return from + dice.below(end - from);
}

const SIMPLE = [flip, lose, double, insert, stutter, burst, cut];

/** Puts `frame`, damaged, at `from` and returns where it ends. `other` is the frame that a splice goes on with. */
export function damaged(
  errorClass: ErrorClass,
  {
    frame,
    other,
    out,
    from,
    dice,
  }: { frame: Uint8Array; other: Uint8Array; out: Uint8Array; from: number; dice: Dice },
): number {
  if (errorClass === 'frames spliced') {
    const head = 1 + dice.below(frame.length);
    // Half of them go on in the very column where the first broke off.
    const tail = dice.below(2) === 0 ? Math.min(head, other.length) : dice.below(other.length);
    out.set(frame.subarray(0, head), from);
    out.set(other.subarray(tail), from + head);
    return from + head + other.length - tail;
  }
  out.set(frame, from);
  const place: Place = { out, from, end: from + frame.length, dice };
  switch (errorClass) {
    case 'bits flipped':
      return flip(place);
    case 'bytes lost':
      return lose(place);
    case 'bytes doubled':
      return double(place);
    case 'bytes inserted':
      return insert(place);
    case 'byte stuttered':
      return stutter(place);
    case 'burst of noise':
      return burst(place);
    case 'frame cut':
      return cut(place);
    case 'several at once':
      for (let count = 2 + dice.below(2); count > 0 && place.end > from; count -= 1)
        place.end = dice.pick(SIMPLE)(place);
      return place.end;
    case 'bit stuck':
      return place.end;
  }
}
