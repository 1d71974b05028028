// The same damaged frames, on their way through the whole chain: codec, the drivers' reading, and the core's capture of
// a load. A scale shows zero, then a load, twenty frames a second; every other frame is damaged. Asks one thing: does a
// weight come out that was never on the scale, or the same load twice?
import { observe } from '../../agent/core/weight/loadObserver.ts';
import { type LoadSettings, type LoadState, initialLoadState } from '../../agent/core/weight/loadState.ts';
import type { Codec } from '../../drivers/contract/codec.ts';
import { allCodecs, DECIMALS, encoderOf, INTERVAL_MG, MAX_MG, shownWeight } from './corpus.ts';
import { Dice, hashOf, mixed } from './dice.ts';
import { observed } from './judge.ts';
import { damaged, ERROR_CLASSES, GROWTH_MOST, PERSISTENT, stuckBit } from './mutate.ts';
import type { ErrorClass } from './mutate.ts';

/**
 * Not a damage of bytes: a second scale on the same line, at zero, whose frames run into this one's. It does it again
 * and again.
 */
export const SECOND_SCALE = 'second scale';
/** The same bits of the same bytes are wrong in every frame of a load: a character that always comes wrong. */
export const SAME_DAMAGE = 'same damage';
export const CAPTURE_CASES = [...ERROR_CLASSES, SECOND_SCALE, SAME_DAMAGE] as const;
export type CaptureCase = (typeof CAPTURE_CASES)[number];

export interface CaptureCount {
  loads: number;
  damaged: number;
  captured: number;
  /** Captures of a weight that was not on the scale. */
  wrong: number;
  /** Further captures of a load that was captured already, with its true weight. */
  again: number;
}

const SETTINGS: LoadSettings = {
  scale: {
    ranges: [{ maxMg: MAX_MG, minMg: 20 * INTERVAL_MG, intervalMg: INTERVAL_MG }],
    unit: 'kg',
    decimals: DECIMALS,
  },
  windowMs: 1_000,
  powerUpSuspectMs: 10_000,
  powerUpCertainMs: 300_000,
};
const FRAME_MS = 50;
const ZERO_FRAMES = 28;
const LOAD_FRAMES = 48;
/** One frame in so many is damaged. */
export const DAMAGED_ONE_IN = 2;
const OTHERS = 64;

export interface Weighings {
  protocol: string;
  errorClass: CaptureCase;
  seed: number;
  loads: number;
  /** Called before each load. */
  onLoad?: () => void;
}

interface Bench {
  codec: Codec;
  decoding: unknown;
  state: LoadState;
  atMs: number;
  truthMg: number;
  capturesOfLoad: number;
  count: CaptureCount;
}

export function weigh({ protocol, errorClass, seed, loads, onLoad }: Weighings): CaptureCount {
  const codec = allCodecs()[protocol];
  const encode = encoderOf(protocol);
  if (!codec || !encode) throw new RangeError(`${protocol} is no scale's`);
  const dice = new Dice(mixed(seed, hashOf(protocol), hashOf(errorClass)));
  const count: CaptureCount = { loads: 0, damaged: 0, captured: 0, wrong: 0, again: 0 };
  const bench: Bench = {
    codec,
    decoding: codec.initialState('device'),
    state: initialLoadState('passed'),
    atMs: 0,
    truthMg: 0,
    capturesOfLoad: 0,
    count,
  };
  const zero = encode(shownWeight(0));
  // What a splice goes on with: frames of any weight, or always those of the scale at zero.
  const others =
    errorClass === SECOND_SCALE
      ? [zero]
      : Array.from({ length: OTHERS }, (_, index) => encode(shownWeight(index === 0 ? 0 : someLoad(dice))));
  const out = new Uint8Array(1_024 + GROWTH_MOST);
  for (let load = 0; load < loads; load += 1) {
    onLoad?.();
    bench.truthMg = someLoad(dice);
    bench.capturesOfLoad = 0;
    const frame = encode(shownWeight(bench.truthMg));
    // What stays would hide the zero as well, and then nothing is captured: it begins with the load.
    play(bench, { frame: zero, others, frames: ZERO_FRAMES, damage: stays(errorClass) ? null : errorClass, dice, out });
    play(bench, { frame, others, frames: LOAD_FRAMES, damage: errorClass, dice, out });
    count.loads += 1;
  }
  return count;
}

function stays(errorClass: CaptureCase): errorClass is typeof PERSISTENT | typeof SECOND_SCALE | typeof SAME_DAMAGE {
  return errorClass === PERSISTENT || errorClass === SECOND_SCALE || errorClass === SAME_DAMAGE;
}

function someLoad(dice: Dice): number {
  return (20 + dice.below(MAX_MG / INTERVAL_MG - 20)) * INTERVAL_MG;
}

interface Play {
  frame: Uint8Array;
  others: readonly Uint8Array[];
  frames: number;
  /** Null: every frame arrives as it was sent. */
  damage: CaptureCase | null;
  dice: Dice;
  out: Uint8Array;
}

/** Puts one frame of the case into `out`, damaged or, by chance, not; returns where it ends. */
type Sender = () => number;

function play(bench: Bench, playing: Play): void {
  const send = senderOf(bench, playing);
  for (let sent = 0; sent < playing.frames; sent += 1) {
    bench.atMs += FRAME_MS;
    hear(bench, playing.out.subarray(0, send()));
  }
}

function senderOf(bench: Bench, { frame, others, damage, dice, out }: Play): Sender {
  const sendSound: Sender = () => {
    out.set(frame);
    return frame.length;
  };
  if (damage === null) return sendSound;
  const damageOne = (errorClass: ErrorClass): number => {
    bench.count.damaged += 1;
    return damaged(errorClass, { frame, other: dice.pick(others), out, from: 0, dice });
  };
  if (damage === SAME_DAMAGE) {
    const always = out.slice(0, damageOne('bits flipped'));
    return () => {
      out.set(always);
      return always.length;
    };
  }
  if (damage === PERSISTENT) {
    const { and, or } = stuckBit(dice);
    const always = frame.map((byte) => (byte & and) | or);
    return () => {
      out.set(always);
      return always.length;
    };
  }
  const errorClass = damage === SECOND_SCALE ? 'frames spliced' : damage;
  return () => (dice.below(DAMAGED_ONE_IN) === 0 ? damageOne(errorClass) : sendSound());
}

function hear(bench: Bench, bytes: Uint8Array): void {
  const decoded = bench.codec.decode(bench.decoding, bytes);
  bench.decoding = decoded.state;
  for (const frame of decoded.frames) {
    const observation = observed(frame, bench.atMs);
    if (observation === null) continue;
    const { state, capture } = observe(bench.state, observation, SETTINGS);
    bench.state = state;
    if (!capture) continue;
    bench.count.captured += 1;
    bench.capturesOfLoad += 1;
    if (capture.grossMg !== bench.truthMg) bench.count.wrong += 1;
    else if (bench.capturesOfLoad > 1) bench.count.again += 1;
  }
}
