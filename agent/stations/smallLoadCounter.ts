// Loads too small or too short for an outcome of their own: counted, and told in one entry a day and at a stop.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import { asMassMg, type MassMg } from '../../drivers/contract/mass.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';
import type { InstrumentId, StationId } from '../../drivers/contract/siteIds.ts';

interface SmallLoadCounterParts {
  clock: Clock;
  random: Random;
  recorder: DecisionRecorder;
}

interface CountedStation {
  id: StationId;
  scale: InstrumentId;
}

/** Counts one station's small loads. */
export class SmallLoadCounter {
  readonly #parts: SmallLoadCounterParts;
  #loads = 0;
  #highestMg: MassMg = asMassMg(0);
  #sinceWallMs = 0;

  constructor(parts: SmallLoadCounterParts) {
    this.#parts = parts;
  }

  /** Counts one more; those of an earlier day are told first. */
  add(station: CountedStation, highestMg: MassMg): void {
    const { wallMs } = this.#parts.clock.timestamp();
    if (this.#loads > 0 && localDay(wallMs) !== localDay(this.#sinceWallMs)) this.flush(station);
    if (this.#loads === 0) this.#sinceWallMs = wallMs;
    this.#loads += 1;
    this.#highestMg = asMassMg(Math.max(this.#highestMg, highestMg));
  }

  /** Records the count, if there is one; what the disk does not take is counted on. */
  flush({ id, scale }: CountedStation): void {
    if (this.#loads === 0) return;
    const body = {
      station: id,
      scale,
      loads: this.#loads,
      highestMg: this.#highestMg,
      sinceWallMs: this.#sinceWallMs,
    };
    const outcome = this.#parts.recorder.record(`small-loads:${this.#parts.random.id()}`, () => ({
      entries: [{ kind: 'small-loads-counted', body }],
      effects: [],
      result: {},
    }));
    if (outcome === null) return;
    this.#loads = 0;
    this.#highestMg = asMassMg(0);
  }
}

function localDay(wallMs: number): string {
  return new Date(wallMs).toDateString();
}
