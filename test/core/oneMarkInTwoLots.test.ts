// Consignors number their drums from 1: one mark is borne by packages of two lots, and the one that is looked for first
// gets what the other one is.
import { beforeAll, describe, expect, it } from 'vitest';
import { Dock, drum, notice } from './intakeScenes.ts';
import { Store, valueOf } from './stocktakeScenes.ts';

describe('a mark that two lots bear', () => {
  let store: Store;
  let dock: Dock;

  beforeAll(() => {
    store = new Store(2);
    store.receiveOther();
    store.ordered({ kind: 'lot-scope', lot: 'CO-1' });
    dock = new Dock();
    dock.order(notice([drum(1), drum(2)]));
    dock.order(notice([drum(91, { package: 'NI-9-1', mark: 'DRUM 1' })], { lot: 'NI-9', commodity: 'Ni' }));
    dock.open();
    // The other lot's drum, of which no tag was read.
    dock.weigh(268);
  });

  it('does not count one of them in a count of its lot', () => {
    expect(valueOf(store.count('scan', ['DRUM 1']), 'counted')).not.toBe(1);
  });

  it('does not name a load in an intake', () => {
    expect(valueOf(dock.identify('DRUM 1'), 'package')).not.toBe('CO-1-1');
  });
});
