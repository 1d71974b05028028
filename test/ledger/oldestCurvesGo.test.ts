// Curves fill the disk: only the newest are kept, and each comes back as it was.
import { expect, it } from 'vitest';
import { curve, openKept } from './evidenceRig.ts';
import { newFolder } from './rig.ts';

it('the oldest go beyond the bound', () => {
  const dir = newFolder();
  const { store, clock } = openKept(dir, { limits: { curves: 3 } });
  for (let n = 1; n <= 5; n += 1) {
    store.storeCurve(`w-${n}`, curve([0, n]));
    clock.pass(1_000);
  }
  expect([1, 2, 3, 4, 5].map((n) => store.curve(`w-${n}`)?.points[1]?.massMg ?? null)).toEqual([null, null, 3, 4, 5]);
  store.close();
});

it('comes back exactly, also before it is written and after a restart; the first word stands', () => {
  const dir = newFolder();
  const { store } = openKept(dir);
  const swinging = curve(
    Array.from({ length: 300 }, (_, n) => Math.round(268_000_000 + 9_000_000 * Math.sin(n) * Math.exp(-n / 50))),
  );
  store.storeCurve('w-1', swinging);
  expect(store.curve('w-1')).toEqual(swinging);
  store.close();
  const again = openKept(dir);
  expect(again.store.curve('w-1')).toEqual(swinging);
  again.store.storeCurve('w-1', curve([0]));
  again.clock.pass(1_000);
  expect(again.store.curve('w-1')).toEqual(swinging);
  again.store.close();
});

it('more at once than may wait: the newest are written', () => {
  const { store, clock } = openKept(newFolder());
  for (let n = 1; n <= 70; n += 1) store.storeCurve(`w-${n}`, curve([n]));
  clock.pass(1_000);
  expect([store.curve('w-6'), store.curve('w-7')?.points[0]?.massMg]).toEqual([null, 7]);
  store.close();
});
