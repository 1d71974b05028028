// Somebody looks up what a drum weighed before counting it or weighing it again: hidden until nobody can be led by it
// any more.
import { describe, expect, it } from 'vitest';
import type { Book } from '../../agent/core/model/book.ts';
import { isWeightHidden, seesHiddenWeights } from '../../agent/core/views/blindness.ts';
import { viewLot } from '../../agent/core/views/stationView.ts';
import { CaseDock } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';
import { names, Store } from './stocktakeScenes.ts';
import { KG } from './loads.ts';
import { BRIDGE, MultiStationBase } from './multiStationBase.ts';

/** Of each weighing in the order of the ledger. */
function hidden(ledger: { book: Book; all(kind: 'weighing'): { id: string }[] }): boolean[] {
  return ledger
    .all('weighing')
    .map(({ id }) => isWeightHidden(ledger.book, null, ledger.book.get('weighing', id) ?? null));
}

it('nothing is hidden of what is in order, nor of nothing', () => {
  const dock = CaseDock.judged(268, 268);
  expect(hidden(dock.ledger)).toEqual([false, false]);
  expect(isWeightHidden(dock.ledger.book, 'CO-1-1')).toBe(false);
  expect(isWeightHidden(dock.ledger.book, 'no such package')).toBe(false);
  expect(isWeightHidden(dock.ledger.book, null)).toBe(false);
});

describe('a count', () => {
  it('hides every earlier weight of what it counts, in both rounds, and no other', () => {
    const store = new Store(3);
    store.move('B', names(3));
    store.ordered();
    store.draw(names(1));
    expect(names(1, 2, 3).map((name) => isWeightHidden(store.book, name))).toEqual([true, true, false]);
    expect(hidden(store.dock.ledger)).toEqual([true, true, false]);
    store.reweigh('CO-1-1', 250);
    store.count('scan', names(2));
    expect(store.close()).toMatchObject({ recount: true });
    expect(hidden(store.dock.ledger)).toEqual([true, true, false, true]);
    store.reweigh('CO-1-1', 268, { operator: 'bob' });
    expect(store.close('bob')).toMatchObject({ agrees: true });
    expect(hidden(store.dock.ledger)).toEqual([false, false, false, false, false]);
  });

  it('that found a weight off twice leaves it hidden until headquarters has decided', () => {
    const store = new Store(2);
    store.ordered();
    store.draw(names(1));
    store.reweigh('CO-1-1', 250);
    store.count('scan', names(2));
    store.close();
    store.reweigh('CO-1-1', 250, { operator: 'bob' });
    store.close('bob');
    expect(hidden(store.dock.ledger)).toEqual([true, false, true, true]);
    const [finding] = store.book.where('finding', 'package', 'CO-1-1');
    store.decide('accept', finding?.id ?? '');
    expect(hidden(store.dock.ledger)).toEqual([false, false, false, false]);
  });
});

it('the arithmetic of a lot is hidden while some of it is counted', () => {
  const store = new Store(2);
  const terms = (): number | undefined => {
    const lot = store.book.get('lot', 'CO-1');
    return lot && viewLot(store.book, lot).verdict?.arithmetic.length;
  };
  expect(terms()).toBe(2);
  store.ordered();
  expect(terms()).toBe(0);
  store.count('scan', names(1, 2));
  store.close();
  expect(terms()).toBe(2);
});

describe('a finding on the weight', () => {
  it('hides until a recount agrees; the approver sees', () => {
    const dock = CaseDock.judged(268, 238);
    expect(hidden(dock.ledger)).toEqual([false, true]);
    dock.recount(dock.finding('WEIGHT_LOW').id, 'bob', 268);
    expect(dock.finding('WEIGHT_LOW').state).toBe('recounted');
    expect(hidden(dock.ledger)).toEqual([false, false, false]);
  });

  it('nobody weighs again after two that disagreed: hidden until then', () => {
    const dock = CaseDock.judged(268, 238);
    const { id } = dock.finding('WEIGHT_LOW');
    expect(hidden(dock.ledger)).toEqual([false, true]);
    dock.recount(id, 'bob', 240);
    expect(hidden(dock.ledger)).toEqual([false, false, false]);
  });

  it('of a scale that failed afterwards hides, and damage does not', () => {
    const dock = new CaseDock();
    dock.order(notice([drum(1), drum(2)]));
    dock.open();
    dock.weigh(268, [drum(1).epcHex]);
    dock.check(103);
    dock.weigh(268, [drum(2).epcHex]);
    dock.onScale = null;
    dock.close();
    dock.report('DAMAGED_PACKAGE', 'CO-1-2', 'ann');
    expect(dock.findings()).toEqual([
      ['SCALE_FAULT', 'CO-1-1'],
      ['DAMAGED_PACKAGE', 'CO-1-2'],
    ]);
    expect(hidden(dock.ledger)).toEqual([true, false]);
    dock.reweigh(1, 'bob', 268);
    expect(hidden(dock.ledger)).toEqual([false, false, false]);
  });

  it('on a pallet hides the pallet', () => {
    const base = new MultiStationBase();
    base.order(notice([drum(1), drum(2)]));
    base.open();
    base.form(['DRUM 1', 'DRUM 2']);
    base.place(500);
    expect(base.findings()).toEqual([['WEIGHT_LOW', null]]);
    expect(hidden(base.ledger)).toEqual([true]);
  });

  it('on what came off a vehicle hides both its passes', () => {
    const base = new MultiStationBase();
    base.order(notice([drum(1, { grossMg: 1_020 * KG, tareMg: 2 * KG })]));
    const visit = base.arrive('TK 12-34');
    base.pass(visit, 13_020);
    base.unload(visit, 'CO-1', []);
    expect(hidden(base.ledger)).toEqual([false]);
    base.pass(visit, 12_500);
    expect(base.findings()).toContainEqual(['WEIGHT_LOW', null]);
    expect(hidden(base.ledger)).toEqual([true, true]);
    expect(base.ledger.all('weighing').every(({ scale }) => scale === BRIDGE.instrument)).toBe(true);
  });
});

it('only who is an auditor and nothing else sees what is hidden', () => {
  expect(seesHiddenWeights(['auditor'])).toBe(true);
  expect(seesHiddenWeights(['auditor', 'operator'])).toBe(false);
  expect(seesHiddenWeights(['supervisor'])).toBe(false);
  expect(seesHiddenWeights([])).toBe(false);
});
