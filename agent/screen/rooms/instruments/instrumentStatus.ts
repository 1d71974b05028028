// How an instrument is, and how its verification stands, each as one word with its shape. Pure.
import type { InstrumentView } from '../../../core/views/stateView.ts';
import type { IconName } from '../../shared/Icon.tsx';

export type InstrumentStatus = 'works' | 'silent' | 'opening' | 'waiting' | 'closed';
export type VerificationStatus = 'valid' | 'soon' | 'overdue' | 'unmarked';
export type StatusTone = 'good' | 'warn' | 'bad';

export const INSTRUMENT_STATUS_ICONS: Record<InstrumentStatus, { shape: IconName; tone: StatusTone }> = {
  works: { shape: 'check', tone: 'good' },
  silent: { shape: 'triangle', tone: 'warn' },
  opening: { shape: 'waves', tone: 'warn' },
  waiting: { shape: 'cross', tone: 'bad' },
  closed: { shape: 'bar', tone: 'bad' },
};

export const VERIFICATION_STATUS_ICONS: Record<VerificationStatus, { shape: IconName; tone: StatusTone }> = {
  valid: { shape: 'check', tone: 'good' },
  soon: { shape: 'triangle', tone: 'warn' },
  overdue: { shape: 'hand', tone: 'bad' },
  unmarked: { shape: 'bar', tone: 'warn' },
};

/**
 * Open, but nothing whole came for so long: the port is there and the instrument is not. A reader has nothing to say
 * where no tag is.
 */
const SILENCE_MS = 5000;

export function classifyInstrument({ state, trouble, kind, lastFrameAgeMs }: InstrumentView): InstrumentStatus {
  if (state !== 'open') return state;
  if (trouble !== '') return 'silent';
  return kind === 'scale' && (lastFrameAgeMs === null || lastFrameAgeMs > SILENCE_MS) ? 'silent' : 'works';
}

/** A month is what it takes to have a verification officer come. */
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/** `today` as "2026-11-25", where the tablet is. The last day still counts. */
export function classifyVerification(
  { mark, until }: NonNullable<InstrumentView['verification']>,
  today: string,
): VerificationStatus {
  if (mark === null) return 'unmarked';
  if (until === null) return 'valid';
  if (until < today) return 'overdue';
  return (Date.parse(until) - Date.parse(today)) / DAY_MS <= SOON_DAYS ? 'soon' : 'valid';
}

export function formatLocalDay(now: Date): string {
  const padTwo = (number: number): string => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${padTwo(now.getMonth() + 1)}-${padTwo(now.getDate())}`;
}

/** Splits "port-absent: no such file": the code has a text, the detail is the operating system's own. */
export function parseFaultText(faultText: string): { code: string; detail: string } {
  const [, code = '', detail = ''] = /^([a-z][a-z-]*)(?:: (.*))?$/s.exec(faultText) ?? [];
  return code === '' ? { code: '', detail: faultText } : { code, detail };
}
