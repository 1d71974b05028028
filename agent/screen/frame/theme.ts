// How the page looks: light, or high contrast. Kept with the tablet; a system that asks for more contrast gets it at
// once.
import { storeText, readStoredText } from '../shared/browserStorage.ts';

export type Theme = 'light' | 'contrast';

const KEPT_UNDER = 'hakari-theme';

export function readPreferredTheme(): Theme {
  const kept = readStoredText(KEPT_UNDER);
  if (kept === 'light' || kept === 'contrast') return kept;
  return matchMedia('(prefers-contrast: more)').matches ? 'contrast' : 'light';
}

export function savePreferredTheme(theme: Theme): void {
  storeText(KEPT_UNDER, theme);
}
