// What a scale's wire asks of the device behind it. Types only; world/ implements them.
import type { MassMg, MassUnit } from '../../drivers/contract/mass.ts';

export interface IndicatorSpec {
  maxMg: MassMg;
  /** Verification interval e, equal to the display's step d. */
  intervalMg: MassMg;
  unit: MassUnit;
  decimals: number;
  /** The scale's own error as a part of the load; see `drawSpanError`. */
  spanError: number;
}

/** What the display and its lamps show. */
export interface IndicatorDisplay {
  /** The display's value; gross unless `net`. Meaningless while over or under. */
  grossMg: MassMg;
  netMg: MassMg;
  tareMg: MassMg;
  net: boolean;
  stable: boolean;
  centreOfZero: boolean;
  over: boolean;
  under: boolean;
}

export interface Indicator {
  readonly spec: IndicatorSpec;
  advanceTo(nowMs: number): void;
  readDisplay(): IndicatorDisplay;
  /** R 76 4.5.1: zero-setting only while stable and within 2 % of Max. */
  setZero(): boolean;
  setTare(): boolean;
  clearTare(): void;
}
