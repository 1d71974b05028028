// Language and look of the page: kept with the tablet, told to the browser, and the language with the person too.
import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  savePreferredLanguage,
  readPreferredLanguage,
  createTranslator,
  type PageLanguage,
  type Translator,
} from '../shared/translator.ts';
import { saveOperatorLanguage, type CurrentOperator } from '../wire/agentClient.ts';
import { findRoomTitleKey } from './navItems.ts';
import type { RoomName } from './route.ts';
import { savePreferredTheme, readPreferredTheme, type Theme } from './theme.ts';

export interface Appearance {
  translator: Translator;
  theme: Theme;
  switchTheme: () => void;
  switchLanguage: () => void;
}

export function useAppearance(room: RoomName, who: CurrentOperator | null): Appearance {
  const [language, setLanguage] = useState<PageLanguage>(readPreferredLanguage);
  const [theme, setTheme] = useState<Theme>(readPreferredTheme);
  // The same object as long as the language is: whatever shows a word would be drawn anew otherwise.
  const words = useMemo(() => createTranslator(language), [language]);
  useEffect(() => {
    savePreferredLanguage(language);
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.title = `${words.t(findRoomTitleKey(room))} – Hakari 秤`;
  }, [language, room]);
  useEffect(() => {
    savePreferredTheme(theme);
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  // Whoever signs in finds the page in their own language, at whichever tablet.
  useEffect(() => {
    if (who?.language === 'en' || who?.language === 'ja') setLanguage(who.language);
  }, [who?.operator]);
  return {
    translator: words,
    theme,
    switchTheme: () => setTheme(theme === 'light' ? 'contrast' : 'light'),
    switchLanguage: () => {
      const next = language === 'en' ? 'ja' : 'en';
      setLanguage(next);
      if (who !== null) void saveOperatorLanguage(next);
    },
  };
}
