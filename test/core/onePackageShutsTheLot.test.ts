// One drum of a lot comes back, or has to be weighed again: the others of the lot stand in their places as before, and
// may leave.
import { describe, expect, it } from 'vitest';
import { CaseDock } from './caseScenes.ts';
import { EPC, ReleaseDock, releaseOrder } from './releaseScenes.ts';
import { names, valueOf } from './stocktakeScenes.ts';

/** Drum 1 was released and is on its way back: its delivery has begun. */
function comingBack(): ReleaseDock {
  const dock = ReleaseDock.opened({ kind: 'by-packages', packages: names(1) });
  dock.pick('CO-1-1');
  dock.weigh(268, [EPC(1)]);
  dock.onScale = null;
  dock.closeBy('ann');
  dock.closeBy('sue');
  dock.order({ kind: 'return-notice', lot: 'CO-1', packages: names(1) }, { order: 'back-1' });
  dock.openRelease('back-1');
  return dock;
}

describe('a drum that comes back', () => {
  it('is expected, the others are in store', () => {
    expect(comingBack().states()).toEqual(['expected', 'stored', 'stored']);
  });

  it('does not hold back another drum of its lot', () => {
    const order = comingBack().order(releaseOrder({ kind: 'by-packages', packages: names(2) }), { order: 'rel-2' });
    expect(valueOf(order, 'accepted')).toBe(true);
  });
});

/** A check weight failed; drum 1 was weighed again on another scale since, drum 2 was not. */
function oneDoubtful(): CaseDock {
  const dock = CaseDock.judged(268, 268);
  for (const shownKg of [100.8, 100.8]) dock.check(shownKg);
  dock.reweigh(1, 'bob', 268);
  return dock;
}

describe('a drum of which it is doubtful what it weighs', () => {
  it('is one of two', () => {
    const dock = oneDoubtful();
    expect([dock.drum(1), dock.drum(2)]).toMatchObject([
      { state: 'stored', doubtful: false },
      { state: 'stored', doubtful: true },
    ]);
  });

  it('does not hold back another drum of its lot', () => {
    const order = oneDoubtful().order(releaseOrder({ kind: 'by-packages', packages: names(1) }));
    expect(valueOf(order, 'accepted')).toBe(true);
  });
});
