// Language and look of the page: kept with the tablet, told to the browser, and the language with the person too.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { keepLanguage, preferredLanguage, wordsIn, type Language, type Words } from '../shared/text.ts';
import { keepLanguageOf, type Who } from '../wire/api.ts';
import { titleOf } from './doors.ts';
import type { Room } from './route.ts';
import { keepTheme, preferredTheme, type Theme } from './theme.ts';

export interface Appearance {
  words: Words;
  theme: Theme;
  switchTheme: () => void;
  switchLanguage: () => void;
}

export function useAppearance(room: Room, who: Who | null): Appearance {
  const [language, setLanguage] = useState<Language>(preferredLanguage);
  const [theme, setTheme] = useState<Theme>(preferredTheme);
  // The same object as long as the language is: whatever shows a word would be drawn anew otherwise.
  const words = useMemo(() => wordsIn(language), [language]);
  useEffect(() => {
    keepLanguage(language);
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.title = `${words.t(titleOf(room))} – Hakari 秤`;
  }, [language, room]);
  useEffect(() => {
    keepTheme(theme);
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  // Whoever signs in finds the page in their own language, at whichever tablet.
  useEffect(() => {
    if (who?.language === 'en' || who?.language === 'ja') setLanguage(who.language);
  }, [who?.operator]);
  return {
    words,
    theme,
    switchTheme: () => setTheme(theme === 'light' ? 'contrast' : 'light'),
    switchLanguage: () => {
      const next = language === 'en' ? 'ja' : 'en';
      setLanguage(next);
      if (who !== null) void keepLanguageOf(next);
    },
  };
}
