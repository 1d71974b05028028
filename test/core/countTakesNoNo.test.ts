// A mark was scanned by mistake in a count, and the honest person who notices cannot say so.
import { describe, expect, it } from 'vitest';
import { names, refusalOf, Store, valueOf } from './stocktakeScenes.ts';

function scannedBoth(): Store {
  const store = new Store(2);
  store.ordered();
  expect(valueOf(store.count('scan', names(1, 2)), 'counted')).toBe(2);
  return store;
}

describe('two drums were scanned, and one of them is not there', () => {
  it('as the count has it', () => {
    expect(scannedBoth().record()).toMatchObject({ state: 'open', spoken: 2 });
  });

  it('and whoever scanned it takes it back', () => {
    expect(refusalOf(scannedBoth().count('absent', names(2)))).toBeNull();
  });

  it('and another person in the same round says so', () => {
    expect(refusalOf(scannedBoth().count('absent', names(2), 'bob'))).toBeNull();
  });

  it('and the count does not agree', () => {
    const store = scannedBoth();
    store.count('absent', names(2));
    expect(valueOf(store.close(), 'agrees')).not.toBe(true);
  });
});
