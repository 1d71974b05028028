// How the page looks: light, or high contrast. Kept with the tablet; a system that asks for more contrast gets it at
// once.
import { keep, readKept } from '../shared/storage.ts';

export type Theme = 'light' | 'contrast';

const KEPT_UNDER = 'hakari-theme';

export function preferredTheme(): Theme {
  const kept = readKept(KEPT_UNDER);
  if (kept === 'light' || kept === 'contrast') return kept;
  return matchMedia('(prefers-contrast: more)').matches ? 'contrast' : 'light';
}

export function keepTheme(theme: Theme): void {
  keep(KEPT_UNDER, theme);
}
