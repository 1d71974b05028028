// Whoever weighed a drum that was off wants to weigh it again: a recount is done by somebody else.
import { expect, it } from 'vitest';
import { CaseDock } from './caseScenes.ts';

it('the person of the case is refused, another one weighs, and only then there is something to approve', () => {
  const dock = CaseDock.judged(268, 238, 268);
  const { id } = dock.finding('WEIGHT_LOW');
  expect(dock.lotState()).toBe('discrepant');
  expect(dock.recount(id, 'ann', 268)).toMatchObject({ refusal: 'case-touched', params: { operator: 'ann' } });
  expect(dock.approve(id, 'sue')).toMatchObject({ refusal: 'finding-not-recounted' });
  expect(dock.recount(id, 'bob', 268)).toMatchObject({ package: 'CO-1-2' });
  expect(dock.finding('WEIGHT_LOW')).toMatchObject({ state: 'recounted', recounts: 1, touched: ['ann', 'bob'] });
  expect(dock.drum(2)).toMatchObject({ netMg: 250_000_000, held: true, state: 'present' });
  expect(dock.approve(id, 'sue')).toMatchObject({ verdict: 'verified' });
  expect(dock.drum(2)).toMatchObject({ held: false, state: 'stored' });
  expect(dock.verdict()).toMatchObject({ verdict: 'verified', found: 3, netMg: 750_000_000 });
});

it('who announced a recount and touched the case since is refused at the scale', () => {
  const dock = CaseDock.judged(268, 238);
  const { id } = dock.finding('WEIGHT_LOW');
  dock.announce({ kind: 'recount', finding: id }, 'cho');
  dock.ledger.do('again', () => ({
    entries: [
      {
        kind: 'finding-recounted',
        body: { finding: id, weighing: null, agrees: false, comparison: null, operator: 'cho' },
      },
    ],
    effects: [],
    result: {},
  }));
  expect(dock.weigh(268)).toMatchObject({ refusal: 'case-touched' });
});

it('neither announcing nor weighing says how far off it was', () => {
  const dock = CaseDock.judged(268, 238);
  const { id } = dock.finding('WEIGHT_LOW');
  expect(Object.keys(dock.announce({ kind: 'recount', finding: id }, 'bob'))).toEqual(['station', 'removal']);
  expect(Object.keys(dock.weigh(268))).toEqual(['weighing', 'number', 'package']);
});
