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
const MARGIN_STEPS = 2;
/** More lines than this say nothing any more. */
const MAX_STEPS = 24;
const MIN_SECTION_MS = 200;

/** The whole curve, from zero, with some air. */
export function selectWholeCurve({ points, window }: CurveView): CurveSection {
  const masses = points.map(({ kg }) => kg);
  const fromKg = Math.min(0, ...masses);
  const padding = (Math.max(0, ...masses) - fromKg) * 0.08 || 1;
  return {
    fromMs: 0,
    toMs: Math.max(MIN_SECTION_MS, window.toMs, ...points.map(({ ms }) => ms)),
    fromKg: fromKg < 0 ? fromKg - padding : 0,
    toKg: Math.max(0, ...masses) + padding,
  };
}

/** The window and half its length before it; heights are multiples of e. */
export function selectCaptureWindow({ points, window, intervalKg }: CurveView): CurveSection & { steps: number[] } {
  const interval = Number(intervalKg);
  const windowMasses = points.filter(({ ms }) => ms >= window.fromMs && ms <= window.toMs).map(({ kg }) => kg);
  const last = points.at(-1)?.kg ?? 0;
  const low = Math.floor(Math.min(last, ...windowMasses) / interval + 1e-6) - MARGIN_STEPS;
  const high = Math.ceil(Math.max(last, ...windowMasses) / interval - 1e-6) + MARGIN_STEPS;
  const stride = Math.ceil((high - low) / MAX_STEPS);
  const steps = Array.from(
    { length: Math.floor((high - low) / stride) + 1 },
    (_, index) => (low + index * stride) * interval,
  );
  const lengthMs = Math.max(MIN_SECTION_MS, window.toMs - window.fromMs);
  return {
    fromMs: Math.max(0, window.fromMs - lengthMs / 2),
    toMs: Math.max(window.toMs, MIN_SECTION_MS),
    fromKg: low * interval,
    toKg: high * interval,
    steps,
  };
}

/** The points of the section and the one before it, so that the line enters from the edge. */
export function selectPointsInSection({ points }: CurveView, { fromMs, toMs }: CurveSection): CurveView['points'] {
  const first = points.findIndex(({ ms }) => ms >= fromMs);
  return first === -1 ? [] : points.slice(Math.max(0, first - 1)).filter(({ ms }) => ms <= toMs);
}
