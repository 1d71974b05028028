// How a load settles: the readings since it rose, thinned as they come, so that a load that swings for an hour costs no
// more than one that rests at once. For looking at; no rule reads it.
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { Reading } from '../../drivers/contract/observation.ts';
import type { ScaleFacts } from '../core/evidence.ts';
import { type Curve, EVIDENCE_LIMITS } from '../core/keptEvidence.ts';
import { type Capture, grossOf, type LoadState } from '../core/weight/load.ts';

interface Point {
  atMs: number;
  massMg: MassMg;
  stable: boolean;
}

/** One place is left for the reading that was captured. */
const MOST = EVIDENCE_LIMITS.curvePoints - 1;
/** The platform before the load, if it was seen so shortly before. */
const LEAD_MS = 1_000;

export class Settling {
  #points: Point[] = [];
  /** Every how many readings one is kept; doubled when there are too many. */
  #every = 1;
  #since = 0;
  /** The newest reading, kept or not. */
  #last: Reading | null = null;

  /** To be told of every step of the station's state. */
  follow(before: LoadState, after: LoadState): void {
    const reading = after.last;
    if (reading === null || reading === this.#last) return;
    const lead = this.#last;
    this.#last = reading;
    // A load that rises again after its capture is the same load; one that came after a zero is not.
    if (after.phase === 'loaded' && before.phase !== 'loaded' && before.phase !== 'taken') this.#begin(lead, reading);
    if (after.phase !== 'loaded' && after.phase !== 'taken') return;
    if (this.#since % this.#every === 0) this.#keep(reading);
    this.#since += 1;
  }

  /** From the rise to the captured reading; null if the rise was not seen. */
  curve(capture: Capture, scale: Pick<ScaleFacts, 'ranges' | 'unit' | 'decimals'>): Curve | null {
    const [first] = this.#points;
    const range = scale.ranges[capture.range];
    if (!first || !range) return null;
    const ms = (atMs: number): number => Math.round(atMs - first.atMs);
    const until = this.#points.filter(({ atMs }) => atMs < capture.readAtMs);
    const captured: Point = { atMs: capture.readAtMs, massMg: capture.grossMg, stable: true };
    const toMs = ms(capture.readAtMs);
    return {
      unit: scale.unit,
      decimals: scale.decimals,
      intervalMg: range.intervalMg,
      points: [...until, captured].map(({ atMs, massMg, stable }) => ({ ms: ms(atMs), massMg, stable })),
      window: { fromMs: Math.max(0, toMs - capture.window.durationMs), toMs },
    };
  }

  #begin(lead: Reading | null, reading: Reading): void {
    this.#points = [];
    this.#every = 1;
    this.#since = 0;
    if (lead !== null && reading.atMs - lead.atMs <= LEAD_MS) this.#keep(lead);
  }

  #keep(reading: Reading): void {
    const massMg = grossOf(reading);
    if (massMg === null) return;
    this.#points.push({ atMs: reading.atMs, massMg, stable: reading.stable });
    if (this.#points.length < MOST) return;
    this.#points = this.#points.filter((_, index) => index % 2 === 0);
    this.#every *= 2;
  }
}
