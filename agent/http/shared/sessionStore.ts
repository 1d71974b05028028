// Who is signed in. Sessions live in memory: a restart signs everybody out. They end when idle (the station locks),
// after a shift, or by signing out. Tokens are kept as hashes, so a look into memory or a core file opens nothing.
// Knows nothing of HTTP.
import { createHash } from 'node:crypto';
import type { Random, Clock } from '../../../drivers/contract/clock.ts';
import type { Actor } from '../../core/model/command.ts';

export interface Session {
  actor: Actor;
  name: string;
}

interface StoredSession extends Session {
  startedMs: number;
  usedMs: number;
}

export interface SessionLimits {
  idleMs: number;
  maxAgeMs: number;
  maxSessions: number;
}

export class SessionStore {
  readonly #sessions = new Map<string, StoredSession>();
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #limits: SessionLimits;

  constructor(clock: Clock, chance: Random, limits: SessionLimits) {
    this.#clock = clock;
    this.#random = chance;
    this.#limits = limits;
  }

  /** A token of 256 bits; null if too many people are signed in. `sinceMs`: when the shift began, if not now. */
  open(session: Session, sinceMs?: number): string | null {
    this.#dropEnded();
    if (this.#sessions.size >= this.#limits.maxSessions) return null;
    const token = this.#random.id() + this.#random.id();
    const nowMs = this.#clock.monotonicMs();
    this.#sessions.set(hashToken(token), { ...session, startedMs: sinceMs ?? nowMs, usedMs: nowMs });
    return token;
  }

  /** Looks without counting as use: an open page alone does not keep a station unlocked. */
  find(token: string): Session | undefined {
    const kept = this.#sessions.get(hashToken(token));
    return kept !== undefined && !this.#hasEnded(kept) ? kept : undefined;
  }

  /** Somebody did something. */
  touch(token: string): void {
    const kept = this.#sessions.get(hashToken(token));
    if (kept !== undefined && !this.#hasEnded(kept)) kept.usedMs = this.#clock.monotonicMs();
  }

  /** Whose it was, also if it had ended by itself. */
  close(token: string): Session | undefined {
    const key = hashToken(token);
    const kept = this.#sessions.get(key);
    this.#sessions.delete(key);
    return kept;
  }

  #hasEnded(kept: StoredSession): boolean {
    const nowMs = this.#clock.monotonicMs();
    return nowMs - kept.usedMs >= this.#limits.idleMs || nowMs - kept.startedMs >= this.#limits.maxAgeMs;
  }

  #dropEnded(): void {
    for (const [key, kept] of this.#sessions) if (this.#hasEnded(kept)) this.#sessions.delete(key);
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
