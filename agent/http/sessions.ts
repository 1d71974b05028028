// Who is signed in. Sessions live in memory: a restart signs everybody out. They end when idle (the station locks),
// after a shift, or by signing out. Tokens are kept as hashes, so a look into memory or a core file opens nothing.
// Knows nothing of HTTP.
import { createHash } from 'node:crypto';
import type { Chance, Clock } from '../../drivers/contract/clock.ts';
import type { Actor } from '../core/command.ts';

export interface Session {
  actor: Actor;
  name: string;
}

interface Kept extends Session {
  startedMs: number;
  usedMs: number;
}

export interface SessionLimits {
  idleMs: number;
  longestMs: number;
  most: number;
}

export class Sessions {
  readonly #kept = new Map<string, Kept>();
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #limits: SessionLimits;

  constructor(clock: Clock, chance: Chance, limits: SessionLimits) {
    this.#clock = clock;
    this.#chance = chance;
    this.#limits = limits;
  }

  /** A token of 256 bits; null if too many people are signed in. `sinceMs`: when the shift began, if not now. */
  open(session: Session, sinceMs?: number): string | null {
    this.#dropEnded();
    if (this.#kept.size >= this.#limits.most) return null;
    const token = this.#chance.id() + this.#chance.id();
    const nowMs = this.#clock.monotonicMs();
    this.#kept.set(keyOf(token), { ...session, startedMs: sinceMs ?? nowMs, usedMs: nowMs });
    return token;
  }

  /** Looks without counting as use: an open page alone does not keep a station unlocked. */
  peek(token: string): Session | undefined {
    const kept = this.#kept.get(keyOf(token));
    return kept !== undefined && !this.#ended(kept) ? kept : undefined;
  }

  /** Somebody did something. */
  touch(token: string): void {
    const kept = this.#kept.get(keyOf(token));
    if (kept !== undefined && !this.#ended(kept)) kept.usedMs = this.#clock.monotonicMs();
  }

  /** Whose it was, also if it had ended by itself. */
  close(token: string): Session | undefined {
    const key = keyOf(token);
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    return kept;
  }

  #ended(kept: Kept): boolean {
    const nowMs = this.#clock.monotonicMs();
    return nowMs - kept.usedMs >= this.#limits.idleMs || nowMs - kept.startedMs >= this.#limits.longestMs;
  }

  #dropEnded(): void {
    for (const [key, kept] of this.#kept) if (this.#ended(kept)) this.#kept.delete(key);
  }
}

function keyOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
