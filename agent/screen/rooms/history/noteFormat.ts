// How the figures of a weighing note are written. Masses stay the decimal text that the ledger gave.
import type { WeighingView } from '../../../core/views/lookupViews.ts';
import { formatCount, formatDate, formatDateTime, formatKg } from '../../shared/format.ts';
import type { PageLanguage, Translator } from '../../shared/translator.ts';

/** "250.20 kg", or what stands there instead. */
export function formatMassOr(language: PageLanguage, text: string | null, otherwise: string): string {
  return text === null ? otherwise : `${formatKg(language, text)} kg`;
}

/** "3,000 / 20 / 1 kg" of one weighing range: Max, Min, e. */
export function formatWeighingRange(
  language: PageLanguage,
  { maxKg, minKg, intervalKg }: WeighingView['scale']['ranges'][number],
): string {
  return `Max ${formatKg(language, maxKg)} kg / Min ${formatKg(language, minKg)} kg / e = ${formatKg(language, intervalKg)} kg`;
}

/** An ISO day as the language writes it. Noon, so that no clock of the world moves it to another day. */
export function formatIsoDay(language: PageLanguage, isoDay: string): string {
  const wallMs = Date.parse(`${isoDay.slice(0, 10)}T12:00:00`);
  return Number.isNaN(wallMs) ? isoDay : formatDate(language, wallMs);
}

/** "3 readings in 1,200 ms, span 0.02 kg". */
export function formatCaptureWindow(
  { t, language }: Translator,
  { readings, durationMs, spanKg }: WeighingView['window'],
): string {
  return t('note.window-is', {
    readings: formatCount(language, readings),
    duration: formatCount(language, durationMs),
    span: formatKg(language, spanKg),
  });
}

/** One later word about the weighing; whatever this page does not know stands as the ledger has it. */
export function describeLaterEvent(
  { codeText, language }: Translator,
  { kind, detail, atWallMs }: WeighingView['since'][number],
): { text: string; time: string } {
  const prefix = DETAIL_PREFIXES[kind];
  const detailText = detail === '' ? '' : prefix === undefined ? detail : codeText(prefix, detail);
  return {
    text: detailText === '' ? codeText('later-event', kind) : `${codeText('later-event', kind)}: ${detailText}`,
    time: formatDateTime(language, atWallMs),
  };
}

/** Which catalogue says the entry's own word. */
const DETAIL_PREFIXES: Readonly<Record<string, string>> = {
  finding: 'finding',
  'finding-recounted': 'later-event.recount',
  'order-received': 'later-event.decision',
  verdict: 'lot',
  'vehicle-weighed': 'later-event.verifies',
  'weighing-reversed': 'later-event.reversed',
};

/** Long codes in groups, so that two people can compare them aloud. */
export function groupHexDigits(hex: string): string {
  return hex.replace(/(.{8})(?=.)/g, '$1 ');
}
