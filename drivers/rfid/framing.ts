// Finds the frames of a reader's protocol in whatever bytes arrive: cut anywhere, glued, damaged, surrounded by noise. A
// protocol gives its rule: how long a frame is, whether its checksum fits, what it says. Knows no protocol.
//
// None of these protocols escapes its head or tail inside an EPC, so only the length field says where a frame ends and only
// the checksum says that it was one. What is decided never depends on how the bytes were cut: where the answer needs more
// bytes, the decoder waits for them.
import type { Codec, Decoded, Frame, Message } from '../contract/message.ts';

export type Direction = 'device' | 'host';

/** A number of bytes, 'more' bytes needed to know, or no frame begins here. */
export type Measured = number | 'more' | 'none';

export interface FrameRule {
  /**
   * The length of the frame that begins at `at`, from its head alone; the bytes up to its end need not be there yet. Must
   * be bounded: twice the longest frame is all that is ever remembered. The stricter, the sooner noise is seen through.
   */
  measure(data: Uint8Array, at: number, direction: Direction): Measured;
  /** Checksum, and whatever stands at fixed places. */
  isSound(frame: Uint8Array, direction: Direction): boolean;
  /** `sound` false: a damaged frame, which is never a tag. */
  read(frame: Uint8Array, heard: { direction: Direction; sound: boolean }): Message;
}

interface State {
  direction: Direction;
  pending: Uint8Array;
}

interface Place {
  data: Uint8Array;
  at: number;
  direction: Direction;
  /** No byte will follow: a frame that wants more is none. */
  ending: boolean;
}

type Step = 'wait' | { to: number; frame: Frame | null };

const EMPTY = new Uint8Array();

export function framed(protocol: string, rule: FrameRule): Codec {
  return {
    protocol,
    checksummed: true,
    start: (direction = 'device') => ({ direction, pending: EMPTY }) satisfies State,
    decode: (state, bytes) => {
      const { direction, pending } = state as State;
      return scan(rule, { data: pending.length === 0 ? bytes : Buffer.concat([pending, bytes]), direction, ending: false });
    },
    flush: (state) => {
      const { direction, pending } = state as State;
      return scan(rule, { data: pending, direction, ending: true });
    },
  };
}

function scan(rule: FrameRule, { data, direction, ending }: Omit<Place, 'at'>): Decoded<State> {
  const frames: Frame[] = [];
  let discarded = 0;
  let at = 0;
  while (at < data.length) {
    const step = stepFrom(rule, { data, at, direction, ending });
    if (step === 'wait') break;
    if (step.frame) frames.push(step.frame);
    else discarded += step.to - at;
    at = step.to;
  }
  return { state: { direction, pending: copyOf(data, at, data.length) }, frames, discarded };
}

function stepFrom(rule: FrameRule, place: Place): Step {
  const { data, at, direction } = place;
  const length = lengthOf(rule, place);
  if (length === 'more') return 'wait';
  if (length === 'none') return { to: at + 1, frame: null };
  const end = at + length;
  const raw = copyOf(data, at, end);
  const sound = rule.isSound(raw, direction);
  // A damaged length field swallows the beginning of what follows it: a sound frame inside, or across its end, comes first.
  const next = sound ? null : soundInside(rule, place, end);
  if (next === 'more') return 'wait';
  if (next !== null) return { to: next, frame: null };
  return { to: end, frame: { raw, message: rule.read(raw, { direction, sound }) } };
}

function soundInside(rule: FrameRule, place: Place, end: number): number | 'more' | null {
  for (let at = place.at + 1; at < end; at += 1) {
    const length = lengthOf(rule, { ...place, at });
    if (length === 'more') return 'more';
    if (length !== 'none' && rule.isSound(place.data.subarray(at, at + length), place.direction)) return at;
  }
  return null;
}

/** A Buffer's own slice would keep the whole chunk alive. */
function copyOf(data: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(data.subarray(start, end));
}

function lengthOf(rule: FrameRule, { data, at, direction, ending }: Place): Measured {
  const length = rule.measure(data, at, direction);
  const incomplete = length === 'more' || (length !== 'none' && at + length > data.length);
  if (!incomplete) return length;
  return ending ? 'none' : 'more';
}

/** Two upper-case digits. */
export function byteHex(value: number): string {
  return (value & 0xff).toString(16).toUpperCase().padStart(2, '0');
}
