// How a load settles: its readings since it rose, thinned as they come, so that a load that swings for an hour takes no
// more memory than one that rests at once. For drawing: no rule may read it.
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { Reading } from '../../drivers/contract/observation.ts';
import type { ScaleFacts } from '../core/model/weighingEvidence.ts';
import { type SettlingCurve, EVIDENCE_STORE_LIMITS } from '../core/ports/evidenceStore.ts';
import type { Capture, LoadState } from '../core/weight/loadState.ts';
import { grossMassOf } from '../core/weight/placedReading.ts';

interface CurvePoint {
  atMs: number;
  massMg: MassMg;
  stable: boolean;
}

/** The captured reading is one more. */
const MAX_POINTS = EVIDENCE_STORE_LIMITS.curvePoints - 1;
/** The reading before the load rose is kept if it is no older than this. */
const MAX_LEAD_TIME_MS = 1_000;

/** Follows one station's readings. */
export class SettlingCurveRecorder {
  #points: CurvePoint[] = [];
  /** One of so many readings is kept; doubled when there are too many points. */
  #samplingStep = 1;
  #readingCount = 0;
  /** The newest reading, kept or not. */
  #last: Reading | null = null;

  /** Must be called for every step of the station's state. */
  addStep(before: LoadState, after: LoadState): void {
    const reading = after.last;
    if (reading === null || reading === this.#last) return;
    const lead = this.#last;
    this.#last = reading;
    // A load that rises again after its capture is the same load; after a zero it is another.
    if (after.load !== before.load) this.#begin(lead, reading);
    if (after.phase !== 'rising' && after.phase !== 'captured') return;
    if (this.#readingCount % this.#samplingStep === 0) this.#addPoint(reading);
    this.#readingCount += 1;
  }

  /** From the rise to the captured reading; null if the rise was not seen. */
  toCurve(capture: Capture, scale: Pick<ScaleFacts, 'ranges' | 'unit' | 'decimals'>): SettlingCurve | null {
    const [first] = this.#points;
    const range = scale.ranges[capture.range];
    if (!first || !range) return null;
    const toCurveMs = (atMs: number): number => Math.round(atMs - first.atMs);
    const earlier = this.#points.filter(({ atMs }) => atMs < capture.readAtMs);
    const captured: CurvePoint = { atMs: capture.readAtMs, massMg: capture.grossMg, stable: true };
    const toMs = toCurveMs(capture.readAtMs);
    return {
      unit: scale.unit,
      decimals: scale.decimals,
      intervalMg: range.intervalMg,
      points: [...earlier, captured].map(({ atMs, massMg, stable }) => ({ ms: toCurveMs(atMs), massMg, stable })),
      window: { fromMs: Math.max(0, toMs - capture.window.durationMs), toMs },
    };
  }

  #begin(lead: Reading | null, reading: Reading): void {
    this.#points = [];
    this.#samplingStep = 1;
    this.#readingCount = 0;
    if (lead !== null && reading.atMs - lead.atMs <= MAX_LEAD_TIME_MS) this.#addPoint(lead);
  }

  #addPoint(reading: Reading): void {
    const massMg = grossMassOf(reading);
    if (massMg === null) return;
    this.#points.push({ atMs: reading.atMs, massMg, stable: reading.stable });
    if (this.#points.length < MAX_POINTS) return;
    this.#points = this.#points.filter((_, index) => index % 2 === 0);
    this.#samplingStep *= 2;
  }
}
