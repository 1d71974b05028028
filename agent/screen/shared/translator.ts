// The texts of the page in the person's language. {parameters} of a text are filled in; a part in [brackets] is left
// out if one of its parameters is missing (a package's mark is hidden before sign-in).
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en, type TextKey } from '../texts/en.ts';
import { ja } from '../texts/ja.ts';
import { refusalTextsJa } from '../texts/refusalTextsJa.ts';
import { storeText, readStoredText } from './browserStorage.ts';
import type { RequestError } from './requestResult.ts';

export type PageLanguage = 'en' | 'ja';
export type { TextKey };
type Params = Readonly<Record<string, string | number>>;

export interface Translator {
  language: PageLanguage;
  t: (key: TextKey, params?: Params) => string;
  /** A code that may be newer than this page shows as itself. */
  codeText: (prefix: string, code: string) => string;
  errorText: (error: RequestError) => string;
}

const CATALOGUES: Record<PageLanguage, Record<TextKey, string>> = { en, ja };

export function createTranslator(language: PageLanguage): Translator {
  const texts = CATALOGUES[language];
  const textsByKey: Readonly<Record<string, string>> = texts;
  return {
    language,
    t: (key, params = {}) => fillPlaceholders(texts[key], params),
    codeText: (prefix, code) => textsByKey[`${prefix}.${code}`] ?? code,
    errorText: ({ code, message, params }) => {
      const text = textsByKey[`error.${code}`] ?? (language === 'ja' ? refusalTextsJa[code] : undefined);
      return text === undefined ? message || code : fillPlaceholders(text, params);
    },
  };
}

export function fillPlaceholders(text: string, params: Params): string {
  const fill = (part: string): string =>
    part.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : whole));
  return fill(text.replace(/\[([^\]]*)\]/g, (_whole, part: string) => (/\{\w+\}/.test(fill(part)) ? '' : fill(part))));
}

export const TranslatorContext = createContext<Translator>(createTranslator('en'));
export const useTranslator = (): Translator => useContext(TranslatorContext);

const STORAGE_KEY = 'hakari-language';

export function readPreferredLanguage(): PageLanguage {
  const stored = readStoredText(STORAGE_KEY);
  if (stored === 'en' || stored === 'ja') return stored;
  return navigator.language.startsWith('ja') ? 'ja' : 'en';
}

export function savePreferredLanguage(language: PageLanguage): void {
  storeText(STORAGE_KEY, language);
}
