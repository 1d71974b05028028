// After a silence a scale may have been switched off and on with something on it. A short silence asks a person to look;
// a long one asks for the check weight; the same load as before proves that nothing was zeroed.
import { expect, it } from 'vitest';
import { ScaleBench } from './loads.ts';

function silent(forMs: number, before: (bench: ScaleBench) => ScaleBench): ScaleBench {
  const bench = before(new ScaleBench().zero());
  bench.atMs += forMs;
  return bench;
}
const empty = (bench: ScaleBench): ScaleBench => bench;

it('a second of silence asks for nothing', () => {
  expect(silent(1_000, empty).show(0, 700).show(268, 1_500).grams()).toEqual([268_000]);
});

it('twenty seconds ask for a look at the platform, and no more', () => {
  const bench = silent(20_000, empty).zero();
  expect(bench.state.check).toBe('confirm');
  expect(bench.show(268, 2_000).grams()).toEqual([]);
  bench.zero().feed({ kind: 'confirm-empty' });
  expect(bench.show(268, 2_000).grams()).toEqual([268_000]);
});

it('six minutes ask for the check weight, and a look does not do', () => {
  const bench = silent(360_000, empty).zero();
  bench.feed({ kind: 'confirm-empty' });
  expect([bench.state.check, bench.show(268, 2_000).grams()]).toEqual(['needed', []]);
});

it('the same load on both sides of the silence asks for nothing, but gives no second weight', () => {
  const bench = silent(20_000, (scale) => scale.show(268, 2_000)).show(268, 2_000);
  expect([bench.state.check, bench.state.phase, bench.grams()]).toEqual(['passed', 'unknown', [268_000]]);
  expect(bench.zero().show(250, 1_500).grams()).toEqual([268_000, 250_000]);
});

it('another load on the other side asks for a look', () => {
  const bench = silent(20_000, (scale) => scale.show(268, 2_000))
    .show(250, 2_000)
    .zero();
  expect([bench.state.check, bench.grams()]).toEqual(['confirm', [268_000]]);
});

it('frames of overload are no silence', () => {
  const bench = new ScaleBench().zero();
  for (const end = bench.atMs + 360_000; bench.atMs < end; bench.atMs += 1_000)
    bench.feed({
      kind: 'fault',
      instrument: 'scale-1',
      atMs: bench.atMs,
      raw: Uint8Array.of(1),
      fault: 'overload',
      detail: '',
    });
  expect(bench.zero().show(268, 1_500).grams()).toEqual([268_000]);
});

it('a pallet that the indicator has tared is nothing: each load on it is weighed by itself', () => {
  const net = (kg: number, forMs: number, bench: ScaleBench): ScaleBench =>
    bench.show(kg, forMs, { mode: 'net', tareMg: 20_000_000 });
  const bench = new ScaleBench().zero();
  net(0, 1_000, bench);
  net(250, 1_500, bench);
  net(0, 1_000, bench);
  net(248, 1_500, bench);
  expect(bench.grams()).toEqual([250_000, 248_000]);
  // The pallet itself was the first load.
  expect(bench.state.load).toBe(3);
});
