// Sums of masses that come as decimal text in kilograms: exact, in whole milligrams.
import { asMassMg, formatKilograms, parseMass } from '../../../drivers/contract/mass.ts';

function parseMg(text: string): number {
  const mass = parseMass(text, 'kg');
  if ('fault' in mass) throw new Error(`not a mass in kilograms: ${mass.fault}`);
  return mass.massMg;
}

export function sumKg(texts: readonly string[]): string {
  return formatKilograms(asMassMg(texts.reduce((sum, text) => sum + parseMg(text), 0)));
}

/** |difference| ≤ tolerance, as the core compares. */
export function isWithinTolerance({
  differenceKg,
  toleranceKg,
}: {
  differenceKg: string;
  toleranceKg: string;
}): boolean {
  return Math.abs(parseMg(differenceKg)) <= parseMg(toleranceKg);
}
