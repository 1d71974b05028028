// A weighing was wrong: a person takes it back, unless a recount, a decision or a verdict rests on it already.
import { expect, it } from 'vitest';
import { touchedBy } from '../../agent/core/model/caseTouches.ts';
import { CaseDock, epcOf } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';

function atWork(): CaseDock {
  const dock = new CaseDock();
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  return dock;
}

it('a reversal leaves open that the weight was off, and a person’s report, and the drum held', () => {
  const dock = atWork();
  dock.weigh(238, [epcOf(1)]);
  const weighing = dock.onScale ?? '';
  dock.report('DAMAGED_PACKAGE', 'CO-1-1', 'bob');
  expect(dock.reverse(weighing)).toEqual({ weighing });
  expect(dock.drum(1)).toMatchObject({ state: 'expected', netMg: null, held: true });
  expect(dock.findings()).toEqual([
    ['WEIGHT_LOW', 'CO-1-1'],
    ['DAMAGED_PACKAGE', 'CO-1-1'],
  ]);
});

it('the weighing of a case that somebody else weighed again stands', () => {
  const dock = atWork();
  dock.weigh(238, [epcOf(1)]);
  const weighing = dock.onScale ?? '';
  dock.recount(dock.finding('WEIGHT_LOW').id, 'bob', 268);
  expect(dock.reverse(weighing)).toMatchObject({ refusal: 'weighing-rested-on' });
});

it('a recount is taken back whole: figure, count of recounts, quarantine; who took it back has a hand in the case', () => {
  const dock = CaseDock.judged(268, 238);
  const { id } = dock.finding('WEIGHT_LOW');
  dock.recount(id, 'bob', 230);
  const weighing = dock.onScale ?? '';
  expect(dock.drum(2)).toMatchObject({ state: 'quarantined', netMg: 212 * KG });
  expect(dock.reverse(weighing)).toEqual({ weighing });
  expect(dock.drum(2)).toMatchObject({ state: 'present', netMg: 220 * KG, held: true });
  expect(dock.finding('WEIGHT_LOW')).toMatchObject({ state: 'open', recounts: 0 });
  expect(touchedBy(dock.finding('WEIGHT_LOW'), dock.ledger.book).sort()).toEqual(['ann', 'bob', 'sue', 'tom']);
});

it('a recount that was approved stands', () => {
  const dock = CaseDock.judged(268, 238);
  const { id } = dock.finding('WEIGHT_LOW');
  dock.recount(id, 'bob', 268);
  const weighing = dock.onScale ?? '';
  dock.approve(id, 'tom');
  expect(dock.reverse(weighing)).toMatchObject({ refusal: 'weighing-rested-on' });
});

it('a doubtful figure that was weighed again is doubtful again', () => {
  const dock = CaseDock.judged(268, 268);
  dock.check(103);
  dock.reweigh(1, 'bob', 268.4);
  const weighing = dock.onScale ?? '';
  expect(dock.reverse(weighing)).toEqual({ weighing });
  expect(dock.drum(1)).toMatchObject({ doubtful: true, netMg: 250 * KG });
});

it('a drum of another kind under an announcement is never taken for the announced one', () => {
  const dock = CaseDock.judged(268, 238);
  dock.announce({ kind: 'recount', finding: dock.finding('WEIGHT_LOW').id }, 'bob');
  expect(dock.weigh(268, [epcOf(1)])).toMatchObject({
    refusal: 'tag-names-other-package',
    params: { other: 'CO-1-1' },
  });
  expect(dock.finding('WEIGHT_LOW').recounts).toBe(0);
});
