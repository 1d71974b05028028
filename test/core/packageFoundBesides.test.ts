// What a count finds and does not expect is an extra one: unknown, from elsewhere, or long gone by the book. A tag read
// through a wall is no proof in the recount.
import { expect, it } from 'vitest';
import { area, epcs, names, refusalOf, Store } from './stocktakeScenes.ts';

it('a package that belongs elsewhere is misplaced, and after two sights stands here', () => {
  const store = new Store(2);
  store.move('B', names(2));
  store.ordered(area('A'));
  expect(store.count('tag', epcs(1, 2))).toEqual({ counted: 1, extra: 1, ignored: 0 });
  expect(store.count('scan', ['DRUM 2'])).toEqual({ counted: 0, extra: 0, ignored: 1 });
  store.close();
  expect(store.record()?.disagreeing).toEqual(['CO-1-2']);
  expect(store.count('tag', epcs(2), 'bob')).toEqual({ counted: 0, extra: 0, ignored: 1 });
  expect(refusalOf(store.close('bob'))).toBe('count-incomplete');
  expect(store.count('scan', ['DRUM 2'], 'bob')).toEqual({ counted: 0, extra: 1, ignored: 0 });
  store.close('bob');
  const misplaced = [{ package: 'CO-1-2', from: 'B', to: 'A' }];
  expect(store.result()).toMatchObject({ book: 1, expected: 1, seen: 1, extra: [], misplaced, agrees: true });
  expect(store.findings()).toEqual([]);
  expect(store.package('CO-1-2')).toMatchObject({ state: 'stored', held: false, area: 'A' });
});

it('an unknown tag is one extra, and gone when somebody looked', () => {
  const store = new Store(1);
  store.ordered();
  store.count('scan', names(1));
  expect(store.count('tag', ['3074257BF7194E4000002222', '3074257bf7194e4000002222'])).toMatchObject({ extra: 1 });
  expect(store.dock.ledger.entries.at(-1)).toMatchObject({
    kind: 'count-extra',
    body: { identity: '3074257BF7194E4000002222', epcHex: '3074257BF7194E4000002222' },
  });
  store.close();
  store.count('absent', ['3074257BF7194E4000002222'], 'bob');
  expect(store.close('bob')).toMatchObject({ agrees: true });
});

it('an unknown one that is still there is a case without a lot', () => {
  const store = new Store(1);
  store.ordered();
  store.count('scan', ['DRUM 1', 'KEG 5']);
  store.close();
  store.count('scan', ['KEG 5'], 'bob');
  store.close('bob');
  const [finding] = store.book.where('finding', 'job', store.job);
  expect(finding).toMatchObject({ code: 'EXTRA_PACKAGE', lot: null, package: 'KEG 5' });
});

it('beside a lot that is counted stand other lots', () => {
  const store = new Store(2);
  store.receiveOther();
  store.ordered({ kind: 'lot-scope', lot: 'CO-1' });
  expect(store.count('scan', ['NI-9-1'])).toEqual({ counted: 0, extra: 0, ignored: 1 });
  // Marks are unique only within a lot: which of two drums 1 stands there, a person must say.
  expect(store.count('scan', ['DRUM 1'])).toMatchObject({
    refusal: 'code-ambiguous',
    params: { bearers: 'CO-1-1 (CO-1, Co, A); NI-9-1 (NI-9, Ni, A)' },
  });
  expect(store.count('scan', ['CO-1-1'])).toEqual({ counted: 1, extra: 0, ignored: 0 });
});

it('a mark that two counted drums bear says nothing', () => {
  const store = new Store(1);
  store.receiveOther();
  store.ordered({ kind: 'base-scope' });
  expect(refusalOf(store.count('scan', ['DRUM 1']))).toBe('code-ambiguous');
  expect(refusalOf(store.move('B', ['DRUM 1']))).toBe('code-ambiguous');
});
