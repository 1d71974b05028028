// A scan that was sent late over bad Wi-Fi, or twice, or by two tablets at once: it names the load that the person saw,
// or nothing.
import { expect, it } from 'vitest';
import { Dock, drum, notice } from './intakeScenes.ts';

const epc = (n: number): string => drum(n).epcHex ?? '';

function opened(): Dock {
  const dock = new Dock();
  dock.order(notice([drum(1), drum(2)]));
  return dock.open();
}

it('a scan for a load that is gone does not name the next one', () => {
  const dock = opened();
  dock.weigh(268);
  const seen = dock.onScale;
  dock.weigh(266.4);
  expect(dock.identify('CO-1-1', seen)).toMatchObject({ refusal: 'load-changed', params: { station: 'dock-1' } });
  expect(dock.holdForeign('blue drum', seen)).toMatchObject({ refusal: 'load-changed' });
  expect(dock.ledger.book.get('package', 'CO-1-1')?.weighing).toBeNull();
  expect(dock.identify('CO-1-2', dock.onScale)).toMatchObject({ package: 'CO-1-2' });
});

it('a scan for a load that was lifted names nothing', () => {
  const dock = opened();
  dock.weigh(268);
  const seen = dock.onScale;
  dock.onScale = null;
  expect(dock.identify('CO-1-1', seen)).toMatchObject({ refusal: 'load-changed' });
  // Who claims nothing is told what to do.
  expect(dock.identify('CO-1-1')).toMatchObject({ refusal: 'nothing-on-scale' });
});

it('the same scan once more is answered like the first, even when the load is gone, and writes nothing', () => {
  const dock = opened();
  dock.weigh(268);
  const seen = dock.onScale;
  const first = dock.identify('CO-1-1', seen);
  const entries = dock.ledger.entries.length;
  expect(dock.identify('CO-1-1', seen)).toEqual(first);
  expect(dock.identify('CO-1-1')).toEqual(first);
  dock.weigh(266.4);
  const weighed = dock.ledger.entries.length;
  expect(dock.identify('CO-1-1', seen)).toEqual(first);
  expect([entries, dock.ledger.entries.length]).toEqual([weighed - 1, weighed]);
});

it('a load that its tag has named may be scanned all the same; another code takes the name away', () => {
  const dock = opened();
  dock.weigh(268, [epc(1)]);
  expect(dock.identify('CO-1-1', dock.onScale)).toMatchObject({ package: 'CO-1-1' });
  expect(dock.identify(epc(1), dock.onScale)).toMatchObject({ package: 'CO-1-1' });
  expect(dock.identify('CO-1-2', dock.onScale)).toMatchObject({
    package: null,
    contradicted: true,
  });
  expect(dock.ledger.book.get('weighing', dock.onScale ?? '')?.state).toBe('reversed');
  expect(dock.ledger.book.get('package', 'CO-1-1')).toMatchObject({ state: 'expected', grossMg: null });
});

it('a weighing that was taken back is named by no scan', () => {
  const dock = opened();
  dock.weigh(268);
  const seen = dock.onScale ?? '';
  dock.identify('CO-1-1', seen);
  dock.reverse(seen);
  expect(dock.identify('CO-1-1', seen)).toMatchObject({ refusal: 'nothing-on-scale' });
});
