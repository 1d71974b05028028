// How the page looks: light, or high contrast. Kept with the tablet; a system that asks for more contrast gets it at
// once.
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
