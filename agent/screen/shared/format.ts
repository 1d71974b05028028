// Numbers, dates and times as the language writes them. Masses come as decimal text and stay text: no digit is lost or made up.
import type { Language } from './text.ts';

const LOCALES: Record<Language, string> = { en: 'en-GB', ja: 'ja-JP' };

/** "25 Nov 2026, 14:03" / "2026年11月25日 14:03". */
export function dateTime(language: Language, wallMs: number): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', timeStyle: 'short' }).format(wallMs);
}

export function dateOnly(language: Language, wallMs: number): string {
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium' }).format(wallMs);
}

export function count(language: Language, number: number): string {
  return new Intl.NumberFormat(LOCALES[language]).format(number);
}

/** "12345.60" → "12,345.60": grouped, with just the digits the scale gave. */
export function kg(language: Language, text: string): string {
  const [, sign = '', whole = '', rest = ''] = /^([-−]?)(\d+)(\.\d+)?$/.exec(text) ?? [];
  if (whole === '') return text;
  return `${sign === '' ? '' : '\u2212'}${new Intl.NumberFormat(LOCALES[language]).format(BigInt(whole))}${rest}`;
}
