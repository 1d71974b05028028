// The table of a load as an exhaustive product: every phase by every event, and what must hold of all of them.
import { describe, expect, it } from 'vitest';
import { LOAD_EVENTS, LOAD_PHASES, LOAD_TRANSITIONS, type LoadPhase } from '../../agent/core/weight/loadPhases.ts';

const cells = LOAD_PHASES.flatMap((phase) =>
  LOAD_EVENTS.map((event) => ({ phase, event, ...LOAD_TRANSITIONS[phase][event] })),
);
/** Something lies there that has an id. */
const WITH_LOAD: readonly LoadPhase[] = ['rising', 'captured', 'lifted', 'disturbed', 'unknown'];

describe('every phase by every event', () => {
  it('is said', () => {
    expect(cells).toHaveLength(LOAD_PHASES.length * LOAD_EVENTS.length);
    expect(cells.every(({ to }) => LOAD_PHASES.includes(to))).toBe(true);
  });

  it.each(cells)('$phase, $event: $to, $effect', ({ phase, event, to, effect }) => {
    // A load begins only above a proven zero, and ends only at a zero or below it.
    if (effect === 'begin') expect([phase, to]).toEqual(['empty', 'rising']);
    if (WITH_LOAD.includes(phase) && !WITH_LOAD.includes(to)) expect([event, effect]).toEqual([event, 'end']);
    if (effect === 'end') expect(['zero', 'below-zero']).toContain(event);
    // A weight is taken of a load that rose, and taken again only while it is being set down.
    if (effect === 'capture') expect([phase, event]).toEqual(['rising', 'weight']);
    if (effect === 'retake') expect([phase, event]).toEqual(['captured', 'higher']);
    // From what is disturbed, unknown or fallen below Min nothing is taken any more.
    if (phase === 'disturbed' || phase === 'unknown' || phase === 'lifted')
      expect(['none', 'end', 'lose', 'disturb']).toContain(effect);
    // What another weight disturbs was weighed before.
    if (effect === 'disturb')
      expect([['captured', 'unknown'].includes(phase), event, to]).toEqual([true, 'other-plateau', 'disturbed']);
    // A proven zero empties the platform in every phase.
    if (event === 'zero') expect(to).toBe('empty');
    // A silence in which the scale may have been switched off leaves no weight that could still be taken.
    if (event === 'power-up') expect(['empty', 'rising', 'captured', 'lifted']).not.toContain(to);
  });
});
