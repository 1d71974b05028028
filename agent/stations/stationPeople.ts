// What one station has seen of the people who give commands. What it remembers dies with the process.
import type { Clock } from '../../drivers/contract/clock.ts';
import { type PersonSeen, personAtStation } from '../core/loads/personAtStation.ts';
import type { OperatorId } from '../core/model/ids.ts';

/** People that are remembered; more than a base has. */
const MAX_PEOPLE = 1_000;
const NEVER: PersonSeen = { commandMs: 0, hereMs: 0, departedMs: 0 };

/** Where a person gave a command, seen from one station; null: it concerns none. */
export type CommandPlace = 'here' | 'elsewhere' | null;

/** The people of one station. */
export class StationPeople {
  readonly #clock: Clock;
  /** In the order of what was seen of them last. */
  readonly #seen = new Map<OperatorId, PersonSeen>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A person gives a command somewhere. */
  noteCommand(operator: OperatorId, place: CommandPlace): void {
    const nowMs = this.#clock.timestamp().monotonicMs;
    const before = this.seen(operator) ?? NEVER;
    this.#note(operator, {
      commandMs: nowMs,
      hereMs: place === 'here' ? nowMs : before.hereMs,
      departedMs: place === 'elsewhere' ? nowMs : before.departedMs,
    });
  }

  /** A person signs out. */
  noteSignedOut(operator: OperatorId): void {
    this.#note(operator, { ...(this.seen(operator) ?? NEVER), departedMs: this.#clock.timestamp().monotonicMs });
  }

  /** Undefined: nothing since the start. */
  seen(operator: OperatorId): PersonSeen | undefined {
    return this.#seen.get(operator);
  }

  /** Who is here now; null: nobody. */
  here(): OperatorId | null {
    return personAtStation(this.#seen, this.#clock.timestamp().monotonicMs);
  }

  #note(operator: OperatorId, seen: PersonSeen): void {
    this.#seen.delete(operator);
    this.#seen.set(operator, seen);
    const [oldest] = this.#seen.keys();
    if (oldest !== undefined && this.#seen.size > MAX_PEOPLE) this.#seen.delete(oldest);
  }
}
