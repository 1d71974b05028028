// A drum 12 kg light is to be weighed again where the scale shows steps of 10 kg: somebody carries it there, and nothing
// can come of it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CaseDock } from '../core/caseScenes.ts';
import { BRIDGE } from '../core/multiStationBase.ts';
import { Dock, drum, notice, SCALE } from '../core/intakeScenes.ts';
import { OneDock } from './oneDock.ts';

let fine: OneDock;
let coarse: OneDock;
let finding = '';

function recountAt(dock: OneDock): string {
  return dock.ask('bob', { kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } });
}

beforeAll(() => {
  const stock = CaseDock.judged(268, 256);
  finding = stock.finding('WEIGHT_LOW').id;
  fine = new OneDock(stock.ledger);
  coarse = new OneDock(stock.ledger, BRIDGE);
});
afterAll(async () => {
  await fine.close();
  await coarse.close();
});

it('a scale like the first one takes the recount', () => {
  expect(recountAt(fine)).toBe('done');
});

it('a scale that cannot see the difference refuses it', () => {
  expect(recountAt(coarse)).not.toBe('done');
});

it('a finding that no scale here can settle goes to headquarters with it', async () => {
  const stock = new Dock();
  stock.order(notice([drum(1)]));
  stock.open();
  const dock = new OneDock(stock.ledger, { ...SCALE, verified: false, verificationMark: null, verifiedUntil: null });
  dock.shows(268, [drum(1).epcHex ?? '']);
  const kinds = dock.ledger.entriesAfter(0, { limit: 100, maxBytes: 1e6 }).map(({ entry }) => entry.kind);
  await dock.close();
  expect(kinds.slice(-3)).toEqual(['weighing', 'finding', 'case-escalated']);
});
