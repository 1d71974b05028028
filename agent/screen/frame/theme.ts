// Light or high contrast, stored with the tablet. A browser that asks for more contrast gets it without a choice.
import { storeText, readStoredText } from '../shared/browserStorage.ts';

export type Theme = 'light' | 'contrast';

const STORAGE_KEY = 'hakari-theme';

export function readPreferredTheme(): Theme {
  const stored = readStoredText(STORAGE_KEY);
  if (stored === 'light' || stored === 'contrast') return stored;
  return matchMedia('(prefers-contrast: more)').matches ? 'contrast' : 'light';
}

export function savePreferredTheme(theme: Theme): void {
  storeText(STORAGE_KEY, theme);
}
