// In the evening the check weight is 3 kg off: everything that the scale weighed since the last good check is doubtful.
import { expect, it } from 'vitest';
import { CaseDock, epcOf } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';

it('a verified lot is open again, and verified once its last drum came over another scale', () => {
  const dock = CaseDock.judged(268, 268);
  expect(dock.lotState()).toBe('verified');
  expect(dock.check(103)).toEqual({ passed: false });
  expect(dock.ledger.entries.at(-1)?.body).toMatchObject({
    scale: 'scale-1',
    packages: ['CO-1-1', 'CO-1-2'],
    lots: ['CO-1'],
  });
  expect(dock.lotState()).toBe('verifying');
  expect(dock.drum(1)).toMatchObject({ doubtful: true, state: 'stored' });
  dock.reweigh(1, 'bob', 268.2);
  expect([dock.lotState(), dock.drum(1).doubtful]).toEqual(['verifying', false]);
  dock.reweigh(2, 'bob', 268);
  expect(dock.lotState()).toBe('verified');
  expect(dock.verdict()).toMatchObject({ verdict: 'verified', netMg: 500_200_000 });
  expect(dock.reweigh(2, 'bob', 268)).toMatchObject({ refusal: 'package-not-doubtful' });
});

it('what was weighed before the last good check stands', () => {
  const dock = CaseDock.judged(268, 268);
  dock.check(100);
  expect(dock.check(103)).toEqual({ passed: false });
  expect(dock.ledger.kinds()).not.toContain('weighings-doubted');
  expect(dock.lotState()).toBe('verified');
});

it('a second failure doubts nothing twice', () => {
  const dock = CaseDock.judged(268);
  dock.check(103);
  dock.check(103);
  expect(dock.ledger.kinds().filter((kind) => kind === 'weighings-doubted')).toHaveLength(1);
});

it('a lot judged meanwhile is discrepant for its doubtful drums, and they are settled by weighing alone', () => {
  const dock = new CaseDock();
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  dock.weigh(268, [epcOf(1)]);
  dock.check(103);
  dock.weigh(268, [epcOf(2)]);
  dock.onScale = null;
  expect(dock.close()).toMatchObject({ verdict: 'discrepant' });
  expect(dock.findings()).toEqual([['SCALE_FAULT', 'CO-1-1']]);
  dock.reweigh(1, 'bob', 268);
  expect(dock.findings()).toEqual([]);
  expect(dock.lotState()).toBe('verified');
});

it('a drum that turns out to be off makes its lot discrepant', () => {
  const dock = CaseDock.judged(268, 268);
  dock.check(103);
  dock.reweigh(1, 'bob', 268);
  dock.reweigh(2, 'bob', 262);
  expect(dock.lotState()).toBe('discrepant');
  expect(dock.findings()).toEqual([['WEIGHT_LOW', 'CO-1-2']]);
});

it('a recount that agreed on the faulty scale agrees no more', () => {
  const dock = CaseDock.judged(268, 238);
  const { id } = dock.finding('WEIGHT_LOW');
  dock.recount(id, 'bob', 268);
  dock.check(103);
  expect(dock.finding('WEIGHT_LOW').state).toBe('open');
  expect(dock.approve(id, 'sue')).toMatchObject({ refusal: 'finding-not-recounted' });
});
