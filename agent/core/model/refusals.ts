// Every reason for which the core declines to do something, with what a person can do about it. The manual's page of
// codes prints the English texts; the page shows either with its parameters filled in.
import { CASE_REFUSALS } from './caseRefusals.ts';
import { GROUP_REFUSALS } from './groupRefusals.ts';
import { JOB_REFUSALS } from './jobRefusals.ts';
import { REGISTER_REFUSALS } from './registerRefusals.ts';
import { STOCK_REFUSALS } from './stockRefusals.ts';

/** Every refusal by its code, with its text in both languages. */
export const REFUSALS = {
  ...JOB_REFUSALS,
  ...CASE_REFUSALS,
  ...STOCK_REFUSALS,
  ...GROUP_REFUSALS,
  ...REGISTER_REFUSALS,
} as const;

/** Code of a refusal, as commands answer it. */
export type RefusalCode = keyof typeof REFUSALS;

/** The text of a refusal in one language; the code itself if the table does not know it. */
export function refusalText(code: string, language: 'en' | 'ja'): string {
  const texts: Readonly<Record<string, { en: string; ja: string }>> = REFUSALS;
  return texts[code]?.[language] ?? code;
}

/** A table's text with its {parameters} filled in. */
export function fillText(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
