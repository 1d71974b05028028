// How an instrument is, and how its verification stands, each as one word with its shape. Pure.
import type { InstrumentView } from '../../core/shown/view.ts';
import type { Shape } from '../shared/Sign.tsx';

export type Health = 'works' | 'silent' | 'opening' | 'waiting' | 'closed';
export type Due = 'valid' | 'soon' | 'overdue' | 'unmarked';
export type Mood = 'good' | 'warn' | 'bad';

export const HEALTH_SIGNS: Record<Health, { shape: Shape; mood: Mood }> = {
  works: { shape: 'check', mood: 'good' },
  silent: { shape: 'triangle', mood: 'warn' },
  opening: { shape: 'waves', mood: 'warn' },
  waiting: { shape: 'cross', mood: 'bad' },
  closed: { shape: 'bar', mood: 'bad' },
};

export const DUE_SIGNS: Record<Due, { shape: Shape; mood: Mood }> = {
  valid: { shape: 'check', mood: 'good' },
  soon: { shape: 'triangle', mood: 'warn' },
  overdue: { shape: 'hand', mood: 'bad' },
  unmarked: { shape: 'bar', mood: 'warn' },
};

/**
 * Open, but nothing whole came for so long: the port is there and the instrument is not. A reader has nothing to say
 * where no tag is.
 */
const QUIET_MS = 5000;

export function healthOf({ state, trouble, kind, lastFrameAgeMs }: InstrumentView): Health {
  if (state !== 'open') return state;
  if (trouble !== '') return 'silent';
  return kind === 'scale' && (lastFrameAgeMs === null || lastFrameAgeMs > QUIET_MS) ? 'silent' : 'works';
}

/** A month is what it takes to have a verification officer come. */
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/** `today` as "2026-11-25", where the tablet is. The last day still counts. */
export function dueOf({ mark, until }: NonNullable<InstrumentView['verification']>, today: string): Due {
  if (mark === null) return 'unmarked';
  if (until === null) return 'valid';
  if (until < today) return 'overdue';
  return (Date.parse(until) - Date.parse(today)) / DAY_MS <= SOON_DAYS ? 'soon' : 'valid';
}

export function localDay(now: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The server writes "port-absent: no such file": the code has its words, the rest is the system's own. */
export function troubleParts(trouble: string): { code: string; detail: string } {
  const [, code = '', detail = ''] = /^([a-z][a-z-]*)(?:: (.*))?$/s.exec(trouble) ?? [];
  return code === '' ? { code: '', detail: trouble } : { code, detail };
}
