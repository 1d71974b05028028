// The check weight had lost a piece: the scale failed its check twice, and was right all the time.
import { expect, it } from 'vitest';
import { decideLiftDoubt } from '../../agent/core/loads/liftDoubt.ts';
import type { Refusal } from '../../agent/core/model/decide.ts';
import { CaseDock } from './caseScenes.ts';

function lift(dock: CaseDock, operator: string, scale = 'scale-1'): Record<string, unknown> | Refusal {
  return dock.act((book) => decideLiftDoubt({ id: dock.id(), scale, operator }, book));
}

it('a passed check and two persons’ word, and the lot is verified without being weighed again', () => {
  const dock = CaseDock.judged(268, 268);
  dock.check(103);
  expect(lift(dock, 'sue')).toMatchObject({ refusal: 'check-not-passed' });
  dock.check(100);
  expect(dock.drum(1)).toMatchObject({ doubtful: true });
  expect(lift(dock, 'sue')).toMatchObject({ asked: true });
  expect(lift(dock, 'sue')).toMatchObject({ refusal: 'second-person-needed' });
  expect(lift(dock, 'tom')).toMatchObject({ asked: false });
  expect([dock.drum(1).doubtful, dock.drum(2).doubtful, dock.lotState()]).toEqual([false, false, 'verified']);
  expect(lift(dock, 'tom')).toMatchObject({ refusal: 'scale-not-doubtful' });
});

it('what a disturbed load made doubtful is no matter of the scale', () => {
  const dock = CaseDock.judged(268, 268);
  const weighing = dock.drum(1).weighing ?? '';
  dock.act(() => ({
    entries: [
      {
        kind: 'weighings-doubted',
        body: {
          scale: 'scale-1',
          reason: 'load-disturbed',
          weighings: [weighing],
          packages: ['CO-1-1'],
          lots: ['CO-1'],
        },
      },
    ],
    effects: [],
    result: {},
  }));
  dock.check(103);
  dock.check(100);
  lift(dock, 'sue');
  expect(lift(dock, 'tom')).toMatchObject({ asked: false });
  expect([dock.drum(1).doubtful, dock.drum(2).doubtful, dock.lotState()]).toEqual([true, false, 'verifying']);
});

it('a first person’s word before the check failed again is void', () => {
  const dock = CaseDock.judged(268, 268);
  dock.check(103);
  dock.check(100);
  lift(dock, 'sue');
  lift(dock, 'tom');
  dock.reweigh(1, 'bob', 268);
  dock.check(103);
  dock.check(100);
  expect(lift(dock, 'tom')).not.toHaveProperty('asked', false);
});

it('a lot judged discrepant for doubtful drums alone is verified', () => {
  const dock = CaseDock.judged(268);
  dock.check(103);
  dock.check(100);
  lift(dock, 'sue');
  lift(dock, 'tom');
  expect(dock.findings()).toEqual([]);
  expect(dock.lotState()).toBe('verified');
});
