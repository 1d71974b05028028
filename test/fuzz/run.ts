// The fuzzer's loop over one codec: blocks of frames that say the same, damaged, fed in pieces of any size. It checks
// that the codec neither throws nor forgets nor hoards bytes, and counts what it said that no undamaged frame of the
// block says. Each block has a seed of its own, so that a failing one can be played again alone.
import type { Codec, DecodeResult, FrameDirection } from '../../drivers/contract/codec.ts';
import { corpusOf } from './corpus.ts';
import type { Corpus, Sample } from './corpus.ts';
import { Dice, hashOf, mixed } from './dice.ts';
import { said } from './judge.ts';
import { damaged, ERROR_CLASSES, GROWTH_MOST, PERSISTENT, stuckBit } from './mutate.ts';
import type { ErrorClass } from './mutate.ts';

export interface ClassCount {
  frames: number;
  /** Weights or EPCs that came out, right or wrong. */
  said: number;
  wrong: number;
}

export interface Outcome {
  protocol: string;
  kind: 'scale' | 'reader';
  frames: number;
  bytes: number;
  decoded: number;
  discarded: number;
  heldMost: number;
  classes: Record<ErrorClass, ClassCount>;
}

/** The codec broke a promise. `block` and the seed play it again. */
export class BrokenPromise extends Error {
  constructor(
    what: string,
    { protocol, seed, block, cause }: { protocol: string; seed: number; block: number; cause?: unknown },
  ) {
    super(
      `${protocol}: ${what}; play it again with: npm run fuzz -- --codec ${protocol} --seed ${seed} --block ${block}`,
      { cause },
    );
    this.name = 'BrokenPromise';
  }
}

export const FRAMES_A_BLOCK = 32;
const PIECE_MOST = 64;
/** One block in so many is of recorded strings instead of encoded ones. */
const RECORDED_EVERY = 8;
/** Bytes a codec may hold: twice the longest frame of its protocol. */
const HELD_MOST: Readonly<Record<string, number>> = {
  llrp: 2 * 256 * 1_024,
  'chafon-ctsw': 2_100,
  cl7206: 2_100,
  m100: 1_300,
  'm100-aadd': 1_300,
};
const HELD_USUALLY = { scale: 120, reader: 600 } as const;

export interface Run {
  protocol: string;
  seed: number;
  /** How many damaged frames; rounded up to whole blocks. */
  frames: number;
  /** Only this block. */
  block?: number;
  /** Called before each block. */
  onBlock?: (block: number) => void;
}

interface Feeding {
  codec: Codec;
  heldMost: number;
  fed: number;
  spent: number;
  broken: (what: string, cause?: unknown) => never;
}

export function fuzz({ protocol, seed, frames, block: only, onBlock }: Run): Outcome {
  const corpus = corpusOf(protocol);
  const outcome: Outcome = {
    protocol,
    kind: corpus.kind,
    frames: 0,
    bytes: 0,
    decoded: 0,
    discarded: 0,
    heldMost: 0,
    classes: noCounts(),
  };
  const longest = Math.max(
    ...corpus.samples.map(({ bytes }) => bytes.length),
    ...corpus.recorded.map(({ bytes }) => bytes.length),
  );
  const out = new Uint8Array(FRAMES_A_BLOCK * (2 * longest + GROWTH_MOST));
  const first = only ?? 0;
  const last = only ?? Math.ceil(frames / FRAMES_A_BLOCK) - 1;
  for (let block = first; block <= last; block += 1) {
    onBlock?.(block);
    const dice = new Dice(mixed(seed, hashOf(protocol), block));
    playBlock({ corpus, dice, out, outcome, broken: (what, cause) => fail(what, { protocol, seed, block, cause }) });
  }
  return outcome;
}

function fail(what: string, where: { protocol: string; seed: number; block: number; cause?: unknown }): never {
  throw new BrokenPromise(what, where);
}

function noCounts(): Record<ErrorClass, ClassCount> {
  return Object.fromEntries(ERROR_CLASSES.map((name) => [name, { frames: 0, said: 0, wrong: 0 }])) as Record<
    ErrorClass,
    ClassCount
  >;
}

interface Block {
  corpus: Corpus;
  dice: Dice;
  out: Uint8Array;
  outcome: Outcome;
  broken: (what: string, cause?: unknown) => never;
}

function playBlock({ corpus, dice, out, outcome, broken }: Block): void {
  const recorded = corpus.recorded.length > 0 && dice.below(RECORDED_EVERY) === 0 ? dice.pick(corpus.recorded) : null;
  const sample: Sample = recorded ? { bytes: recorded.bytes, truth: null } : dice.pick(corpus.samples);
  const other: Sample = recorded ? { bytes: dice.pick(corpus.recorded).bytes, truth: null } : dice.pick(corpus.samples);
  const errorClass = dice.pick(ERROR_CLASSES);
  const end = fill(out, { sample, other, errorClass, dice });
  const count = outcome.classes[errorClass];
  const truths = errorClass === 'frames spliced' ? [sample.truth, other.truth] : [sample.truth];
  outcome.frames += FRAMES_A_BLOCK;
  outcome.bytes += end;
  if (!recorded) count.frames += FRAMES_A_BLOCK;
  const take = ({ frames, discarded }: DecodeResult<unknown>): void => {
    outcome.decoded += frames.length;
    outcome.discarded += discarded;
    if (recorded) return;
    for (const frame of frames) {
      for (const value of said(frame, corpus.kind)) {
        count.said += 1;
        if (!truths.includes(value)) count.wrong += 1;
      }
    }
  };
  const heldMost = HELD_MOST[outcome.protocol] ?? HELD_USUALLY[corpus.kind];
  const feeding: Feeding = { codec: corpus.codec, heldMost, fed: 0, spent: 0, broken };
  outcome.heldMost = Math.max(
    outcome.heldMost,
    feed(feeding, { data: out, end, direction: recorded?.direction ?? 'device', dice, take }),
  );
}

function fill(
  out: Uint8Array,
  { sample, other, errorClass, dice }: { sample: Sample; other: Sample; errorClass: ErrorClass; dice: Dice },
): number {
  let end = 0;
  for (let frame = 0; frame < FRAMES_A_BLOCK; frame += 1)
    end = damaged(errorClass, { frame: sample.bytes, other: other.bytes, out, from: end, dice });
  if (errorClass === PERSISTENT) {
    const { and, or } = stuckBit(dice);
    for (let i = 0; i < end; i += 1) out[i] = ((out[i] ?? 0) & and) | or;
  }
  return end;
}

interface Feed {
  data: Uint8Array;
  end: number;
  direction: FrameDirection;
  dice: Dice;
  take: (decoded: DecodeResult<unknown>) => void;
}

/** Feeds data[0, end) in pieces and flushes; returns the most bytes that the codec held. */
function feed(feeding: Feeding, { data, end, direction, dice, take }: Feed): number {
  const { codec, broken } = feeding;
  let state = codec.initialState(direction);
  let heldMost = 0;
  let decoded: DecodeResult<unknown>;
  for (let at = 0; at < end;) {
    const length = Math.min(end - at, 1 + dice.below(PIECE_MOST));
    try {
      decoded = codec.decode(state, data.subarray(at, at + length));
      take(decoded);
    } catch (error) {
      return broken('it threw', error);
    }
    at += length;
    feeding.fed += length;
    state = decoded.state;
    heldMost = Math.max(heldMost, account(feeding, decoded));
  }
  try {
    decoded = codec.flush(state);
    take(decoded);
  } catch (error) {
    return broken('its flush threw', error);
  }
  if (account(feeding, decoded) !== 0) broken('its flush left bytes behind');
  return heldMost;
}

/** Every byte is in one frame, thrown away, held, or a bare end of line; none is invented, and few are held. */
function account(feeding: Feeding, { state, frames, discarded }: DecodeResult<unknown>): number {
  let spent = discarded;
  for (const { raw } of frames) {
    spent += raw.length;
    if (raw.buffer.byteLength > raw.length) feeding.broken('a frame keeps more bytes alive than its own');
  }
  feeding.spent += spent;
  const held = heldBytes(state);
  if (discarded < 0 || feeding.spent + held > feeding.fed)
    feeding.broken(`it accounts for ${feeding.spent + held} of ${feeding.fed} bytes`);
  if (held > feeding.heldMost) feeding.broken(`it holds ${held} bytes, more than ${feeding.heldMost}`);
  return held;
}

/** Bytes that a state keeps alive: whole buffers, not only the part that it looks at. */
function heldBytes(state: unknown): number {
  let held = 0;
  for (const value of Object.values(state as Record<string, unknown>)) {
    if (value instanceof Uint8Array) held += value.length === 0 ? 0 : value.buffer.byteLength;
    else if (typeof value === 'string' && value.length > 8) held += value.length;
    else if (typeof value === 'object' && value !== null) held += heldBytes(value);
  }
  return held;
}
