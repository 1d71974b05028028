// What an instrument reported, in the words of the whole project: a reading, a tag read or a fault, always with the raw
// bytes and the time. Drivers make observations; the core consumes them. Must not know any protocol.
import type { InstrumentFaultCode } from './instrumentFault.ts';
import type { MassMg, MassUnit } from './mass.ts';
import type { InstrumentId } from './siteIds.ts';

interface ObservationOrigin {
  /** The instrument's id in the site file. */
  instrument: InstrumentId;
  /** Milliseconds since boot when the last byte of the frame arrived. */
  atMs: number;
  /** The bytes of the frame; empty where a fault has none. */
  raw: Uint8Array;
}

/** One weight that a scale displayed. */
export interface Reading extends ObservationOrigin {
  kind: 'reading';
  mode: 'gross' | 'net' | 'tare';
  massMg: MassMg;
  /** Tare that the device itself holds; undefined where it does not say. */
  tareMg?: MassMg;
  /** The unit displayed. */
  unit: MassUnit;
  /** Digits behind the point as displayed in `unit`. */
  decimals: number;
  /** Whether the device calls the reading stable. False where its protocol cannot say. */
  stable: boolean;
  /** Whether the device indicates the centre of zero. Undefined where its protocol cannot say. */
  centreOfZero?: boolean;
  /** Partial weighing range displayed, counted from 1. Undefined on single-range scales. */
  range?: number;
  /**
   * True if a CRC covered this reading and was right. A sum of 7 or 8 bits does not count: capture asks for three
   * alike.
   */
  checksummed: boolean;
}

/** One tag that a reader saw, with antenna and signal strength. */
export interface TagRead extends ObservationOrigin {
  kind: 'tag';
  /** Upper-case hexadecimal; the UID of a tag that has no EPC. */
  epcHex: string;
  /** Identity of the chip where the reader gave it, in hexadecimal; two chips with one EPC are a finding. */
  tidHex?: string;
  /** Counted from 1. */
  antenna: number;
  /** Signal strength in dBm. */
  rssiDbm?: number;
  /** True if the tag's StoredCRC was checked and right; false: the reader did not give it. A wrong one is a fault. */
  crcChecked: boolean;
}

/** The instrument or its line has no usable value. */
export interface FaultObservation extends ObservationOrigin {
  kind: 'fault';
  fault: InstrumentFaultCode;
  /** What exactly, for a technician: "OL", "errno ENXIO". Never displayed as a weight. */
  detail: string;
}

/** Everything that a driver reports. */
export type Observation = Reading | TagRead | FaultObservation;
