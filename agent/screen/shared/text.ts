// Words in the person's language. A text's {parameters} are filled in; a part in [brackets] is left out if one of its
// parameters is not known (somebody not signed in is not told a package's mark).
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Trouble } from '../wire/api.ts';
import { en, type TextKey } from '../texts/en.ts';
import { ja } from '../texts/ja.ts';
import { jaRefusals } from '../texts/jaRefusals.ts';
import { keep, readKept } from './storage.ts';

export type Language = 'en' | 'ja';
export type { TextKey };
type Params = Readonly<Record<string, string | number>>;

export interface Words {
  language: Language;
  t: (key: TextKey, params?: Params) => string;
  /** A code that may be newer than this page shows as itself. */
  named: (prefix: string, code: string) => string;
  trouble: (trouble: Trouble) => string;
}

const CATALOGUES: Record<Language, Record<TextKey, string>> = { en, ja };

export function wordsIn(language: Language): Words {
  const texts = CATALOGUES[language];
  const known: Readonly<Record<string, string>> = texts;
  return {
    language,
    t: (key, params = {}) => fillIn(texts[key], params),
    named: (prefix, code) => known[`${prefix}.${code}`] ?? code,
    trouble: ({ code, message, params }) => {
      const own = known[`trouble.${code}`] ?? (language === 'ja' ? jaRefusals[code] : undefined);
      return own === undefined ? message || code : fillIn(own, params);
    },
  };
}

export function fillIn(text: string, params: Params): string {
  const put = (part: string): string =>
    part.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(params, name) ? String(params[name]) : whole));
  return put(text.replace(/\[([^\]]*)\]/g, (_whole, part: string) => (/\{\w+\}/.test(put(part)) ? '' : put(part))));
}

export const WordsContext = createContext<Words>(wordsIn('en'));
export const useWords = (): Words => useContext(WordsContext);

const KEPT_UNDER = 'hakari-language';

export function preferredLanguage(): Language {
  const kept = readKept(KEPT_UNDER);
  if (kept === 'en' || kept === 'ja') return kept;
  return navigator.language.startsWith('ja') ? 'ja' : 'en';
}

export function keepLanguage(language: Language): void {
  keep(KEPT_UNDER, language);
}
