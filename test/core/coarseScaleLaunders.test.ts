// A scale that cannot see the difference says that there is none: a recount on the weighbridge, or a lot of drums taken
// in there one by one.
import { beforeAll, describe, expect, it } from 'vitest';
import { CaseDock, epcOf } from './caseScenes.ts';
import { Dock, drum, notice } from './intakeScenes.ts';
import { BRIDGE } from './multiStationBase.ts';

describe('a drum is 12 kg light on a fine scale, and is weighed again in steps of 10 kg', () => {
  let dock: CaseDock;
  let finding = '';

  beforeAll(() => {
    dock = CaseDock.judged(268, 256);
    finding = dock.finding('WEIGHT_LOW').id;
    dock.announce({ kind: 'recount', finding }, 'bob');
    dock.weigh(260, [epcOf(2)], { scale: BRIDGE });
    dock.onScale = null;
  });

  it('after the fine scale found it', () => {
    expect(dock.finding('WEIGHT_LOW').comparison).toMatchObject({ differenceMg: -12_000_000 });
  });

  it('and that settles nothing', () => {
    expect(dock.finding('WEIGHT_LOW').state).not.toBe('recounted');
  });

  it('and the lot is not verified by approving it', () => {
    dock.approve(finding, 'sue');
    expect(dock.lotState()).not.toBe('verified');
  });
});

describe('a lot of drums, each 6 kg light, is taken in drum by drum in steps of 10 kg', () => {
  let dock: Dock;

  beforeAll(() => {
    dock = new Dock();
    dock.order(notice([drum(1), drum(2)]));
    dock.open();
    for (const n of [1, 2]) {
      dock.weigh(260, [epcOf(n)], { scale: BRIDGE });
      dock.identify(`DRUM ${n}`);
    }
    dock.onScale = null;
    dock.close();
  });

  it('and is judged', () => {
    expect(dock.verdict()).toMatchObject({ announced: 2, found: 2 });
  });

  it('and is not verified', () => {
    expect(dock.verdict()?.verdict).not.toBe('verified');
  });
});
