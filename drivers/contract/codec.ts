// What one frame said, in the device's own words: decimal strings, the unit as printed, codes as sent. `hakari decode`
// prints these fields (the names are those of the wire vectors). Drivers turn them into observations; codecs know no
// more.

/** A weight as displayed. `value` is a plain decimal string without leading zeros ("123.0", "-0.05"). */
export interface WeightMessage {
  kind: 'weight';
  value: string;
  unit: string | null;
  /** Undefined where the protocol does not say. */
  stable?: boolean;
  mode?: 'gross' | 'net' | 'tare';
  decimals: number;
  tare?: string;
  centreOfZero?: boolean;
  range?: number;
  checksumOk?: boolean;
  address?: string;
  [extra: string]: unknown;
}

/** The device says that it has no weight, and why. Never 0. */
export interface DeviceErrorMessage {
  kind: 'error';
  error: string;
  value: null;
  [extra: string]: unknown;
}

export interface TagMessage {
  kind: 'tag';
  /** Upper-case hex, length by the PC word count. */
  epc: string;
  pc?: string;
  /** A decimal string where the reader gives tenths. */
  rssiDbm?: number | string;
  antenna?: number | string;
  tid?: string;
  crcOk?: boolean;
  checksumOk?: boolean;
  [extra: string]: unknown;
}

/** Everything else: commands, requests, acknowledgements, counts, reader information, invalid frames. */
export interface OtherDeviceMessage {
  kind: Exclude<string, 'weight' | 'error' | 'tag'>;
  [extra: string]: unknown;
}

export type DeviceMessage = WeightMessage | DeviceErrorMessage | TagMessage | OtherDeviceMessage;

export function isWeightMessage(message: DeviceMessage): message is WeightMessage {
  return message.kind === 'weight';
}
export function isDeviceErrorMessage(message: DeviceMessage): message is DeviceErrorMessage {
  return message.kind === 'error';
}
export function isTagMessage(message: DeviceMessage): message is TagMessage {
  return message.kind === 'tag';
}

/** One decoded frame with the bytes it came from. */
export interface DecodedFrame {
  raw: Uint8Array;
  message: DeviceMessage;
}

/** `discarded` counts bytes that belonged to no frame: noise, half frames, an overlong frame. */
export interface DecodeResult<S> {
  state: S;
  frames: DecodedFrame[];
  discarded: number;
}

/**
 * A pure decoder: knows no port and no timer, remembers a bounded number of bytes, resynchronises by itself.
 * `flush` says what is left over when no more bytes will come (end of a file, or the line fell silent).
 */
export interface Codec<S = unknown> {
  readonly protocol: string;
  /** True where every frame carries a checksum; without one, capture asks for three equal stable readings. */
  readonly checksummed: boolean;
  initialState(direction?: 'device' | 'host'): S;
  decode(state: S, bytes: Uint8Array): DecodeResult<S>;
  flush(state: S): DecodeResult<S>;
}
