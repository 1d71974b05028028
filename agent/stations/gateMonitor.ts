// One gate at work: follows the tags in it by its readers' antennas and records what went out. Which tags are in the
// gate is lost with the process; its alarms are in the book. Must hold no rule of its own.
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { TagRead } from '../../drivers/contract/observation.ts';
import { decideGatePassage } from '../core/release/gatePassage.ts';
import { viewGate } from '../core/views/stockView.ts';
import type { GateView } from '../core/views/stateView.ts';
import {
  EMPTY_PORTAL,
  endPortalPassages,
  type PortalPassage,
  type PortalState,
  observePortal,
} from '../core/weight/portalPassages.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';
import type { StationId, InstrumentId } from '../../drivers/contract/siteIds.ts';

/** One gate of the site file: its readers, and their antennas on either side. */
export interface GateSettings {
  id: StationId;
  name: { en: string; ja: string };
  readers: readonly InstrumentId[];
  outer: readonly string[];
  inner: readonly string[];
}

/** What the monitor is made of. */
export interface GateMonitorParts {
  clock: Clock;
  random: Random;
  recorder: DecisionRecorder;
  runId: () => string;
  /** Something that people see has changed. */
  onChange(): void;
  /** A rule of the core is broken: the process must end. */
  onInvariantBroken(error: unknown): void;
}

/** Times and counts of one gate. */
export const GATE_MONITOR_LIMITS = {
  /** Interval of the search for ended passages while a tag is in the gate. */
  lookMs: 500,
  /** Passages in the view. */
  shown: 20,
  /** Passages that wait for the disk; more are counted as not followed. */
  waiting: 1_024,
} as const;

interface WaitingPassage {
  cause: string;
  id: string;
  passage: PortalPassage;
}

/** Follows one gate. */
export class GateMonitor {
  readonly settings: GateSettings;
  readonly #parts: GateMonitorParts;
  #state: PortalState = EMPTY_PORTAL;
  #passageCount = 0;
  #lostCount = 0;
  #waiting: WaitingPassage[] = [];
  #recentPassages: GateView['lastPassages'] = [];
  #cancelCheck: (() => void) | null = null;
  #isStopped = false;

  constructor(settings: GateSettings, parts: GateMonitorParts) {
    this.settings = settings;
    this.#parts = parts;
  }

  /** One tag read by a reader of this gate. */
  receive(read: TagRead): void {
    const before = this.#state;
    this.#state = observePortal(before, read, this.settings);
    if (this.#state.overflow > before.overflow && before.overflow === 0) this.#parts.onChange();
    this.#scheduleCheck();
  }

  #scheduleCheck(): void {
    if (this.#isStopped || this.#cancelCheck || this.#state.tracks.size === 0) return;
    this.#cancelCheck = this.#parts.clock.after(GATE_MONITOR_LIMITS.lookMs, () => {
      this.#cancelCheck = null;
      try {
        this.#endDuePassages();
      } catch (error) {
        this.#parts.onInvariantBroken(error);
      }
    });
  }

  #endDuePassages(): void {
    const { state, passages } = endPortalPassages(this.#state, this.#parts.clock.monotonicMs());
    this.#state = state;
    for (const passage of passages) this.#notePassage(passage);
    if (passages.length > 0) this.#parts.onChange();
    this.#scheduleCheck();
  }

  #notePassage(passage: PortalPassage): void {
    const { random, clock, runId } = this.#parts;
    this.#passageCount += 1;
    // A tag that lies beside the gate and is read now and then is one line, not many.
    const others = this.#recentPassages.filter(
      ({ epcHex, direction }) => epcHex !== passage.epcHex || direction !== passage.direction,
    );
    const ageMs = clock.monotonicMs() - passage.atMs;
    this.#recentPassages = [
      { epcHex: passage.epcHex, direction: passage.direction, atWallMs: Math.round(clock.timestamp().wallMs - ageMs) },
      ...others,
    ].slice(0, GATE_MONITOR_LIMITS.shown);
    if (passage.direction !== 'out') return;
    if (this.#waiting.length >= GATE_MONITOR_LIMITS.waiting) {
      this.#lostCount += 1;
      return;
    }
    this.#waiting.push({
      cause: `passage:${runId()}:${this.settings.id}:${this.#passageCount}`,
      id: random.id(),
      passage,
    });
    this.recordWaiting();
  }

  /** Records the waiting passages in order; called for a new one and when the disk works again. */
  recordWaiting(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const { cause, id, passage } = next;
      if (
        this.#parts.recorder.record(cause, (book) =>
          decideGatePassage({ id, station: this.settings.id, passage }, book),
        ) === null
      )
        return;
      this.#waiting.shift();
    }
  }

  /** The gate as the page shows it. */
  view(): GateView {
    const { id, name } = this.settings;
    const unfollowed = this.#state.overflow + this.#lostCount;
    return {
      ...viewGate(this.#parts.recorder.displayBook, id),
      name,
      lastPassages: this.#recentPassages,
      waiting: this.#waiting.length,
      unfollowed,
    };
  }

  /** Ends following; tags in the gate are forgotten. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelCheck?.();
  }
}
