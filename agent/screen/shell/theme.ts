// How the page looks: light, or high contrast. Kept with the tablet; a system that asks for more contrast gets it at once.
export type Theme = 'light' | 'contrast';

const KEPT_UNDER = 'hakari-theme';

export function preferredTheme(): Theme {
  const kept = localStorage.getItem(KEPT_UNDER);
  if (kept === 'light' || kept === 'contrast') return kept;
  return matchMedia('(prefers-contrast: more)').matches ? 'contrast' : 'light';
}

export function keepTheme(theme: Theme): void {
  localStorage.setItem(KEPT_UNDER, theme);
}
