// What is drawn of a settling curve: the whole load, and beside it the captured window so near that the scale's steps
// show.
import type { CurveView } from '../../../core/views/lookupViews.ts';

export interface CurveSection {
  fromMs: number;
  toMs: number;
  fromKg: number;
  toKg: number;
}

/** Steps of e above and below the window's readings. */
const STEPS_AROUND = 2;
/** More lines than this say nothing any more. */
const MOST_STEPS = 24;
const LEAST_MS = 200;

/** The whole curve, from zero, with some air. */
export function selectWholeCurve({ points, window }: CurveView): CurveSection {
  const kgs = points.map(({ kg }) => kg);
  const fromKg = Math.min(0, ...kgs);
  const air = (Math.max(0, ...kgs) - fromKg) * 0.08 || 1;
  return {
    fromMs: 0,
    toMs: Math.max(LEAST_MS, window.toMs, ...points.map(({ ms }) => ms)),
    fromKg: fromKg < 0 ? fromKg - air : 0,
    toKg: Math.max(0, ...kgs) + air,
  };
}

/** The window and half its length before it; heights are multiples of e. */
export function selectCaptureWindow({ points, window, intervalKg }: CurveView): CurveSection & { steps: number[] } {
  const interval = Number(intervalKg);
  const inside = points.filter(({ ms }) => ms >= window.fromMs && ms <= window.toMs).map(({ kg }) => kg);
  const last = points.at(-1)?.kg ?? 0;
  const low = Math.floor(Math.min(last, ...inside) / interval + 1e-6) - STEPS_AROUND;
  const high = Math.ceil(Math.max(last, ...inside) / interval - 1e-6) + STEPS_AROUND;
  const every = Math.ceil((high - low) / MOST_STEPS);
  const steps = Array.from(
    { length: Math.floor((high - low) / every) + 1 },
    (_, index) => (low + index * every) * interval,
  );
  const lengthMs = Math.max(LEAST_MS, window.toMs - window.fromMs);
  return {
    fromMs: Math.max(0, window.fromMs - lengthMs / 2),
    toMs: Math.max(window.toMs, LEAST_MS),
    fromKg: low * interval,
    toKg: high * interval,
    steps,
  };
}

/** How the line enters and leaves the part is kept; what lies wholly outside is not drawn. */
export function selectPointsInSection({ points }: CurveView, { fromMs, toMs }: CurveSection): CurveView['points'] {
  const first = points.findIndex(({ ms }) => ms >= fromMs);
  return first === -1 ? [] : points.slice(Math.max(0, first - 1)).filter(({ ms }) => ms <= toMs);
}
