// Mass is an integer number of milligrams, never a float, together with the decimals the scale showed. Text becomes
// mass in one function of this file and nowhere else. Must not know protocols or frames.
import type { Brand } from './brand.ts';

/** Milligrams, a safe integer: 9 007 199 254 740 991 mg is about 9 × 10⁹ kg, far above any stockpile. */
export type MassMg = Brand<number, 'MassMg'>;

/**
 * The most that a mass can be: one thing 1,000 t, many together 9 × 10⁹ kg. Whatever says more is refused where it
 * enters, so that no later sum leaves the safe integers.
 */
export const MASS_MAXIMA = { singleMg: 1_000_000_000_000, totalMg: 9_000_000_000_000_000 } as const;

/**
 * A computed number of milligrams as a mass: the way back after arithmetic.
 *
 * @throws {RangeError} if it is no safe integer: a float has come into a mass
 */
export function asMassMg(milligrams: number): MassMg {
  if (!isMassMg(milligrams)) throw new RangeError(`a mass is a whole number of milligrams: ${milligrams}`);
  return milligrams;
}

/** True if a computed number of milligrams is a mass. */
export function isMassMg(milligrams: number): milligrams is MassMg {
  return Number.isSafeInteger(milligrams);
}

/**
 * Sum of masses; 0 of none.
 *
 * @throws {RangeError} if it is no safe integer
 */
export function sumMasses(masses: readonly MassMg[]): MassMg {
  return asMassMg(masses.reduce<number>((sum, massMg) => sum + massMg, 0));
}

/** Metric units an instrument may show. Others ("lb", "PC") are reported as text but are never a mass. */
export const MASS_UNITS = ['mg', 'g', 'kg', 't'] as const;
/** One of `MASS_UNITS`. */
export type MassUnit = (typeof MASS_UNITS)[number];

/** log10 of milligrams per unit. */
const UNIT_EXPONENT: Record<MassUnit, number> = { mg: 0, g: 3, kg: 6, t: 9 };

/** A mass as an instrument displayed it. */
export interface DisplayedMass {
  massMg: MassMg;
  unit: MassUnit;
  /** Digits behind the point in `unit`. */
  decimals: number;
}

/** Why a text is no mass. */
export type MassTextError = 'not-a-number' | 'unit-unknown' | 'too-large' | 'finer-than-milligram';

const DECIMAL_PATTERN = /^(-?)(\d{1,16})(?:\.(\d{1,9}))?$/;

/** True if a text is one of `MASS_UNITS`. */
export function isMassUnit(unit: string | null | undefined): unit is MassUnit {
  return (MASS_UNITS as readonly string[]).includes(unit ?? '');
}

/**
 * The one way from text to mass. `text` is a plain decimal ("123.0", "-0.05"); codecs have already removed blanks,
 * leading zeros and decimal commas. Never rounds: digits below one milligram are refused unless they are zero. Minus
 * zero is zero.
 */
export function parseMass(text: string, unit: string): DisplayedMass | { fault: MassTextError } {
  if (!isMassUnit(unit)) return { fault: 'unit-unknown' };
  const match = DECIMAL_PATTERN.exec(text);
  if (!match) return { fault: 'not-a-number' };
  const sign = match[1] ?? '';
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  const exponent = UNIT_EXPONENT[unit];
  if (/[1-9]/.test(fraction.slice(exponent))) return { fault: 'finer-than-milligram' };
  const magnitude = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  if (!Number.isSafeInteger(magnitude)) return { fault: 'too-large' };
  const massMg = sign === '-' && magnitude !== 0 ? -magnitude : magnitude;
  return { massMg: asMassMg(massMg), unit, decimals: fraction.length };
}

/**
 * The decimal text of a mass in a unit: (123000000, 'kg', 1) → "123.0".
 *
 * @throws {RangeError} when the mass is not a safe integer, or has digits that `decimals` do not hold
 */
export function formatMass(massMg: MassMg, unit: MassUnit, decimals: number): string {
  if (!Number.isSafeInteger(massMg)) throw new RangeError(`mass ${massMg} mg is not a safe integer`);
  const exponent = UNIT_EXPONENT[unit];
  const digits = String(Math.abs(massMg)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = digits.slice(digits.length - exponent);
  if (/[1-9]/.test(fraction.slice(decimals)))
    throw new RangeError(`${massMg} mg has more than ${decimals} decimals in ${unit}`);
  const displayedFraction = fraction.slice(0, decimals).padEnd(decimals, '0');
  return `${massMg < 0 ? '-' : ''}${whole}${decimals > 0 ? `.${displayedFraction}` : ''}`;
}

/**
 * Kilograms with as few decimals as hold the value exactly: 268400000 → "268.4". For reports and JSON output.
 *
 * @throws {RangeError} when the mass is not a safe integer
 */
export function formatKilograms(massMg: MassMg): string {
  return formatMass(massMg, 'kg', 6).replace(/\.?0+$/, '');
}
