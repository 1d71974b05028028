// A scale's facts against OIML R 76-1:2006: are class, intervals, Max, Min and digits those of a scale that can exist,
// and whose arithmetic stays in whole milligrams. Pure.
import { parseMass, type MassMg, type MassUnit } from '../drivers/contract/mass.ts';
import type { ScaleSettings } from '../drivers/models/instrumentModel.ts';
import type { SettingError, SettingPath } from './configError.ts';
import type { SiteInput } from './siteSchema.ts';
import type { DeepPartial } from './partialSite.ts';

type ScaleInput = NonNullable<SiteInput['instruments'][number]['scale']>;
type AccuracyClass = ScaleInput['class'];

/** R 76-1 Table 3: Min in e, fewest and most intervals n = Max/e, by class and e (in milligrams). */
function classLimits(
  accuracy: AccuracyClass,
  intervalMg: MassMg,
): { minIntervals: number; fewest: number; most: number } | null {
  if (accuracy === 'II') {
    if (intervalMg < 1) return null;
    return intervalMg <= 50
      ? { minIntervals: 20, fewest: 100, most: 100_000 }
      : { minIntervals: 50, fewest: 5000, most: 100_000 };
  }
  if (accuracy === 'III') {
    if (intervalMg < 100) return null;
    return intervalMg <= 2000
      ? { minIntervals: 20, fewest: 100, most: 10_000 }
      : { minIntervals: 20, fewest: 500, most: 10_000 };
  }
  return intervalMg < 5000 ? null : { minIntervals: 10, fewest: 100, most: 1000 };
}

/** Reads the texts; null where one of them is missing or no mass (which is a fault found here). */
export function parseMassSetting(
  text: string | undefined,
  unit: MassUnit | undefined,
  path: SettingPath,
  found: SettingError[],
): MassMg | null {
  if (text === undefined || unit === undefined) return null;
  const mass = parseMass(text, unit);
  if (!('fault' in mass)) return mass.massMg;
  const problem = {
    'finer-than-milligram': 'finer than a milligram',
    'too-large': 'too large',
    'not-a-number': 'not a number',
    'unit-unknown': 'unknown unit',
  }[mass.fault];
  found.push({
    path,
    problem: `${text} ${unit} is ${problem}`,
    allowed: 'whole milligrams up to 9 007 199 254 740 991',
  });
  return null;
}

export function checkScaleSettings(scale: DeepPartial<ScaleInput>, path: SettingPath): SettingError[] {
  const found: SettingError[] = [];
  let before: { maxMg: MassMg; intervalMg: MassMg } | null = null;
  for (const [index, range] of (scale.ranges ?? []).entries()) {
    const at = [...path, 'ranges', index];
    const maxMg = parseMassSetting(range?.max, scale.unit, [...at, 'max'], found);
    const minMg = parseMassSetting(range?.min, scale.unit, [...at, 'min'], found);
    const intervalMg = parseMassSetting(range?.interval, scale.unit, [...at, 'interval'], found);
    if (intervalMg === null) continue;
    const last = index === (scale.ranges?.length ?? 0) - 1;
    if (!checkInterval(intervalMg, range?.interval ?? '', [...at, 'interval'], found)) continue;
    if (scale.class !== undefined)
      found.push(...checkAgainstClass({ accuracy: scale.class, maxMg, minMg, intervalMg, last }, at));
    found.push(...checkDigits(scale, intervalMg, at));
    if (maxMg === null) continue;
    if (before !== null && (maxMg <= before.maxMg || intervalMg <= before.intervalMg))
      found.push({
        path: at,
        problem: 'is not above the range before it',
        allowed: 'ranges with growing max and growing interval',
      });
    before = { maxMg, intervalMg };
  }
  found.push(...checkLastDigit(scale, path));
  return found;
}

/** R 76 3.2.1 … and even milligrams, because half an interval must be whole milligrams too. */
function checkInterval(intervalMg: MassMg, text: string, path: SettingPath, found: SettingError[]): boolean {
  if (!/^[125]0*$/.test(String(intervalMg))) {
    found.push({
      path,
      problem: `${text} is no scale interval`,
      allowed: '1, 2 or 5 times a power of ten, e.g. "0.2", "0.5", "1"',
    });
    return false;
  }
  if (intervalMg % 2 === 0) return true;
  found.push({
    path,
    problem: `${text} is an odd number of milligrams`,
    allowed: 'an even number of milligrams (half of it must be whole)',
  });
  return false;
}

function checkAgainstClass(
  range: { accuracy: AccuracyClass; maxMg: MassMg | null; minMg: MassMg | null; intervalMg: MassMg; last: boolean },
  path: SettingPath,
): SettingError[] {
  const found: SettingError[] = [];
  const limits = classLimits(range.accuracy, range.intervalMg);
  if (limits === null) {
    const least = { II: '1 mg', III: '0.1 g', IIII: '5 g' }[range.accuracy];
    return [
      { path: [...path, 'interval'], problem: `is too fine for class ${range.accuracy}`, allowed: `at least ${least}` },
    ];
  }
  if (range.minMg !== null && range.minMg < limits.minIntervals * range.intervalMg)
    found.push({
      path: [...path, 'min'],
      problem: `is below ${limits.minIntervals} e`,
      allowed: `at least ${limits.minIntervals} × interval in class ${range.accuracy} (R 76 Table 3)`,
    });
  if (range.maxMg === null) return found;
  const intervals = range.maxMg / range.intervalMg;
  // The fewest intervals bind the last range alone (R 76 Table 4 has its own figures for partial ranges).
  if (intervals > limits.most || (range.last && intervals < limits.fewest))
    found.push({
      path: [...path, 'max'],
      problem: `gives ${Number.isInteger(intervals) ? intervals : intervals.toFixed(1)} intervals`,
      allowed: `max / interval from ${limits.fewest} to ${limits.most} in class ${range.accuracy} (R 76 Table 3)`,
    });
  if (range.minMg !== null && range.minMg >= range.maxMg)
    found.push({ path: [...path, 'min'], problem: 'is not below max', allowed: 'less than max' });
  return found;
}

/** The scale must be able to show its interval: e = d, and no digits that would always be zero but one. */
function checkDigits(scale: DeepPartial<ScaleInput>, intervalMg: MassMg, path: SettingPath): SettingError[] {
  const digitMg = lastDigitMg(scale);
  if (digitMg === null || digitMg < 1 || intervalMg % digitMg === 0) return [];
  return [
    {
      path: [...path, 'interval'],
      problem: `cannot be shown with ${scale.decimals ?? 0} decimals`,
      allowed: `a multiple of the last digit; or more decimals`,
    },
  ];
}

function checkLastDigit(scale: DeepPartial<ScaleInput>, path: SettingPath): SettingError[] {
  const digitMg = lastDigitMg(scale);
  if (digitMg === null || digitMg % 2 === 0) return [];
  const problem =
    digitMg === 1 ? 'makes the last digit an odd number of milligrams' : 'makes the last digit finer than a milligram';
  return [
    { path: [...path, 'decimals'], problem, allowed: 'as many decimals as keep the last digit at 10 mg or more' },
  ];
}

/** Below one milligram a fraction, which divides nothing and is odd. */
function lastDigitMg(scale: DeepPartial<ScaleInput>): number | null {
  if (scale.decimals === undefined || scale.unit === undefined) return null;
  const exponent = { mg: 0, g: 3, kg: 6, t: 9 }[scale.unit] - scale.decimals;
  return exponent < 0 ? 0.1 : 10 ** exponent;
}

/** For content that has passed the checks above. */
export function completeScaleSettings(scale: ScaleInput): ScaleSettings {
  const mass = (text: string): MassMg => {
    const read = parseMass(text, scale.unit);
    if ('fault' in read) throw new Error(`${text} ${scale.unit} passed the checks and is no mass`);
    return read.massMg;
  };
  const ranges = scale.ranges.map((range) => ({
    maxMg: mass(range.max),
    minMg: mass(range.min),
    intervalMg: mass(range.interval),
  }));
  return { class: scale.class, unit: scale.unit, decimals: scale.decimals, ranges };
}
