// A recount by another person disagrees too: the package is set apart, and only headquarters brings it back.
import { describe, expect, it } from 'vitest';
import { viewLot } from '../../agent/core/views/stationView.ts';
import { viewQuarantined } from '../../agent/core/views/stockView.ts';
import { CaseDock, epcOf } from './caseScenes.ts';

function quarantined(): CaseDock {
  const dock = CaseDock.judged(268, 238, 268);
  dock.recount(dock.finding('WEIGHT_LOW').id, 'bob', 240, [epcOf(2)]);
  return dock;
}

it('quarantines, holds, and cannot be lifted while the finding is open', () => {
  const dock = quarantined();
  expect(dock.drum(2)).toMatchObject({ state: 'quarantined', held: true, netMg: 222_000_000 });
  expect(dock.finding('WEIGHT_LOW')).toMatchObject({ state: 'open', recounts: 1 });
  expect(dock.lift('CO-1-2', 'sue')).toMatchObject({ refusal: 'package-disputed' });
});

it('nobody weighs it a third time, until headquarters orders it', () => {
  const dock = quarantined();
  const { id } = dock.finding('WEIGHT_LOW');
  expect(dock.recount(id, 'cho', 268)).toMatchObject({ refusal: 'recount-over' });
  dock.decide('recount', [dock.finding('WEIGHT_LOW')]);
  expect(dock.recount(id, 'cho', 268)).not.toMatchObject({ refusal: 'recount-over' });
});

it('is shown with what keeps it apart, and who asked for one back that a person set apart', () => {
  const dock = quarantined();
  const { id } = dock.finding('WEIGHT_LOW');
  expect(viewQuarantined(dock.ledger.book)).toMatchObject([
    { package: { package: 'CO-1-2', state: 'quarantined' }, lot: 'CO-1', findings: [id], askedBy: null },
  ]);
  const calm = CaseDock.judged(268);
  calm.quarantine('CO-1-1', 'bob');
  calm.lift('CO-1-1', 'sue');
  expect(viewQuarantined(calm.ledger.book)).toMatchObject([{ findings: [], askedBy: 'sue' }]);
  calm.lift('CO-1-1', 'tom');
  expect(viewQuarantined(calm.ledger.book)).toEqual([]);
});

it('the sums of its lot are hidden until nobody weighs it again', () => {
  const verdict = (dock: CaseDock): unknown => {
    const lot = dock.ledger.book.get('lot', 'CO-1');
    return lot && viewLot(dock.ledger.book, lot).verdict;
  };
  const hidden = { verdict: 'discrepant', grossKg: null, netKg: null, arithmetic: [] };
  expect(verdict(CaseDock.judged(268, 238, 268))).toMatchObject(hidden);
  expect(verdict(quarantined())).toMatchObject({ verdict: 'discrepant', grossKg: '774' });
});

it('a wish about an earlier quarantine does not lift the next one', () => {
  const dock = CaseDock.judged(268);
  dock.quarantine('CO-1-1', 'bob');
  dock.lift('CO-1-1', 'sue');
  dock.lift('CO-1-1', 'tom');
  dock.quarantine('CO-1-1', 'bob');
  expect(dock.lift('CO-1-1', 'tom')).toMatchObject({ asked: true });
  expect(dock.drum(1).state).toBe('quarantined');
});

it('forks under the drum are no second disagreement: what the rising load replaces is taken back whole', () => {
  const dock = CaseDock.judged(268, 238, 268);
  const { id } = dock.finding('WEIGHT_LOW');
  dock.recount(id, 'bob', 240, [epcOf(2)]);
  expect(dock.drum(2).state).toBe('quarantined');
  expect(dock.weigh(268, [epcOf(2)], { replacesKg: 240 })).toMatchObject({ package: 'CO-1-2' });
  expect(dock.drum(2)).toMatchObject({ state: 'present', netMg: 250_000_000, quarantine: null });
  expect(dock.finding('WEIGHT_LOW')).toMatchObject({ state: 'recounted', recounts: 1 });
  expect(dock.approve(id, 'sue')).toMatchObject({ verdict: 'verified' });
});

describe('a drum that a person set apart before its lot was decided', () => {
  function apart(): CaseDock {
    const dock = CaseDock.judged(268, 238);
    dock.quarantine('CO-1-1', 'bob');
    return dock;
  }
  function lift(dock: CaseDock): void {
    dock.lift('CO-1-1', 'sue');
    dock.lift('CO-1-1', 'tom');
  }

  it('comes back undecided, although a sister is disputed, and goes into store with its lot', () => {
    const dock = apart();
    lift(dock);
    expect(dock.drum(1)).toMatchObject({ state: 'present', quarantine: null });
    dock.decide('accept', [dock.finding('WEIGHT_LOW')]);
    expect([dock.drum(1).state, dock.lotState()]).toEqual(['stored', 'closed']);
  });

  it('comes back into store once its lot was decided', () => {
    const dock = apart();
    dock.decide('accept', [dock.finding('WEIGHT_LOW')]);
    expect(dock.drum(1)).toMatchObject({ state: 'quarantined', quarantine: { backTo: 'stored' } });
    lift(dock);
    expect(dock.drum(1).state).toBe('stored');
  });
});
