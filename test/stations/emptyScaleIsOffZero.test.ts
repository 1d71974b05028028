// The empty scale shows a few intervals and not zero: nobody guesses what to do about it.
import { describe, expect, it } from 'vitest';
import { KG } from '../core/loads.ts';
import { beginDay } from './dockActs.ts';
import { E_MG, LOT } from './dockFacts.ts';
import type { TrueDock } from './trueDock.ts';

function withDirt(massMg: number): TrueDock {
  const dock = beginDay(0);
  dock.change({ dirt: massMg }, 300);
  dock.rest(2_000);
  return dock;
}

describe('what the station says', () => {
  it.each([1, 3, 5])('of %i e that stand there alone: press zero at the scale', (intervals) => {
    expect(withDirt(intervals * E_MG).guidance()).toBe('press-zero');
  });

  it('of six: less than the scale may weigh', () => {
    expect(withDirt(6 * E_MG).guidance()).toBe('below-minimum');
  });

  it('of a package whose tag is there: nothing of the zero key', () => {
    const dock = beginDay(0);
    dock.neighbours.add(LOT[0]?.epcHex ?? '');
    dock.change({ dirt: 2 * E_MG }, 300);
    dock.rest(2_000);
    expect(dock.guidance()).toBe('below-minimum');
  });

  it('of a scale below zero that drifted, and of one that lost a load', () => {
    const dock = beginDay(0);
    dock.hiddenMg = 2 * E_MG;
    dock.rest(2_000);
    expect(dock.guidance()).toBe('press-zero');
    dock.hiddenMg = 5 * KG;
    dock.rest(2_000);
    expect(dock.guidance()).toBe('blocked-negative');
  });

  it('once the key was pressed: the next package', () => {
    const dock = withDirt(2 * E_MG);
    dock.hiddenMg = dock.trueMg;
    dock.rest(2_000);
    expect(dock.guidance()).toBe('place-package');
  });
});
