// How a load settled, as a station keeps it: from the rise to the capture, with the captured window, however long it
// swings.
import { describe, expect, it } from 'vitest';
import type { SettlingCurve } from '../../agent/core/ports/evidenceStore.ts';
import { SettlingCurveRecorder } from '../../agent/stations/settlingCurveRecorder.ts';
import { KG, reading, ScaleBench, SETTINGS } from '../core/loads.ts';

/** A scale whose readings a station follows; curves of what was captured. */
class Followed extends ScaleBench {
  readonly settling = new SettlingCurveRecorder();
  readonly curves: SettlingCurve[] = [];

  override feed(input: Parameters<ScaleBench['feed']>[0]): void {
    const before = this.state;
    const seen = this.captures.length;
    super.feed(input);
    this.settling.addStep(before, this.state);
    const capture = this.captures[seen];
    const curve = capture && this.settling.toCurve(capture, SETTINGS.scale);
    if (curve) this.curves.push(curve);
  }

  /** Readings that swing and die away. */
  swing(massKg: number, forMs: number): this {
    for (const end = this.atMs + forMs; this.atMs < end; this.atMs += 50) {
      const massMg = massKg * KG + Math.round(20 * Math.cos(this.atMs / 90)) * 200_000;
      this.feed(reading(massMg, this.atMs, { stable: false }));
    }
    return this;
  }
}

const ends = ({ points }: SettlingCurve): (number | undefined)[] => [points[0]?.massMg, points.at(-1)?.massMg];

it('from the empty platform to the reading that was captured, the window at its end', () => {
  const bench = new Followed().zero().swing(268, 800).show(268, 2_000);
  const [curve] = bench.curves;
  if (!curve) throw new Error('no curve');
  expect(curve).toMatchObject({ unit: 'kg', decimals: 1, intervalMg: 200_000 });
  expect(ends(curve)).toEqual([0, 268 * KG]);
  const last = curve.points.at(-1);
  expect(curve.window).toEqual({ fromMs: (last?.ms ?? 0) - 1_000, toMs: last?.ms });
  expect(
    curve.points
      .filter(({ ms }) => ms >= curve.window.fromMs)
      .every(({ massMg, stable }) => massMg === 268 * KG && stable),
  ).toBe(true);
  expect(
    curve.points
      .slice(1)
      .filter(({ ms }) => ms < curve.window.fromMs)
      .some(({ stable }) => !stable),
  ).toBe(true);
  expect(curve.points.every(({ ms }, index) => index === 0 || ms > (curve.points[index - 1]?.ms ?? 0))).toBe(true);
  expect(bench.captures[0]?.window).toMatchObject({ durationMs: 1_000 });
});

it('ten minutes of swinging stay within the bound, from the same beginning to the same end', () => {
  const bench = new Followed().zero().swing(268, 600_000).show(268, 2_000);
  const [curve] = bench.curves;
  if (!curve) throw new Error('no curve');
  expect(curve.points.length).toBeLessThanOrEqual(300);
  expect(curve.points.length).toBeGreaterThan(140);
  expect(ends(curve)).toEqual([0, 268 * KG]);
  expect(curve.window.toMs).toBe(curve.points.at(-1)?.ms);
  expect(curve.window.toMs).toBeGreaterThan(600_000);
  // Evenly: its beginning is not thinner than its end.
  const gaps = curve.points.slice(1).map(({ ms }, index) => ms - (curve.points[index]?.ms ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(4 * (600_000 / curve.points.length));
});

describe('loads', () => {
  it('the next one begins anew', () => {
    const bench = new Followed().zero().show(268, 2_000).zero().show(100, 2_000);
    expect(bench.curves.map(ends)).toEqual([
      [0, 268 * KG],
      [0, 100 * KG],
    ]);
    expect(bench.curves[1]?.window.toMs).toBeLessThan(1_500);
  });

  it('one that rises once the forks are out is the same curve, gone on with', () => {
    const bench = new Followed().zero().show(200, 2_000).show(268, 2_000);
    expect(bench.captures.map(({ take }) => take)).toEqual([1, 2]);
    expect(bench.curves.map(ends)).toEqual([
      [0, 200 * KG],
      [0, 268 * KG],
    ]);
    expect(bench.curves[1]?.points.some(({ massMg }) => massMg === 200 * KG)).toBe(true);
    expect(bench.curves[1]?.window.fromMs).toBeGreaterThan(2_000);
  });

  it('one that was there before the station began has none', () => {
    const bench = new Followed().show(268, 2_000);
    expect([bench.captures, bench.curves]).toEqual([[], []]);
  });
});
