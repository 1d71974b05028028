// The load as an entity: what lies on one scale from its rise above a proven zero until the next. One table, phase by
// event; loadObserver.ts turns readings into events. Pure; must not know readings, packages or people.

/**
 * What is known of what lies on the platform.
 *
 * - `unproven`: no zero was proven since the start, a long silence or a change of the scale; nothing is weighed.
 * - `empty`: zero was proven.
 * - `rising`: something lies there and is not weighed yet.
 * - `captured`: its weight is taken; it is watched until zero.
 * - `lifted`: it fell below Min without a proven zero; whatever comes back is unknown.
 * - `disturbed`: it stood at another weight after the capture; nothing is taken from it.
 * - `unknown`: nobody saw what happened to it; nothing more is taken from it.
 * - `blocked`: the scale stood below −1 e.
 */
export const LOAD_PHASES = [
  'unproven',
  'empty',
  'rising',
  'captured',
  'lifted',
  'disturbed',
  'unknown',
  'blocked',
] as const;
/** One of the phases above. */
export type LoadPhase = (typeof LOAD_PHASES)[number];

/**
 * What a reading, a silence or a tag says of the load.
 *
 * - `zero`: a proven zero. `below-zero`: a trusted value below −1 e.
 * - `below-min`: less than Min and less than what was captured. `above-min`: any other value above zero.
 * - `weight`: a full stable window between Min and Max. `same`: within 1 e of what was captured.
 * - `higher`: a full window above what was captured, soon after it, with nothing but rising or moving values between.
 * - `other-plateau`: another weight stood.
 * - `break`: a silence, an overload, a change of unit, or another value behind damaged frames.
 * - `exchange-sign`: another tag came after the capture, and the weight dipped.
 * - `tare-gone`: less lies there than what the indicator has tared, or nobody saw whether it still lies there.
 * - `power-up`: a silence in which the scale may have been switched off and on.
 */
export const LOAD_EVENTS = [
  'zero',
  'below-zero',
  'below-min',
  'above-min',
  'weight',
  'same',
  'higher',
  'other-plateau',
  'break',
  'exchange-sign',
  'tare-gone',
  'power-up',
] as const;
/** One of the events above. */
export type LoadEvent = (typeof LOAD_EVENTS)[number];

/**
 * What follows: a load begins, its weight is taken or taken again, it is found disturbed, it is lost sight of, or it
 * ends.
 */
export type LoadEffect = 'none' | 'begin' | 'capture' | 'retake' | 'disturb' | 'lose' | 'end';

/** Where an event leads, and what follows from it. */
export interface LoadTransition {
  to: LoadPhase;
  effect: LoadEffect;
}

const go = (to: LoadPhase, effect: LoadEffect = 'none'): LoadTransition => ({ to, effect });

function row(stay: LoadPhase, changes: Partial<Record<LoadEvent, LoadTransition>>): Record<LoadEvent, LoadTransition> {
  const entries = LOAD_EVENTS.map((event) => [event, changes[event] ?? go(stay)] as const);
  return Object.fromEntries(entries) as Record<LoadEvent, LoadTransition>;
}

const ENDS = { zero: go('empty', 'end'), 'below-zero': go('blocked', 'end') };
const BEGINS = go('rising', 'begin');
const LOST = go('unknown', 'lose');

/** Every phase by every event. What is not named stays as it is. */
export const LOAD_TRANSITIONS: Readonly<Record<LoadPhase, Readonly<Record<LoadEvent, LoadTransition>>>> = {
  unproven: row('unproven', ENDS),
  empty: row('empty', {
    'below-zero': go('blocked'),
    'below-min': BEGINS,
    'above-min': BEGINS,
    weight: BEGINS,
    'tare-gone': go('unproven'),
    'power-up': go('unproven'),
  }),
  rising: row('rising', { ...ENDS, weight: go('captured', 'capture'), 'tare-gone': LOST, 'power-up': LOST }),
  captured: row('captured', {
    ...ENDS,
    'below-min': go('lifted'),
    higher: go('captured', 'retake'),
    'other-plateau': go('disturbed', 'disturb'),
    break: LOST,
    'exchange-sign': LOST,
    'power-up': LOST,
  }),
  lifted: row('lifted', {
    ...ENDS,
    'above-min': LOST,
    weight: LOST,
    same: LOST,
    higher: LOST,
    'other-plateau': LOST,
    break: LOST,
    'exchange-sign': LOST,
    'power-up': LOST,
  }),
  disturbed: row('disturbed', ENDS),
  // Told only where another tag alone has made it unknown: a neighbour's tag must not hide who stepped off.
  unknown: row('unknown', { ...ENDS, 'other-plateau': go('disturbed', 'disturb') }),
  // What is put on a blocked scale and taken off it again has gone when the scale is below zero again.
  blocked: row('blocked', { ...ENDS, 'power-up': go('unproven') }),
};
