// Language and theme of the page: stored with the tablet, set on the document; the language also with the operator.
import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  savePreferredLanguage,
  readPreferredLanguage,
  createTranslator,
  type PageLanguage,
  type Translator,
} from '../shared/translator.ts';
import { saveOperatorLanguage, type CurrentOperator } from '../wire/agentClient.ts';
import { useLatestRef } from '../shared/latestRef.ts';
import { findRoomTitleKey } from './navItems.ts';
import type { RoomName } from './route.ts';
import { savePreferredTheme, readPreferredTheme, type Theme } from './theme.ts';

export interface Appearance {
  translator: Translator;
  theme: Theme;
  switchTheme: () => void;
  switchLanguage: () => void;
}

export function useAppearance(room: RoomName, currentOperator: CurrentOperator | null): Appearance {
  const [language, setLanguage] = useState<PageLanguage>(readPreferredLanguage);
  const [theme, setTheme] = useState<Theme>(readPreferredTheme);
  // The same object as long as the language is: whatever shows a word would be drawn anew otherwise.
  const translator = useMemo(() => createTranslator(language), [language]);
  useEffect(() => {
    savePreferredLanguage(language);
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.title = `${translator.t(findRoomTitleKey(room))} – Hakari 秤`;
  }, [translator, room]);
  useEffect(() => {
    savePreferredTheme(theme);
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  // Whoever signs in finds the page in their own language, at whichever tablet.
  const operator = currentOperator?.operator;
  const operatorLanguageRef = useLatestRef(currentOperator?.language);
  useEffect(() => {
    if (operatorLanguageRef.current != null) setLanguage(operatorLanguageRef.current);
  }, [operator, operatorLanguageRef]);
  return {
    translator,
    theme,
    switchTheme: () => setTheme(theme === 'light' ? 'contrast' : 'light'),
    switchLanguage: () => {
      const next = language === 'en' ? 'ja' : 'en';
      setLanguage(next);
      if (currentOperator !== null) void saveOperatorLanguage(next);
    },
  };
}
