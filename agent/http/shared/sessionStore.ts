// Who is signed in. Sessions live in memory: a restart signs everybody out. They end when idle (the station locks),
// after a shift, or by signing out. Tokens are kept as hashes: neither memory nor a core file yields one. Must not know
// HTTP.
import { createHash } from 'node:crypto';
import type { Random, Clock } from '../../../drivers/contract/clock.ts';
import type { Actor } from '../../core/model/command.ts';
import type { OperatorId } from '../../core/model/ids.ts';

/** One signed-in person. */
export interface Session {
  actor: Actor;
  name: string;
}

interface StoredSession extends Session {
  startedMs: number;
  usedMs: number;
}

/** When a session ends, and how many there may be. */
export interface SessionLimits {
  idleMs: number;
  maxAgeMs: number;
  maxSessions: number;
}

/** The sessions that are open. */
export class SessionStore {
  readonly #sessions = new Map<string, StoredSession>();
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #limits: SessionLimits;
  readonly #currentActor: (operator: OperatorId) => Actor | null;

  constructor({
    clock,
    random,
    limits,
    currentActor,
  }: {
    clock: Clock;
    random: Random;
    limits: SessionLimits;
    /** The person with the roles of now; null: he may not act any more. */
    currentActor: (operator: OperatorId) => Actor | null;
  }) {
    this.#clock = clock;
    this.#random = random;
    this.#limits = limits;
    this.#currentActor = currentActor;
  }

  /**
   * Opens a session; its token of 256 bits, or null if too many are open. `sinceMs`: monotonic, when the shift began,
   * if not now.
   */
  open(session: Session, sinceMs?: number): string | null {
    this.#dropEnded();
    if (this.#sessions.size >= this.#limits.maxSessions) return null;
    const token = this.#random.id() + this.#random.id();
    const nowMs = this.#clock.monotonicMs();
    this.#sessions.set(hashToken(token), { ...session, startedMs: sinceMs ?? nowMs, usedMs: nowMs });
    return token;
  }

  /**
   * The session, if it has not ended, with the person's roles of now: who was locked, removed or given other roles
   * meanwhile does not act as before. Does not count as use: an open page alone does not keep a station unlocked.
   */
  find(token: string): Session | undefined {
    const session = this.#sessions.get(hashToken(token));
    if (session === undefined || this.#hasEnded(session)) return undefined;
    const actor = this.#currentActor(session.actor.operator);
    return actor === null ? undefined : { actor, name: session.name };
  }

  /** Counts as use: the time until the session is idle begins anew. */
  touch(token: string): void {
    const session = this.#sessions.get(hashToken(token));
    if (session !== undefined && !this.#hasEnded(session)) session.usedMs = this.#clock.monotonicMs();
  }

  /** Ends the session; returns it, also if it had ended by itself. */
  close(token: string): Session | undefined {
    const key = hashToken(token);
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    return session;
  }

  #hasEnded(session: StoredSession): boolean {
    const nowMs = this.#clock.monotonicMs();
    return nowMs - session.usedMs >= this.#limits.idleMs || nowMs - session.startedMs >= this.#limits.maxAgeMs;
  }

  #dropEnded(): void {
    for (const [key, session] of this.#sessions) if (this.#hasEnded(session)) this.#sessions.delete(key);
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
