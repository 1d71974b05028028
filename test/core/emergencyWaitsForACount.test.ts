// An emergency comes while the base counts by its own plan: the release goes first, headquarters can end the count, and
// what is counted is really frozen.
import { describe, expect, it } from 'vitest';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import { decideQuarantine } from '../../agent/core/cases/quarantine.ts';
import { DOCK_SCALES, drum } from './intakeScenes.ts';
import { releaseOrder } from './releaseScenes.ts';
import { BASE, epcs, names, type Outcome, Store, valueOf } from './stocktakeScenes.ts';

function counting(): Store {
  const store = new Store(3);
  store.planned(BASE);
  return store;
}

const emergency = (store: Store): Outcome =>
  store.dock.order({ ...releaseOrder({ kind: 'by-packages', packages: names(1) }), regime: 'emergency' });

it('takes an emergency release while nothing is counted', () => {
  expect(valueOf(emergency(new Store(3)), 'accepted')).toBe(true);
});

it('counts the whole base by its own plan', () => {
  const store = counting();
  expect(names(1, 2, 3).map((name) => store.package(name)?.state)).toEqual(['counting', 'counting', 'counting']);
  expect(store.record()).toMatchObject({ id: store.stocktake });
});

it('takes an emergency release while the whole base is counted', () => {
  expect(valueOf(emergency(counting()), 'accepted')).toBe(true);
});

it('lets headquarters cancel a count of the base’s own plan', () => {
  const store = counting();
  expect(valueOf(store.dock.order({ kind: 'cancellation', cancels: store.stocktake }), 'accepted')).toBe(true);
});

describe('what is counted', () => {
  /** A quarantined drum counts too. */
  function quarantined(): Store {
    const store = new Store(2);
    store.quarantine('CO-1-1');
    store.ordered();
    return store;
  }

  it('holds the quarantined drum as one of two', () => {
    expect(quarantined().package('CO-1-1')).toMatchObject({ state: 'quarantined', stocktake: 'ST-1' });
  });

  it('gives nothing away of a quarantined drum', () => {
    const { dock } = quarantined();
    const load = { kind: 'removal', package: 'CO-1-1', reason: 'dust', sealBefore: 'S-1', sealAfter: 'S-2' } as const;
    const event = {
      id: dock.id(),
      operator: 'ann',
      station: 'dock-1',
      weighing: null,
      stationKnown: true,
      scales: DOCK_SCALES,
    };
    dock.act((book) => decideAnnounceLoad({ ...event, load }, book));
    dock.weigh(0.4);
    expect(dock.ledger.kinds()).not.toContain('material-removed');
  });

  it('gets no new tag from the person who counts', () => {
    const store = counting();
    const [epc = ''] = epcs(77);
    store.dock.attachTag('CO-1-1', epc);
    expect(store.package('CO-1-1')?.epcHex).toBe(drum(1).epcHex);
  });
});

it('a leaking drum that is met in a count is set apart, and the count goes on', () => {
  const store = counting();
  store.dock.act((book) => decideQuarantine({ id: store.dock.id(), operator: 'ann', package: 'CO-1-2' }, book));
  expect(store.package('CO-1-2')).toMatchObject({ state: 'quarantined', stocktake: store.stocktake });
  store.count('scan', names(1, 2, 3));
  expect(valueOf(store.close(), 'agrees')).toBe(true);
  expect(store.package('CO-1-2')).toMatchObject({ state: 'quarantined', stocktake: null });
});

it.each([
  ['was counted before', 1, 1],
  ['was looked for in the recount', 2, 0],
  ['is still looked for', 3, 1],
])('what an emergency takes in a recount and %s leaves what is spoken of right', (_, taken, spoken) => {
  const store = new Store(3);
  store.planned(BASE);
  store.count('scan', names(1));
  store.count('absent', names(2, 3));
  store.close();
  store.count('scan', names(2), 'bob');
  expect(store.record()).toMatchObject({ round: 2, spoken: 1 });
  const release = releaseOrder({ kind: 'by-packages', packages: names(taken) });
  expect(valueOf(store.dock.order({ ...release, regime: 'emergency' }), 'accepted')).toBe(true);
  expect(store.record()).toMatchObject({ thawed: names(taken), spoken });
});
