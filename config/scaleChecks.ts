// A scale's settings against OIML R 76-1:2006: whether class, intervals, Max, Min and digits are those of a scale that
// can exist, and whether its arithmetic stays in whole milligrams. Must not know any file.
//
// @see OIML R 76-1:2006, 3.2 (accuracy classes, table 3), 3.3 (partial ranges, table 4)
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

/** The mass of a text; null: text or unit is missing, or it is no mass, which is added to `errors`. */
export function parseMassSetting(
  text: string | undefined,
  unit: MassUnit | undefined,
  path: SettingPath,
  errors: SettingError[],
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
  errors.push({
    path,
    problem: `${text} ${unit} is ${problem}`,
    allowed: 'whole milligrams up to 9 007 199 254 740 991',
  });
  return null;
}

/**
 * Errors of a scale's settings.
 *
 * @see OIML R 76-1:2006, table 3
 */
export function checkScaleSettings(scale: DeepPartial<ScaleInput>, path: SettingPath): SettingError[] {
  const errors: SettingError[] = [];
  let previous: { maxMg: MassMg; intervalMg: MassMg } | null = null;
  for (const [index, range] of (scale.ranges ?? []).entries()) {
    const rangePath = [...path, 'ranges', index];
    const maxMg = parseMassSetting(range?.max, scale.unit, [...rangePath, 'max'], errors);
    const minMg = parseMassSetting(range?.min, scale.unit, [...rangePath, 'min'], errors);
    const intervalMg = parseMassSetting(range?.interval, scale.unit, [...rangePath, 'interval'], errors);
    if (intervalMg === null) continue;
    const isLast = index === (scale.ranges?.length ?? 0) - 1;
    if (!checkInterval(intervalMg, range?.interval ?? '', [...rangePath, 'interval'], errors)) continue;
    if (scale.class !== undefined)
      errors.push(...checkAgainstClass({ accuracy: scale.class, maxMg, minMg, intervalMg, last: isLast }, rangePath));
    errors.push(...checkDigits(scale, intervalMg, rangePath));
    if (maxMg === null) continue;
    if (previous !== null && (maxMg <= previous.maxMg || intervalMg <= previous.intervalMg))
      errors.push({
        path: rangePath,
        problem: 'is not above the range before it',
        allowed: 'ranges with growing max and growing interval',
      });
    previous = { maxMg, intervalMg };
  }
  errors.push(...checkLastDigit(scale, path));
  return errors;
}

/** 1, 2 or 5 times a power of ten (R 76), and even milligrams, because half of it must be whole milligrams. */
function checkInterval(intervalMg: MassMg, text: string, path: SettingPath, errors: SettingError[]): boolean {
  if (!/^[125]0*$/.test(String(intervalMg))) {
    errors.push({
      path,
      problem: `${text} is no scale interval`,
      allowed: '1, 2 or 5 times a power of ten, e.g. "0.2", "0.5", "1"',
    });
    return false;
  }
  if (intervalMg % 2 === 0) return true;
  errors.push({
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
  const errors: SettingError[] = [];
  const limits = classLimits(range.accuracy, range.intervalMg);
  if (limits === null) {
    const minInterval = { II: '1 mg', III: '0.1 g', IIII: '5 g' }[range.accuracy];
    return [
      {
        path: [...path, 'interval'],
        problem: `is too fine for class ${range.accuracy}`,
        allowed: `at least ${minInterval}`,
      },
    ];
  }
  if (range.minMg !== null && range.minMg < limits.minIntervals * range.intervalMg)
    errors.push({
      path: [...path, 'min'],
      problem: `is below ${limits.minIntervals} e`,
      allowed: `at least ${limits.minIntervals} × interval in class ${range.accuracy} (R 76 Table 3)`,
    });
  if (range.maxMg === null) return errors;
  const intervals = range.maxMg / range.intervalMg;
  // The fewest intervals bind the last range alone (R 76 Table 4 has its own figures for partial ranges).
  if (intervals > limits.most || (range.last && intervals < limits.fewest))
    errors.push({
      path: [...path, 'max'],
      problem: `gives ${Number.isInteger(intervals) ? intervals : intervals.toFixed(1)} intervals`,
      allowed: `max / interval from ${limits.fewest} to ${limits.most} in class ${range.accuracy} (R 76 Table 3)`,
    });
  if (range.minMg !== null && range.minMg >= range.maxMg)
    errors.push({ path: [...path, 'min'], problem: 'is not below max', allowed: 'less than max' });
  return errors;
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

/**
 * The settings in milligrams, of content that has passed the checks above.
 *
 * @throws {Error} when it has not
 */
export function completeScaleSettings(scale: ScaleInput): ScaleSettings {
  const mass = (text: string): MassMg => {
    const parsed = parseMass(text, scale.unit);
    if ('fault' in parsed) throw new Error(`${text} ${scale.unit} passed the checks and is no mass`);
    return parsed.massMg;
  };
  const ranges = scale.ranges.map((range) => ({
    maxMg: mass(range.max),
    minMg: mass(range.min),
    intervalMg: mass(range.interval),
  }));
  return { class: scale.class, unit: scale.unit, decimals: scale.decimals, ranges };
}
