// Readings for tests of capture: a scale of 600 kg with e = 0.2 kg that sends 20 readings a second.
import type { MassMg } from '../../drivers/contract/mass.ts';
import type { Reading } from '../../drivers/contract/observation.ts';
import { observe } from '../../agent/core/weight/loadObserver.ts';
import {
  type Capture,
  type LoadInput,
  type LoadSettings,
  type LoadState,
  initialLoadState,
} from '../../agent/core/weight/loadState.ts';

export const KG = 1_000_000;
export const RANGE = { maxMg: 600 * KG, minMg: 4 * KG, intervalMg: 200_000 };

export const SETTINGS: LoadSettings = {
  scale: { ranges: [RANGE], unit: 'kg', decimals: 1 },
  windowMs: 1_000,
  powerUpSuspectMs: 10_000,
  powerUpCertainMs: 300_000,
};

export function reading(massMg: MassMg, atMs: number, extra: Partial<Reading> = {}): Reading {
  const raw = new TextEncoder().encode(`ST,GS,${massMg}`);
  return {
    kind: 'reading',
    instrument: 'scale-1',
    atMs,
    raw,
    mode: 'gross',
    massMg,
    unit: 'kg',
    decimals: 1,
    stable: true,
    checksummed: false,
    ...extra,
  };
}

/** A dock: from 4 kg on a load needs an outcome; an announcement holds ten minutes. */
export const LOADS = { weighbridge: false, loadThresholdMg: 4 * KG, announcementMs: 600_000 };

let loadCount = 0;

/** A new load, as its station names it, with Ann there; `replaces`: the weighing that its weight takes the place of. */
export function newLoad(replaces: string | null = null): { load: string; replaces: string | null; operator: string } {
  loadCount += 1;
  return { load: `load-${loadCount}`, replaces, operator: 'ann' };
}

/** A scale under test: feeds inputs, keeps what was captured. */
export class ScaleBench {
  state: LoadState;
  readonly captures: Capture[] = [];
  atMs = 1_000;

  constructor(
    private readonly settings: LoadSettings = SETTINGS,
    check: LoadState['check'] = 'passed',
  ) {
    this.state = initialLoadState(check);
  }

  feed(input: LoadInput): void {
    const { state, capture } = observe(this.state, input, this.settings);
    this.state = state;
    if (capture) this.captures.push(capture);
  }

  /** Shows one value for a time, every 50 ms. */
  show(massKg: number, forMs: number, extra: Partial<Reading> = {}): this {
    const massMg = Math.round(massKg * 10) * 100_000;
    for (const end = this.atMs + forMs; this.atMs < end; this.atMs += 50) this.feed(reading(massMg, this.atMs, extra));
    return this;
  }

  zero(): this {
    return this.show(0, 700);
  }

  grams(): number[] {
    return this.captures.map((capture) => capture.grossMg / 1_000);
  }
}
