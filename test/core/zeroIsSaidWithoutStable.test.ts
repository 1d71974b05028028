// Some indicators have one character for "zero" and "in motion" and send zero there: their zero must be proven all the same, or they
// could never capture anything; and a moving weight must not pass for zero.
import { expect, it } from 'vitest';
import { ScaleBench } from './loads.ts';

const AT_ZERO = { stable: false, centreOfZero: true };

it('three frames of exactly zero at the centre of zero prove it', () => {
  const bench = new ScaleBench();
  bench.show(0, 300, AT_ZERO).show(268.4, 1_500, { centreOfZero: false });
  expect(bench.grams()).toEqual([268_400]);
});

it('a moving weight, or a zero without that word, does not', () => {
  const bench = new ScaleBench();
  bench.show(0, 300, { stable: false, centreOfZero: false }).show(268.4, 1_500, { centreOfZero: false });
  expect(bench.grams()).toEqual([]);
});

it('two frames do not, where no checksum protects them', () => {
  const bench = new ScaleBench();
  bench.show(0, 100, AT_ZERO).show(268.4, 1_500, { centreOfZero: false });
  expect(bench.grams()).toEqual([]);
});
