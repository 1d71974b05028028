// A reading on the grid of its scale, with the run of readings that it belongs to: what makes it a zero, a trusted value
// or a legal weight (OIML R 76-1). Must not know what was captured before.
import { isMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Reading } from '../../../drivers/contract/observation.ts';
import type { Plateau } from './plateau.ts';

/** One reading of a load; masses in mg. */
export interface PlacedReading {
  reading: Reading;
  /** All that the scale carries. */
  grossMg: MassMg;
  /** Without what stayed on the platform at the last zero. */
  loadMg: MassMg;
  /** Index into the scale's ranges. */
  range: number;
  intervalMg: MassMg;
  minMg: MassMg;
  maxMg: MassMg;
  plateau: Plateau;
}

/** How long a scale must show zero before what comes next is a new load. */
const ZERO_STANDS_MS = 500;

/**
 * Gross mass (mg) of a reading: as shown, or net plus a known tare. Null where the reading is no evidence of a load.
 */
export function grossMassOf(reading: Reading): MassMg | null {
  if (reading.mode === 'gross') return reading.massMg;
  if (reading.mode !== 'net' || reading.tareMg === undefined) return null;
  // Garbled digits may add up to more than a mass can hold: no bytes of a scale may throw here.
  const grossMg = reading.massMg + reading.tareMg;
  return isMassMg(grossMg) ? grossMg : null;
}

/**
 * Zero: centre of zero, or a stable gross of exactly 0, for half a second without another value between. Damaged
 * frames and a neighbour's frames that read as zero come in short runs: three in a row once made one load count
 * twice.
 */
export function isZero(placed: PlacedReading, windowMs: number): boolean {
  const { reading, grossMg, intervalMg, plateau } = placed;
  if (Math.abs(grossMg) >= intervalMg) return false;
  const stoodMs = reading.atMs - plateau.sinceMs;
  if (isTrusted(placed)) return (reading.centreOfZero ?? grossMg === 0) && stoodMs >= ZERO_STANDS_MS;
  // Where one letter is the whole status (Rice Lake), a scale that reports "centre of zero" cannot also report
  // "stable".
  return (
    reading.centreOfZero === true && plateau.lowMg === plateau.highMg && plateau.readings >= 3 && stoodMs >= windowMs
  );
}

/**
 * The tare (mg) that stays on the platform, if this reading proves that nothing else lies there: a stable net within
 * 1 e of nothing, as long as a zero must stand. Null otherwise.
 */
export function keptTare(placed: PlacedReading): MassMg | null {
  const { reading, intervalMg, plateau } = placed;
  if (reading.mode !== 'net' || reading.tareMg === undefined || reading.tareMg <= 0) return null;
  const isNothing = Math.abs(reading.massMg) < intervalMg;
  return isNothing && isTrusted(placed) && reading.atMs - plateau.sinceMs >= ZERO_STANDS_MS ? reading.tareMg : null;
}

/** Stable by the scale's own status; without a checksum three equal stable readings are needed. */
export function isTrusted({ reading, plateau }: Pick<PlacedReading, 'reading' | 'plateau'>): boolean {
  return reading.stable && plateau.equalStable >= (reading.checksummed ? 1 : 3);
}

/**
 * A legal weight: a full window of stable equilibrium between Min and Max.
 *
 * @see OIML R 76-1:2006, section 4.4.2
 */
export function isWeight(placed: PlacedReading, windowMs: number): boolean {
  const { plateau, reading, grossMg, minMg, maxMg } = placed;
  return reading.atMs - plateau.sinceMs >= windowMs && isTrusted(placed) && grossMg >= minMg && grossMg <= maxMg;
}
