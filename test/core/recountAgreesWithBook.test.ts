// The first count was wrong and the recount by somebody else agrees: no case comes of it, the result keeps what was
// resolved.
import { expect, it } from 'vitest';
import { names, Store } from './stocktakeScenes.ts';

it('ends in agreement, with the miscount on record and no finding', () => {
  const store = new Store(3);
  const before = store.bookMg();
  store.ordered();
  store.count('scan', names(1, 2));
  store.count('absent', names(3));
  store.count('typed', ['DRUM 77']);
  expect(store.close()).toEqual({ stocktake: 'ST-1', recount: true });
  expect(store.book.get('job', store.job)?.state).toBe('open');
  expect(store.package('CO-1-1')?.state).toBe('counting');
  store.count('scan', names(3), 'bob');
  store.count('absent', ['DRUM 77'], 'bob');
  expect(store.close('bob')).toEqual({ stocktake: 'ST-1', recount: false, agrees: true });
  expect(store.result()).toMatchObject({
    rounds: 2,
    expected: 3,
    seen: 3,
    missing: [],
    extra: [],
    resolved: ['CO-1-3', 'DRUM 77'],
    agrees: true,
  });
  expect(store.findings()).toEqual([]);
  expect([store.bookMg(), store.package('CO-1-3')?.state, store.book.get('job', store.job)?.state]).toEqual([
    before,
    'stored',
    'closed',
  ]);
});
