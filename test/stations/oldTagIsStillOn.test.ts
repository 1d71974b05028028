// A drum got a new tag and the old one was never taken off: the screen says so when the drum is weighed.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CaseDock, epcOf } from '../core/caseScenes.ts';
import { OneDock } from './oneDock.ts';

let dock: OneDock;

/** The second drum is too light, and has a new tag. */
beforeEach(() => {
  const { ledger } = CaseDock.judged(268, 260);
  const finding = ledger.book.where('finding', 'package', 'CO-1-2')[0]?.id ?? '';
  dock = new OneDock(ledger);
  expect(dock.ask('ann', { kind: 'attach-tag', package: 'CO-1-2', epcHex: 'AAAA' })).toBe('done');
  expect(dock.ask('bob', { kind: 'announce-load', station: 'dock-1', load: { kind: 'recount', finding } })).toBe(
    'done',
  );
});
afterEach(() => dock.close());

it('both tags are read: take the old one off', () => {
  dock.shows(260, ['AAAA', epcOf(2)]);
  expect(dock.view()).toMatchObject({ guidance: { key: 'old-tag-remove' }, load: { package: 'CO-1-2' } });
});

it('the old one alone is read: the same', () => {
  dock.shows(260, [epcOf(2)]);
  expect(dock.view()).toMatchObject({ guidance: { key: 'old-tag-remove' }, load: { package: 'CO-1-2' } });
});

it('the new one alone is read: nothing of it', () => {
  dock.shows(260, ['AAAA']);
  expect(dock.view().guidance.key).toBe('recorded-remove');
});

it('a tag of the other drum in store is refused, and what was tried is kept', async () => {
  const store = new OneDock(CaseDock.judged(268, 268).ledger);
  expect(store.ask('ann', { kind: 'attach-tag', package: 'CO-1-2', epcHex: epcOf(1) })).toBe('epc-in-use');
  const found = store.ledger.book.where('finding', 'lot', 'CO-1').map(({ code, package: id }) => [code, id]);
  expect(found).toEqual([
    ['TAGS_SWAPPED', 'CO-1-2'],
    ['TAGS_SWAPPED', 'CO-1-1'],
  ]);
  await store.close();
});
