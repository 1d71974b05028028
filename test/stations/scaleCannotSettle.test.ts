// A drum 12 kg light is to be weighed again where the scale shows steps of 10 kg: somebody carries it there, and nothing
// can come of it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CaseDock } from '../core/caseScenes.ts';
import { BRIDGE } from '../core/multiStationBase.ts';
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

it.fails('a scale that cannot see the difference refuses it', () => {
  expect(recountAt(coarse)).not.toBe('done');
});
