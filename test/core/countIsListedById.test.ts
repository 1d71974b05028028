// What a count comes to does not depend on the order in which a store lists its records.
import { expect, it } from 'vitest';
import type { Book } from '../../agent/core/model/book.ts';
import { countResult, lastCountResult } from '../../agent/core/stocktake/countResult.ts';
import { names, Store } from './stocktakeScenes.ts';

function counted(): Store {
  const store = new Store(4);
  store.ordered();
  store.count('typed', ['DRUM C', 'DRUM A', 'DRUM B']);
  store.count('scan', names(1));
  store.count('absent', names(4, 3, 2));
  return store;
}

/** The same records, as a store would list them that knows another order. */
function listedBackwards(book: Book): Book {
  return { ...book, where: (kind, index, value, most) => [...book.where(kind, index, value, most)].reverse() };
}

it.each([countResult, lastCountResult])('%s is the same whatever the order of the records', (resultOf) => {
  const store = counted();
  const record = store.record();
  if (!record) throw new Error('no stocktake');
  const { book } = store;
  expect(resultOf(listedBackwards(book), record)).toEqual(resultOf(book, record));
});

it('the entry lists what is extra and what is missing by id, not by when it was said', () => {
  const store = counted();
  expect(store.close()).toMatchObject({ recount: true });
  store.count('typed', ['DRUM B', 'DRUM C', 'DRUM A'], 'bob');
  store.count('absent', names(3, 2, 4), 'bob');
  store.close('bob');
  expect(store.result()).toMatchObject({ extra: ['DRUM A', 'DRUM B', 'DRUM C'], missing: names(2, 3, 4) });
});
