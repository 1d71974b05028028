// What an instrument said, in the words of the whole project: a reading, a tag read or a fault, always with the raw
// bytes and the time. Drivers make observations; the core consumes them.
import type { InstrumentFaultCode } from './instrumentFault.ts';
import type { MassMg, MassUnit } from './mass.ts';

interface ObservationOrigin {
  /** The instrument's id in the site file. */
  instrument: string;
  /** Milliseconds since boot when the last byte of the frame arrived. */
  atMs: number;
  raw: Uint8Array;
}

export interface Reading extends ObservationOrigin {
  kind: 'reading';
  mode: 'gross' | 'net' | 'tare';
  massMg: MassMg;
  /** Tare that the device itself holds; present if it said so. */
  tareMg?: MassMg;
  unit: MassUnit;
  decimals: number;
  /** What the device says. False where its protocol cannot say. */
  stable: boolean;
  /** Undefined where the protocol cannot say. */
  centreOfZero?: boolean;
  /** Partial weighing range displayed, counted from 1. Undefined on single-range scales. */
  range?: number;
  /**
   * True if a CRC covered this reading and was right. A sum of 7 or 8 bits does not count: capture asks for three
   * alike.
   */
  checksummed: boolean;
}

export interface TagRead extends ObservationOrigin {
  kind: 'tag';
  epcHex: string;
  /** Identity of the chip where the reader gave it; two chips with one EPC are a finding. */
  tidHex?: string;
  antenna: number;
  rssiDbm?: number;
  /** False never reaches the core: a failed StoredCRC is a fault observation. */
  crcChecked: boolean;
}

export interface FaultObservation extends ObservationOrigin {
  kind: 'fault';
  fault: InstrumentFaultCode;
  /** Words for a technician: what exactly, e.g. "OL" or "errno ENXIO". Never shown as a weight. */
  detail: string;
}

export type Observation = Reading | TagRead | FaultObservation;
