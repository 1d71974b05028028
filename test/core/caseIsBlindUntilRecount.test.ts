// Somebody opens a case before weighing its package again: no figure is told until nobody can be led by it.
import { describe, expect, it } from 'vitest';
import { CaseDock } from './caseScenes.ts';
import { DOCK_SCALES, drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { names, Store } from './stocktakeScenes.ts';
import { areLotSumsHidden } from '../../agent/core/views/blindness.ts';
import { viewCase } from '../../agent/core/views/caseView.ts';
import { MultiStationBase } from './multiStationBase.ts';

const blindly = { blind: true, quantities: [], arithmetic: null };

it('a weight that is off: told after the recount that agrees, with both determinations and every term', () => {
  const dock = CaseDock.judged(268, 238);
  const { id } = dock.finding('WEIGHT_LOW');
  expect(dock.view(id)).toMatchObject({
    ...blindly,
    code: 'WEIGHT_LOW',
    mark: 'DRUM 2',
    can: ['recount', 'quarantine', 'photo'],
    decision: null,
  });
  dock.recount(id, 'bob', 268);
  expect(dock.view(id)).toMatchObject({
    blind: false,
    quantities: [
      { of: 'measured', kg: '238', basis: 'single', limitKg: '0.5' },
      { of: 'declared', kg: '268', basis: 'declared', limitKg: '0.5' },
      { of: 'measured', kg: '268', basis: 'single', limitKg: '0.5' },
      { of: 'tare', kg: '18', basis: 'declared', limitKg: null },
      { of: 'net', kg: '250', basis: 'single', limitKg: null },
    ],
    arithmetic: {
      packages: ['CO-1-2'],
      basis: 'single',
      differenceKg: '-30',
      scaleBoundKg: '0.4',
      roundingKg: '0.1',
      otherLimitKg: '0.4',
      otherRoundingKg: '0.1',
      toleranceKg: '1',
    },
    can: ['approve', 'quarantine', 'photo'],
    touched: ['ann', 'bob'],
  });
});

it('another finding on the same package tells nothing either', () => {
  const dock = CaseDock.judged(268, 238);
  dock.report('DAMAGED_PACKAGE', 'CO-1-2', 'bob');
  dock.report('DAMAGED_PACKAGE', 'CO-1-1', 'bob');
  expect(dock.view(dock.finding('DAMAGED_PACKAGE', 'CO-1-2').id)).toMatchObject({ ...blindly, note: 'seen' });
  expect(dock.view(dock.finding('DAMAGED_PACKAGE', 'CO-1-1').id)).toMatchObject({
    blind: false,
    quantities: [{ of: 'measured', kg: '268' }, { of: 'tare' }, { of: 'net' }],
  });
});

it('the total of a lot tells what the one that is off weighed', () => {
  const dock = new CaseDock();
  dock.order(notice([drum(1), drum(2)], { totalGrossMg: 600 * KG }));
  dock.open();
  dock.weigh(268, [drum(1).epcHex]);
  dock.weigh(238, [drum(2).epcHex]);
  dock.onScale = null;
  dock.close();
  const total = dock.finding('LOT_TOTAL');
  expect(dock.view(total.id)).toMatchObject({ ...blindly, mark: null, can: ['photo'] });
  dock.recount(dock.finding('WEIGHT_LOW').id, 'bob', 268);
  expect(dock.view(total.id)).toMatchObject({
    blind: false,
    quantities: [
      { of: 'measured', basis: 'inferred' },
      { of: 'declared', kg: '600' },
    ],
    arithmetic: { basis: 'inferred', packages: [] },
  });
});

it('what is still expected, and a lot that is still being weighed, tell nothing', () => {
  const dock = new CaseDock();
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  dock.missing('CO-1-1');
  dock.weigh(268, [drum(2).epcHex]);
  dock.report('DAMAGED_PACKAGE', 'CO-1-2', 'bob');
  expect(dock.view(dock.finding('DAMAGED_PACKAGE').id)).toMatchObject(blindly);
  dock.onScale = null;
  dock.close();
  expect(dock.view(dock.finding('DAMAGED_PACKAGE').id)).toMatchObject({ blind: false });
  expect(dock.view(dock.finding('MISSING_PACKAGE').id)).toMatchObject({ ...blindly, can: ['look-again', 'photo'] });
});

it('whoever never weighs sees it all the time', () => {
  const dock = CaseDock.judged(268, 238);
  expect(dock.view(dock.finding('WEIGHT_LOW').id, true)).toMatchObject({
    blind: false,
    arithmetic: { differenceKg: '-30' },
  });
});

describe('what headquarters decided', () => {
  it('is told with its words, and the figures with it', () => {
    const dock = CaseDock.judged(268, 238);
    const { id } = dock.finding('WEIGHT_LOW');
    dock.decide('accept', [dock.finding('WEIGHT_LOW')], { note: 'the consignor admits it' });
    expect(dock.view(id)).toMatchObject({
      state: 'closed',
      blind: false,
      decision: { act: 'accept', words: 'the consignor admits it' },
    });
  });

  it('a recount hides what is weighed anew', () => {
    const dock = CaseDock.judged(268, 238);
    const { id } = dock.finding('WEIGHT_LOW');
    dock.decide('recount', [dock.finding('WEIGHT_LOW')]);
    expect(dock.view(id)).toMatchObject({ ...blindly, state: 'void', decision: { act: 'recount' } });
  });
});

it('a count hides every case of what it counts', () => {
  const store = new Store(2);
  const { dock } = store;
  const scene = Object.assign(new CaseDock(), { ledger: dock.ledger });
  scene.report('SEAL_BROKEN', 'CO-1-1', 'ann');
  const [finding] = store.book.where('finding', 'package', 'CO-1-1');
  const view = (): object =>
    finding ? viewCase(store.book, finding, { seesHidden: false, isSound: () => true, scales: DOCK_SCALES }) : {};
  expect(view()).toMatchObject({ blind: false });
  store.ordered();
  store.draw(names(1));
  expect(view()).toMatchObject(blindly);
  store.reweigh('CO-1-1', 268);
  store.count('scan', names(2));
  store.close();
  expect(view()).toMatchObject({ blind: false });
});

it('on a pallet: the group is told once headquarters has decided', () => {
  const base = new MultiStationBase();
  base.order(notice([drum(1), drum(2)]));
  base.open();
  base.form(['DRUM 1', 'DRUM 2']);
  base.place(500);
  const [finding] = base.ledger.book.where('finding', 'lot', 'CO-1');
  if (!finding) throw new Error('no finding');
  const view = (seesHidden: boolean): object =>
    viewCase(base.ledger.book, finding, { seesHidden, isSound: () => true, scales: DOCK_SCALES });
  expect(view(false)).toMatchObject(blindly);
  // Nor does a total tell what the pallet weighed.
  expect(areLotSumsHidden(base.ledger.book, 'CO-1')).toBe(true);
  expect(view(true)).toMatchObject({
    quantities: [
      { of: 'measured', kg: '500', basis: 'group' },
      { of: 'declared', kg: '556' },
    ],
    arithmetic: { basis: 'group', packages: ['CO-1-1', 'CO-1-2'] },
  });
});
