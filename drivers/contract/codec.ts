// What one frame says, in the device's own words: decimal strings, the unit as printed, codes as sent. `hakari decode`
// prints these fields, under the names of the wire vectors. Drivers turn messages into observations. Must not know any
// protocol, port or timer.

/** Who sent a frame: the instrument, or the computer that asks it. */
export type FrameDirection = 'device' | 'host';

/** A weight as the device displays it. */
export interface WeightMessage {
  kind: 'weight';
  /** A plain decimal without leading zeros: "123.0", "-0.05". */
  value: string;
  /** As sent ("kg", "lb"); null: the frame carries none. */
  unit: string | null;
  /** Undefined where the protocol does not say. */
  stable?: boolean;
  /** Undefined where the frame does not mark it. */
  mode?: 'gross' | 'net' | 'tare';
  /** Digits behind the point of `value`. */
  decimals: number;
  /** The tare that the device holds, as a plain decimal in `unit`. */
  tare?: string;
  /** Whether the device indicates the centre of zero. Undefined where the protocol does not say. */
  centreOfZero?: boolean;
  /** Partial weighing range displayed, counted from 1. */
  range?: number;
  /** Undefined where the frame carries no checksum. */
  checksumOk?: boolean;
  /** The address that the frame carries on a shared line. */
  address?: string;
  [extra: string]: unknown;
}

/** The device says that it has no weight, and why. Never 0. */
export interface DeviceErrorMessage {
  kind: 'error';
  /** A fault code, or the codec's own word for the condition. */
  error: string;
  /** Null, so that nobody reads a number here. */
  value: null;
  [extra: string]: unknown;
}

/** One tag that a reader saw. */
export interface TagMessage {
  kind: 'tag';
  /** Upper-case hexadecimal, as long as the PC's word count says. */
  epc: string;
  /** The tag's protocol control word, four upper-case hexadecimal digits. */
  pc?: string;
  /** Signal strength in dBm; a decimal string where the reader gives tenths. */
  rssiDbm?: number | string;
  /** Counted from 1; two hexadecimal digits where a reader names transmitting and receiving port. */
  antenna?: number | string;
  /** The chip's own identity, upper-case hexadecimal. */
  tid?: string;
  /** Whether the tag's stored CRC fits PC and EPC. Undefined where the reader does not give it. */
  crcOk?: boolean;
  /** Whether the frame's own checksum fits. */
  checksumOk?: boolean;
  [extra: string]: unknown;
}

/** Everything else: commands, requests, acknowledgements, counts, reader information, invalid frames. */
export interface OtherDeviceMessage {
  kind: Exclude<string, 'weight' | 'error' | 'tag'>;
  [extra: string]: unknown;
}

/** Everything that one frame can say. */
export type DeviceMessage = WeightMessage | DeviceErrorMessage | TagMessage | OtherDeviceMessage;

/** True if the frame is a weight. */
export function isWeightMessage(message: DeviceMessage): message is WeightMessage {
  return message.kind === 'weight';
}

/** True if the device says that it has no weight. */
export function isDeviceErrorMessage(message: DeviceMessage): message is DeviceErrorMessage {
  return message.kind === 'error';
}

/** True if the frame is one tag. */
export function isTagMessage(message: DeviceMessage): message is TagMessage {
  return message.kind === 'tag';
}

/** One decoded frame with the bytes it came from. */
export interface DecodedFrame {
  /** A copy, start and end included. */
  raw: Uint8Array;
  message: DeviceMessage;
}

/** What a codec makes of a chunk of bytes. */
export interface DecodeResult<S> {
  /** What the next call must be given. */
  state: S;
  /** In the order in which they came. */
  frames: DecodedFrame[];
  /** Bytes that belonged to no frame: noise, half frames, an overlong frame. */
  discarded: number;
}

/**
 * A pure decoder of one protocol: knows no port and no timer, remembers a bounded number of bytes, finds the next frame
 * by itself after noise, and gives the same frames however the bytes are cut.
 */
export interface Codec<S = unknown> {
  /** The name that model files use. */
  readonly protocol: string;
  /** True where every frame carries a checksum; without one, capture asks for three equal stable readings. */
  readonly checksummed: boolean;
  /** The state before the first byte. Without a direction: frames of the device. */
  initialState(direction?: FrameDirection): S;
  decode(state: S, bytes: Uint8Array): DecodeResult<S>;
  /** What is left over when no more bytes will come: the end of a file, or the line fell silent. */
  flush(state: S): DecodeResult<S>;
}
