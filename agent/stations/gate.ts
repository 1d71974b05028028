// One gate at work: follows the tags in it by its readers' antennas and records what went out. Holds no rule of its
// own. Which tags are in the gate dies with the process; its alarms are in the book.
import type { Chance, Clock } from '../../drivers/contract/clock.ts';
import type { TagRead } from '../../drivers/contract/observation.ts';
import { decidePassage } from '../core/release/gate.ts';
import { showGate } from '../core/shown/showStock.ts';
import type { GateView } from '../core/shown/view.ts';
import { EMPTY_PORTAL, endPassages, type Passage, type PortalState, watchPortal } from '../core/weight/portal.ts';
import type { Recorder } from './recorder.ts';

export interface GateSettings {
  id: string;
  name: { en: string; ja: string };
  readers: readonly string[];
  outer: readonly string[];
  inner: readonly string[];
}

export interface GateParts {
  clock: Clock;
  chance: Chance;
  recorder: Recorder;
  run: () => string;
  /** Something that people see has changed. */
  changed(): void;
  /** A rule of the core is broken: the process must end. */
  broken(error: unknown): void;
}

export const GATE_LIMITS = {
  /** How often ended passages are looked for while a tag is in the gate. */
  lookMs: 500,
  /** Passages that people see. */
  shown: 20,
  /** Passages that wait for the disk; what comes beyond is counted and said. */
  waiting: 1_024,
} as const;

interface Waiting {
  cause: string;
  id: string;
  passage: Passage;
}

export class Gate {
  readonly settings: GateSettings;
  readonly #parts: GateParts;
  #state: PortalState = EMPTY_PORTAL;
  #passages = 0;
  #lost = 0;
  #waiting: Waiting[] = [];
  #shown: GateView['lastPassages'] = [];
  #cancelLook: (() => void) | null = null;
  #stopped = false;

  constructor(settings: GateSettings, parts: GateParts) {
    this.settings = settings;
    this.#parts = parts;
  }

  receive(read: TagRead): void {
    const before = this.#state;
    this.#state = watchPortal(before, read, this.settings);
    if (this.#state.overflow > before.overflow && before.overflow === 0) this.#parts.changed();
    this.#lookSoon();
  }

  #lookSoon(): void {
    if (this.#stopped || this.#cancelLook || this.#state.tracks.size === 0) return;
    this.#cancelLook = this.#parts.clock.after(GATE_LIMITS.lookMs, () => {
      this.#cancelLook = null;
      try {
        this.#look();
      } catch (error) {
        this.#parts.broken(error);
      }
    });
  }

  #look(): void {
    const { state, passages } = endPassages(this.#state, this.#parts.clock.monotonicMs());
    this.#state = state;
    for (const passage of passages) this.#passed(passage);
    if (passages.length > 0) this.#parts.changed();
    this.#lookSoon();
  }

  #passed(passage: Passage): void {
    const { chance, clock, run } = this.#parts;
    this.#passages += 1;
    // A tag that is read now and then beside the gate is one line, not many.
    const others = this.#shown.filter(
      ({ epcHex, direction }) => epcHex !== passage.epcHex || direction !== passage.direction,
    );
    const age = clock.monotonicMs() - passage.atMs;
    this.#shown = [
      { epcHex: passage.epcHex, direction: passage.direction, atWallMs: Math.round(clock.stamp().wallMs - age) },
      ...others,
    ].slice(0, GATE_LIMITS.shown);
    if (passage.direction !== 'out') return;
    if (this.#waiting.length >= GATE_LIMITS.waiting) {
      this.#lost += 1;
      return;
    }
    this.#waiting.push({ cause: `passage:${run()}:${this.settings.id}:${this.#passages}`, id: chance.id(), passage });
    this.record();
  }

  /** Tries the waiting passages in order; called for a new one and when the disk works again. */
  record(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const { cause, id, passage } = next;
      if (
        this.#parts.recorder.record(cause, (book) =>
          decidePassage({ id, station: this.settings.id, passage }, book),
        ) === null
      )
        return;
      this.#waiting.shift();
    }
  }

  view(): GateView {
    const { id, name } = this.settings;
    const unfollowed = this.#state.overflow + this.#lost;
    return {
      ...showGate(this.#parts.recorder.shown, id),
      name,
      lastPassages: this.#shown,
      waiting: this.#waiting.length,
      unfollowed,
    };
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelLook?.();
  }
}
