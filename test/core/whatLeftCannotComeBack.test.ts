// Goods left the base, and come again under their own name or in the same tagged drum: names and tags of what is gone
// stay in the way.
import { describe, expect, it } from 'vitest';
import { CaseDock } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';

/** Drum 1 was too light and headquarters had it sent back. */
function sentBack(): CaseDock {
  const dock = CaseDock.judged(255);
  dock.decide('return', [dock.finding('WEIGHT_LOW')]);
  expect(dock.drum(1).state).toBe('returned');
  return dock;
}

/** Drum 1 was released by two persons. */
function released(): ReleaseDock {
  const dock = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1'] });
  dock.weigh(268, [EPC(1)]);
  dock.identify('DRUM 1');
  dock.onScale = null;
  dock.closeBy('ann');
  dock.closeBy('bob');
  expect(dock.package('CO-1-1').state).toBe('released');
  return dock;
}

describe('what left', () => {
  it('is no more here', () => {
    expect([sentBack().drum(1).state, released().package('CO-1-1').state]).toEqual(['returned', 'released']);
  });

  it('may be announced again under its own name when it was sent back', () => {
    expect(sentBack().order(notice([drum(1)], { lot: 'CO-2' }))).toMatchObject({ accepted: true });
  });

  it('may be announced as another filling of the same drum when it was sent back', () => {
    const refilled = notice([drum(1, { package: 'CO-2-1' })], { lot: 'CO-2' });
    expect(sentBack().order(refilled)).toMatchObject({ accepted: true });
  });

  it('may be announced as another filling of the same drum when it was released', () => {
    const refilled = notice([drum(1, { package: 'CO-2-1' })], { lot: 'CO-2' });
    expect(released().order(refilled)).toMatchObject({ accepted: true });
  });

  it('gets no tag: it is not here', () => {
    expect(released().attachTag('CO-1-1', EPC(77))).toHaveProperty('refusal');
  });
});
