// Headquarters draws what no scale in service can settle: the count does not stay open for it. As long as one scale could,
// nobody closes the round without it.
import { describe, expect, it } from 'vitest';
import { names, refusalOf, Store } from './stocktakeScenes.ts';
import { DOCK_SCALES } from './intakeScenes.ts';

/** Of two drums the second was drawn; both were seen. */
function seen(): Store {
  const store = new Store(2);
  store.ordered();
  store.draw(['CO-1-2']);
  store.count('scan', names(1, 2));
  return store;
}

const UNFIT: Record<string, Store['scales']> = {
  'there is no scale': [],
  'its scale is not verified': DOCK_SCALES.map((one) => ({ ...one, scale: { ...one.scale, verified: false } })),
};

describe.each(Object.entries(UNFIT))('%s', (_, scales) => {
  it('the drawn package is asked again, and then its weight is unproven', () => {
    const store = seen();
    expect(refusalOf(store.close())).toBe('sample-incomplete');
    store.scales = scales;
    expect(refusalOf(store.reweigh('CO-1-2', 268))).toBe('no-scale-settles');
    expect(store.close()).toMatchObject({ recount: true });
    store.count('scan', names(2), 'bob');
    expect(store.close('bob')).toMatchObject({ recount: false, agrees: false });
    expect(store.result()).toMatchObject({ seen: 2, unweighed: ['CO-1-2'], sampled: 0, agrees: false });
    expect(store.findings()).toEqual([['WEIGHT_UNPROVEN', 'CO-1-2']]);
    expect(store.package('CO-1-2')).toMatchObject({ state: 'stored', stocktake: null });
  });
});

it('a scale that comes back is used in the recount', () => {
  const store = seen();
  store.scales = [];
  store.close();
  store.count('scan', names(2), 'bob');
  store.scales = DOCK_SCALES;
  expect(refusalOf(store.close('bob'))).toBe('sample-incomplete');
  store.reweigh('CO-1-2', 268, { operator: 'bob' });
  expect(store.close('bob')).toMatchObject({ recount: false, agrees: true });
  expect(store.result()).toMatchObject({ unweighed: [], resolved: ['CO-1-2'], sampled: 1 });
});
