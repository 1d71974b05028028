// A drum stands in another area than the book says. Two persons see it, and it is set apart as if nobody knew it.
import { beforeAll, describe, expect, it } from 'vitest';
import { area, names, Store } from './stocktakeScenes.ts';

describe('a drum of area B that two persons see in area A', () => {
  let store: Store;

  beforeAll(() => {
    store = new Store(3);
    store.move('B', names(3));
    expect(store.package('CO-1-3')).toMatchObject({ state: 'stored', area: 'B' });
    store.ordered(area('A'));
    store.count('scan', names(1, 2, 3));
    store.close();
    store.count('scan', names(3), 'bob');
    store.close('bob');
  });

  it('is counted to the end', () => {
    expect(store.record()?.state).toBe('closed');
  });

  it('stands in area A from then on', () => {
    expect(store.package('CO-1-3')?.area).toBe('A');
  });

  it('is not set apart, and no case is made of it', () => {
    expect([store.package('CO-1-3')?.state, store.findings()]).toEqual(['stored', []]);
  });
});
