// The load's own tag is dead, and a neighbour's, on the same forks, comes with it: the load gets the neighbour's name.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Dock, drum, notice } from './intakeScenes.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';

describe('at dispatch', () => {
  let dock: ReleaseDock;

  beforeAll(() => {
    dock = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1', 'CO-1-2'] });
    // Nobody ordered drum 3, which lies there.
    dock.weighUnscanned(268, [EPC(2)]);
  });

  it('the load is weighed', () => {
    expect(dock.bodies('weighing').at(-1)).toMatchObject({ purpose: 'dispatch' });
  });

  it('one tag alone does not stage a package', () => {
    expect(dock.package('CO-1-2').state).not.toBe('staged');
  });
});

describe('at the intake', () => {
  let dock: Dock;

  beforeAll(() => {
    dock = new Dock();
    dock.order(notice([drum(1), drum(2)]));
    dock.open();
    // Drum 1 lies there; the tag of drum 2 comes with it.
    expect(dock.weigh(268, [EPC(2)])).not.toHaveProperty('refusal');
  });

  it('a person may scan what lies there, whatever the tag said', () => {
    expect(dock.identify('DRUM 1')).not.toHaveProperty('refusal');
  });
});

describe('its own tag and a neighbour’s came together', () => {
  let dock: Dock;

  beforeEach(() => {
    dock = new Dock();
    dock.order(notice([drum(1), drum(2)]));
    dock.open();
  });

  it('a scan says which, where the mass is the named one’s', () => {
    expect(dock.weigh(268, [EPC(1), EPC(2)])).toMatchObject({ package: null });
    expect(dock.identify('DRUM 1')).toMatchObject({ package: 'CO-1-1' });
    expect(dock.findings()).toEqual([]);
  });

  it('a scan does not say so of two that lie there together', () => {
    dock.weigh(536, [EPC(1), EPC(2)]);
    expect(dock.identify('DRUM 1')).toMatchObject({ refusal: 'tag-names-other-package', params: { other: 'CO-1-2' } });
  });

  it('a release is no other', () => {
    const release = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1', 'CO-1-2'] });
    release.weighUnscanned(268, [EPC(1), EPC(2)]);
    expect(release.identify('DRUM 1')).toMatchObject({ package: 'CO-1-1' });
    release.weighUnscanned(536, [EPC(2), EPC(3)]);
    expect(release.identify('DRUM 2')).toMatchObject({ refusal: 'tag-names-other-package' });
  });
});
