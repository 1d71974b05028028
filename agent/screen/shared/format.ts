// Numbers, dates and times as the language writes them. Masses come as decimal text and stay text: no digit is lost or
// made up.
import type { PageLanguage } from './translator.ts';

/** Made once: making one costs more than a hundred uses of it, and lists use them in every row. */
const FORMATS: Record<
  PageLanguage,
  { dateTime: Intl.DateTimeFormat; date: Intl.DateTimeFormat; number: Intl.NumberFormat }
> = { en: createFormats('en-GB'), ja: createFormats('ja-JP') };

function createFormats(locale: string) {
  return {
    dateTime: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    date: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
    number: new Intl.NumberFormat(locale),
  };
}

/** "25 Nov 2026, 14:03" / "2026年11月25日 14:03". */
export function formatDateTime(language: PageLanguage, wallMs: number): string {
  return FORMATS[language].dateTime.format(wallMs);
}

export function formatDate(language: PageLanguage, wallMs: number): string {
  return FORMATS[language].date.format(wallMs);
}

export function formatCount(language: PageLanguage, number: number): string {
  return FORMATS[language].number.format(number);
}

/** "12345.60" → "12,345.60": grouped, with just the digits the scale gave. */
export function formatKg(language: PageLanguage, text: string): string {
  const [, sign = '', whole = '', rest = ''] = /^([-−]?)(\d+)(\.\d+)?$/.exec(text) ?? [];
  if (whole === '') return text;
  return `${sign === '' ? '' : '\u2212'}${FORMATS[language].number.format(BigInt(whole))}${rest}`;
}

/**
 * "2026-11-25 14:03:05" on this tablet's clock: the same in every language, and spreadsheets read it. For files and
 * tables.
 */
export function formatSpreadsheetTime(wallMs: number): string {
  const date = new Date(wallMs);
  return `${formatPlainDay(date)} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':')}`;
}

function formatPlainDay(date: Date): string {
  return [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
}

/** "UTC+09:00": which clock `plainTime` means. */
export function formatUtcOffset(wallMs: number): string {
  const minutes = -new Date(wallMs).getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/** "+0.20", "−0.20", "0": a difference says on which side it is. */
export function formatSignedKg(language: PageLanguage, text: string): string {
  return /[1-9]/.test(text) && !/^[-−]/.test(text) ? `+${formatKg(language, text)}` : formatKg(language, text);
}

/** 48 bits: enough to tell two photographs apart, not to prove one. The entry holds the whole. */
export function abbreviateHash(hash: string): string {
  return (hash.slice(0, 12).match(/.{1,4}/g) ?? []).join(' ');
}

export function insertNonBreakingHyphens(text: string): string {
  return text.replace(/(\w)-(?=\w)/g, '$1\u2011');
}
