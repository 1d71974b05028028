// Finds the frames of a reader's protocol in whatever bytes arrive: cut anywhere, joined, damaged, surrounded by noise.
// A protocol gives its rule: how long a frame is, whether its checksum fits, what it says. Must not know any protocol.
//
// None of these protocols escapes its head or tail inside an EPC, so only the length field says where a frame ends and
// only the checksum says that it was one. What is decided never depends on how the bytes were cut: where the answer
// needs more bytes, the decoder waits for them.
import type { Codec, DecodedFrame, DecodeResult, DeviceMessage, FrameDirection } from '../../contract/codec.ts';

/** A number of bytes, 'more' bytes needed to know, or no frame begins here. */
export type MeasuredFrame = number | 'more' | 'none';

/** A protocol's length, checksum and decoding, given to the common scanner. */
export interface ReaderFrameRule {
  /**
   * The length of the frame that begins at `offset`, from its head alone; the bytes up to its end need not be there
   * yet. Must be bounded: twice the longest frame is all that is ever remembered. The stricter, the sooner noise is
   * seen through.
   */
  measure(data: Uint8Array, offset: number, direction: FrameDirection): MeasuredFrame;
  /** True if the checksum, and whatever stands at fixed offsets, is right. */
  isValid(frame: Uint8Array, direction: FrameDirection): boolean;
  /** What a frame says. `isIntact` false: it is damaged, and never a tag. */
  decode(frame: Uint8Array, frameContext: { direction: FrameDirection; isIntact: boolean }): DeviceMessage;
}

interface ReaderFrameState {
  direction: FrameDirection;
  /** Begins with an incomplete or damaged frame. */
  pending: Uint8Array;
  /** With fewer bytes than this nothing more can be decided: they are kept and not scanned. */
  neededBytes: number;
  /**
   * The frame at the beginning is damaged, and before this place inside it there is no valid one. 1: not known to be
   * damaged.
   */
  searchFrom: number;
}

interface ScanPosition {
  data: Uint8Array;
  at: number;
  direction: FrameDirection;
  /** No byte will follow: a frame that wants more is none. */
  ending: boolean;
}

interface ScanWait {
  neededBytes: number;
  searchFrom: number;
}

type ScanStep = { wait: ScanWait } | { to: number; frame: DecodedFrame | null };

const EMPTY = new Uint8Array();

/** The codec of a rule. */
export function createReaderFrameCodec(protocol: string, rule: ReaderFrameRule): Codec {
  return {
    protocol,
    checksummed: true,
    initialState: (direction = 'device') =>
      ({ direction, pending: EMPTY, neededBytes: 0, searchFrom: 1 }) satisfies ReaderFrameState,
    decode: (state, bytes) => {
      const { direction, pending, neededBytes, searchFrom } = state as ReaderFrameState;
      const data = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      if (data.length < neededBytes)
        return {
          state: {
            direction,
            pending: copyBytes(data, 0, data.length),
            neededBytes,
            searchFrom,
          } satisfies ReaderFrameState,
          frames: [],
          discarded: 0,
        };
      return scanFrames(rule, { data, direction, ending: false }, searchFrom);
    },
    flush: (state) => {
      const { direction, pending, searchFrom } = state as ReaderFrameState;
      return scanFrames(rule, { data: pending, direction, ending: true }, searchFrom);
    },
  };
}

function scanFrames(
  rule: ReaderFrameRule,
  { data, direction, ending }: Omit<ScanPosition, 'at'>,
  initialSearchFrom: number,
): DecodeResult<ReaderFrameState> {
  const frames: DecodedFrame[] = [];
  let discarded = 0;
  let offset = 0;
  let searchFrom = initialSearchFrom;
  while (offset < data.length) {
    const step = scanStep(rule, { data, at: offset, direction, ending }, searchFrom);
    if ('wait' in step)
      return { state: { direction, pending: copyBytes(data, offset, data.length), ...step.wait }, frames, discarded };
    if (step.frame) frames.push(step.frame);
    else discarded += step.to - offset;
    offset = step.to;
    searchFrom = 1;
  }
  return { state: { direction, pending: EMPTY, neededBytes: 0, searchFrom: 1 }, frames, discarded };
}

/** `searchFrom`: where the search inside a damaged frame goes on. */
function scanStep(rule: ReaderFrameRule, position: ScanPosition, searchFrom: number): ScanStep {
  const { data, at, direction } = position;
  const { length, need } = measureFrame(rule, position);
  if (need > 0) return { wait: { neededBytes: need - at, searchFrom: 1 } };
  if (length === 0) return { to: at + 1, frame: null };
  const end = at + length;
  const raw = copyBytes(data, at, end);
  const isIntact = searchFrom === 1 && rule.isValid(raw, direction);
  // A damaged length field swallows the beginning of what follows it: a valid frame inside, or across its end, comes
  // first.
  for (let innerOffset = isIntact ? end : at + searchFrom; innerOffset < end; innerOffset += 1) {
    const innerFrame = measureFrame(rule, { ...position, at: innerOffset });
    if (innerFrame.need > 0) return { wait: { neededBytes: innerFrame.need - at, searchFrom: innerOffset - at } };
    if (innerFrame.length > 0 && rule.isValid(data.subarray(innerOffset, innerOffset + innerFrame.length), direction))
      return { to: innerOffset, frame: null };
  }
  return { to: end, frame: { raw, message: rule.decode(raw, { direction, isIntact }) } };
}

/** A Buffer's own slice would keep the whole chunk alive. */
function copyBytes(data: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(data.subarray(start, end));
}

/** `length` 0: no frame begins here. `need`: how far the data must reach before that can be said; 0: it can. */
function measureFrame(
  rule: ReaderFrameRule,
  { data, at, direction, ending }: ScanPosition,
): { length: number; need: number } {
  const length = rule.measure(data, at, direction);
  if (length === 'none') return NO_FRAME;
  const need = length === 'more' ? data.length + 1 : at + length;
  if (need <= data.length) return { length: need - at, need: 0 };
  return ending ? NO_FRAME : { length: 0, need };
}

const NO_FRAME = { length: 0, need: 0 } as const;

/** A byte as two upper-case hexadecimal digits. */
export function byteToHex(value: number): string {
  return (value & 0xff).toString(16).toUpperCase().padStart(2, '0');
}
