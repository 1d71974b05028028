// Finds the frames of a reader's protocol in whatever bytes arrive: cut anywhere, glued, damaged, surrounded by noise.
// A protocol gives its rule: how long a frame is, whether its checksum fits, what it says. Knows no protocol.
//
// None of these protocols escapes its head or tail inside an EPC, so only the length field says where a frame ends and
// only the checksum says that it was one. What is decided never depends on how the bytes were cut: where the answer
// needs more bytes, the decoder waits for them.
import type { Codec, Decoded, Frame, Message } from '../contract/message.ts';

export type Direction = 'device' | 'host';

/** A number of bytes, 'more' bytes needed to know, or no frame begins here. */
export type Measured = number | 'more' | 'none';

export interface FrameRule {
  /**
   * The length of the frame that begins at `at`, from its head alone; the bytes up to its end need not be there yet.
   * Must be bounded: twice the longest frame is all that is ever remembered. The stricter, the sooner noise is seen
   * through.
   */
  measure(data: Uint8Array, at: number, direction: Direction): Measured;
  /** Checksum, and whatever stands at fixed places. */
  isSound(frame: Uint8Array, direction: Direction): boolean;
  /** `sound` false: a damaged frame, which is never a tag. */
  read(frame: Uint8Array, heard: { direction: Direction; sound: boolean }): Message;
}

interface State {
  direction: Direction;
  /** Begins with the frame that is waited for, or that is damaged. */
  pending: Uint8Array;
  /** With fewer bytes than this, nothing is decided that is not decided yet: they are kept and not looked at. */
  need: number;
  /**
   * The frame at the beginning is damaged, and before this place inside it there is no sound one. 1: not known to be
   * damaged.
   */
  inside: number;
}

interface Place {
  data: Uint8Array;
  at: number;
  direction: Direction;
  /** No byte will follow: a frame that wants more is none. */
  ending: boolean;
}

interface Wait {
  need: number;
  inside: number;
}

type Step = { wait: Wait } | { to: number; frame: Frame | null };

const EMPTY = new Uint8Array();

export function framed(protocol: string, rule: FrameRule): Codec {
  return {
    protocol,
    checksummed: true,
    start: (direction = 'device') => ({ direction, pending: EMPTY, need: 0, inside: 1 }) satisfies State,
    decode: (state, bytes) => {
      const { direction, pending, need, inside } = state as State;
      const data = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      if (data.length < need)
        return {
          state: { direction, pending: copyOf(data, 0, data.length), need, inside } satisfies State,
          frames: [],
          discarded: 0,
        };
      return scan(rule, { data, direction, ending: false }, inside);
    },
    flush: (state) => {
      const { direction, pending, inside } = state as State;
      return scan(rule, { data: pending, direction, ending: true }, inside);
    },
  };
}

function scan(rule: FrameRule, { data, direction, ending }: Omit<Place, 'at'>, from: number): Decoded<State> {
  const frames: Frame[] = [];
  let discarded = 0;
  let at = 0;
  let inside = from;
  while (at < data.length) {
    const step = stepFrom(rule, { data, at, direction, ending }, inside);
    if ('wait' in step)
      return { state: { direction, pending: copyOf(data, at, data.length), ...step.wait }, frames, discarded };
    if (step.frame) frames.push(step.frame);
    else discarded += step.to - at;
    at = step.to;
    inside = 1;
  }
  return { state: { direction, pending: EMPTY, need: 0, inside: 1 }, frames, discarded };
}

/** `from`: where the search inside a damaged frame goes on. */
function stepFrom(rule: FrameRule, place: Place, from: number): Step {
  const { data, at, direction } = place;
  const { length, need } = lengthOf(rule, place);
  if (need > 0) return { wait: { need: need - at, inside: 1 } };
  if (length === 0) return { to: at + 1, frame: null };
  const end = at + length;
  const raw = copyOf(data, at, end);
  const sound = from === 1 && rule.isSound(raw, direction);
  // A damaged length field swallows the beginning of what follows it: a sound frame inside, or across its end, comes
  // first.
  for (let inner = sound ? end : at + from; inner < end; inner += 1) {
    const found = lengthOf(rule, { ...place, at: inner });
    if (found.need > 0) return { wait: { need: found.need - at, inside: inner - at } };
    if (found.length > 0 && rule.isSound(data.subarray(inner, inner + found.length), direction))
      return { to: inner, frame: null };
  }
  return { to: end, frame: { raw, message: rule.read(raw, { direction, sound }) } };
}

/** A Buffer's own slice would keep the whole chunk alive. */
function copyOf(data: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(data.subarray(start, end));
}

/** `length` 0: no frame begins here. `need`: how far the data must reach before that can be said; 0: it can. */
function lengthOf(rule: FrameRule, { data, at, direction, ending }: Place): { length: number; need: number } {
  const length = rule.measure(data, at, direction);
  if (length === 'none') return NONE;
  const need = length === 'more' ? data.length + 1 : at + length;
  if (need <= data.length) return { length: need - at, need: 0 };
  return ending ? NONE : { length: 0, need };
}

const NONE = { length: 0, need: 0 } as const;

/** Two upper-case digits. */
export function byteHex(value: number): string {
  return (value & 0xff).toString(16).toUpperCase().padStart(2, '0');
}
