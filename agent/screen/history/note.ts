// How the figures of a weighing note are written. Masses stay the decimal text that the ledger gave.
import type { WeighingView } from '../../core/shown/lookup.ts';
import { count, dateOnly, dateTime, kg } from '../shared/format.ts';
import type { Language, Words } from '../shared/text.ts';

/** "250.20 kg", or what stands there instead. */
export function massOf(language: Language, text: string | null, otherwise: string): string {
  return text === null ? otherwise : `${kg(language, text)} kg`;
}

/** "3,000 / 20 / 1 kg" of one weighing range: Max, Min, e. */
export function rangeOf(
  language: Language,
  { maxKg, minKg, intervalKg }: WeighingView['scale']['ranges'][number],
): string {
  return `Max ${kg(language, maxKg)} kg / Min ${kg(language, minKg)} kg / e = ${kg(language, intervalKg)} kg`;
}

/** An ISO day as the language writes it. Noon, so that no clock of the world moves it to another day. */
export function dayOf(language: Language, isoDay: string): string {
  const wallMs = Date.parse(`${isoDay.slice(0, 10)}T12:00:00`);
  return Number.isNaN(wallMs) ? isoDay : dateOnly(language, wallMs);
}

/** "3 readings in 1,200 ms, span 0.02 kg". */
export function windowOf({ t, language }: Words, { readings, durationMs, spanKg }: WeighingView['window']): string {
  return t('note.window-is', {
    readings: count(language, readings),
    duration: count(language, durationMs),
    span: kg(language, spanKg),
  });
}

/** One later word about the weighing; whatever this page does not know stands as the ledger has it. */
export function sinceOf(
  { named, language }: Words,
  { kind, detail, atWallMs }: WeighingView['since'][number],
): { what: string; time: string } {
  const prefix = DETAILS[kind];
  const said = detail === '' ? '' : prefix === undefined ? detail : named(prefix, detail);
  return {
    what: said === '' ? named('since', kind) : `${named('since', kind)}: ${said}`,
    time: dateTime(language, atWallMs),
  };
}

/** Which catalogue says the entry's own word. */
const DETAILS: Readonly<Record<string, string>> = {
  finding: 'finding',
  'finding-recounted': 'since.recount',
  'order-received': 'since.decision',
  verdict: 'lot',
  'vehicle-weighed': 'since.verifies',
  'weighing-reversed': 'since.reversed',
};

/** Long codes in groups, so that two people can compare them aloud. */
export function inGroups(hex: string): string {
  return hex.replace(/(.{8})(?=.)/g, '$1 ');
}
