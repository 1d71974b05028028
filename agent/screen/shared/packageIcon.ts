// The shape and colour that stand for the state of a package, in every list of packages.
import type { PackageView } from '../../core/views/stateView.ts';
import type { IconName } from './Icon.tsx';

/** `tone` is a CSS class; empty: no colour of its own. */
export function choosePackageIcon({ held, state, weighed }: Pick<PackageView, 'held' | 'state' | 'weighed'>): {
  shape: IconName;
  tone: string;
} {
  if (held || state === 'quarantined') return { shape: 'hand', tone: 'warn' };
  if (state === 'missing') return { shape: 'cross', tone: 'bad' };
  return weighed ? { shape: 'check', tone: 'good' } : { shape: 'square', tone: '' };
}
