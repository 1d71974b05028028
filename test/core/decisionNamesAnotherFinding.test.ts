// Headquarters decides on an older copy, on another base's finding, or on what cannot be: refused with a reason,
// nothing changes.
import { expect, it } from 'vitest';
import type { FindingRecord } from '../../agent/core/model/records.ts';
import { CaseDock, epcOf } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';

function reasonOf(dock: CaseDock): string {
  const last = dock.ledger.entries.at(-1);
  return last?.kind === 'order-refused' ? last.body.reason : '';
}

it('all three members of the reference must name the entry', () => {
  const dock = CaseDock.judged(268, 238);
  const finding = dock.finding('WEIGHT_LOW');
  const wrong: Partial<FindingRecord>[] = [{ hash: 'f'.repeat(64) }, { seq: finding.seq + 1 }, { epoch: 'e0' }];
  for (const one of wrong) expect(dock.decide('accept', [{ ...finding, ...one }])).toMatchObject({ accepted: false });
  expect(dock.decide('accept', [finding, finding])).toMatchObject({ accepted: false });
  expect(dock.finding('WEIGHT_LOW').state).toBe('open');
  expect(dock.decide('accept', [finding])).toMatchObject({ accepted: true });
  expect([dock.lotState(), dock.drum(1).state, dock.drum(2).state, dock.drum(2).netMg]).toEqual([
    'closed',
    'stored',
    'stored',
    220 * KG,
  ]);
  expect(dock.decide('accept', [finding])).toMatchObject({ accepted: false });
  expect(reasonOf(dock)).toContain('is closed');
});

it('an adjustment names packages of its findings and no more than their gross', () => {
  const dock = CaseDock.judged(268, 238);
  const finding = dock.finding('WEIGHT_LOW');
  const adjusting = (name: string, netKg: number): unknown =>
    dock.decide('adjust', [finding], { adjust: [{ package: name, netMg: netKg * KG }] });
  expect(adjusting('CO-1-1', 200)).toMatchObject({ accepted: false });
  expect(adjusting('CO-1-2', 239)).toMatchObject({ accepted: false });
  expect(dock.decide('adjust', [finding])).toMatchObject({ accepted: false });
  expect(dock.decide('accept', [finding], { adjust: [{ package: 'CO-1-2', netMg: 1 }] })).toMatchObject({
    accepted: false,
  });
  expect(adjusting('CO-1-2', 219)).toMatchObject({ accepted: true });
  expect(dock.drum(2)).toMatchObject({ state: 'stored', netMg: 219 * KG, held: false });
});

it('goods that nobody announced are accepted only as a package that the book does not know', () => {
  const dock = new CaseDock();
  dock.order(notice([drum(1)]));
  dock.open();
  dock.weigh(268, [epcOf(1)]);
  dock.weigh(260, ['E20000000000000000000042']);
  dock.holdForeign('ALIEN 7');
  dock.onScale = null;
  dock.close();
  const finding = dock.finding('EXTRA_PACKAGE');
  const adopt = { identity: 'ALIEN 7', package: 'CO-1-9', lot: 'CO-1', mark: 'DRUM 9', tareMg: 18 * KG };
  expect(dock.decide('accept', [finding])).toMatchObject({ accepted: false });
  for (const wrong of [
    { package: 'CO-1-1' },
    { mark: 'DRUM 1' },
    { lot: 'NO' },
    { identity: 'ALIEN 8' },
    { tareMg: 260 * KG },
  ]) {
    expect(dock.decide('accept', [finding], { adopt: { ...adopt, ...wrong } })).toMatchObject({ accepted: false });
  }
  expect(dock.decide('return', [finding], { adopt })).toMatchObject({ accepted: false });
  expect(dock.decide('accept', [finding], { adopt })).toMatchObject({ accepted: true });
  expect(dock.drum(9)).toMatchObject({ state: 'stored', netMg: 242 * KG, epcHex: 'E20000000000000000000042' });
  expect(dock.lotState()).toBe('closed');
});

it('a recount ordered by headquarters lets the delivery go on', () => {
  const dock = CaseDock.judged(268, 238);
  expect(dock.decide('recount', [dock.finding('WEIGHT_LOW')])).toMatchObject({ accepted: true });
  expect(dock.drum(2)).toMatchObject({ state: 'expected', netMg: null, held: false });
  expect(dock.openAgain('bob')).toMatchObject({ lot: 'CO-1' });
  dock.weigh(268, [epcOf(2)]);
  dock.onScale = null;
  expect(dock.close()).toMatchObject({ verdict: 'verified' });
});
