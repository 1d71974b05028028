// Tries of a deposit's one-time code: each right or wrong one costs the agent half a second of scrypt, so wrong ones
// make the next wait, longer each time. Kept in memory: after a restart counting begins anew, which helps nobody to
// guess – ten digits at half a second each are more than a century – and needs no record of the code. Knows no ledger.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { DepositRecord } from '../core/model/workRecords.ts';
import type { ReleaseOrder } from '../core/model/stockOrders.ts';

export const DEPOSIT_ATTEMPT_LIMITS = {
  /** So many wrong ones cost nothing: digits are misheard on the telephone. */
  free: 3,
  firstMs: 60_000,
  longestMs: 3_600_000,
  /** Deposits whose tries are remembered. */
  most: 100,
} as const;

export type DepositAttemptResult = { content: ReleaseOrder | null } | { waitSeconds: number };

interface FailedAttempts {
  wrong: number;
  againMs: number;
}

export class DepositCodeAttempts {
  readonly #failures = new Map<string, FailedAttempts>();
  readonly #clock: Clock;
  readonly #unseal: (deposit: DepositRecord, code: string) => ReleaseOrder | null;

  constructor(clock: Clock, open: (deposit: DepositRecord, code: string) => ReleaseOrder | null) {
    this.#clock = clock;
    this.#unseal = open;
  }

  attempt(deposit: DepositRecord, code: string): DepositAttemptResult {
    const now = this.#clock.monotonicMs();
    const before = this.#failures.get(deposit.id) ?? { wrong: 0, againMs: 0 };
    if (now < before.againMs) return { waitSeconds: Math.ceil((before.againMs - now) / 1_000) };
    const content = this.#unseal(deposit, code);
    this.#failures.delete(deposit.id);
    if (content !== null) return { content };
    const wrong = before.wrong + 1;
    const waitMs =
      wrong < DEPOSIT_ATTEMPT_LIMITS.free
        ? 0
        : Math.min(
            DEPOSIT_ATTEMPT_LIMITS.longestMs,
            DEPOSIT_ATTEMPT_LIMITS.firstMs * 2 ** Math.min(wrong - DEPOSIT_ATTEMPT_LIMITS.free, 10),
          );
    this.#failures.set(deposit.id, { wrong, againMs: now + waitMs });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > DEPOSIT_ATTEMPT_LIMITS.most && oldest !== undefined) this.#failures.delete(oldest);
    return { content: null };
  }
}
