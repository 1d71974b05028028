// Attempts at a deposit's one-time code. Each costs the agent half a second of scrypt, so that after wrong codes the
// next attempt has to wait, longer each time. Counted in memory: a restart begins anew, which helps nobody to guess
// (ten digits at half a second each take more than a century), and no record of the code is needed. Knows no ledger.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { DepositRecord } from '../core/model/workRecords.ts';
import type { ReleaseOrder } from '../core/model/stockOrders.ts';

/** How wrong codes are slowed down; times in ms. */
export const DEPOSIT_ATTEMPT_LIMITS = {
  /** Wrong codes without a wait: digits are misheard on the telephone. */
  free: 3,
  firstMs: 60_000,
  longestMs: 3_600_000,
  /** Deposits whose attempts are remembered. */
  most: 100,
} as const;

/** The opened order (null: the code is wrong), or how many seconds must pass before the next attempt. */
export type DepositAttemptResult = { content: ReleaseOrder | null } | { waitSeconds: number };

interface FailedAttempts {
  wrong: number;
  againMs: number;
}

/** Attempts to open deposits, counted for each deposit since the start of the agent. */
export class DepositCodeAttempts {
  readonly #failures = new Map<string, FailedAttempts>();
  readonly #clock: Clock;
  readonly #unseal: (deposit: DepositRecord, code: string) => ReleaseOrder | null;

  constructor(clock: Clock, open: (deposit: DepositRecord, code: string) => ReleaseOrder | null) {
    this.#clock = clock;
    this.#unseal = open;
  }

  /**
   * Tries a code, or refuses to try it while the wait after wrong codes lasts. A try costs about half a second of
   * scrypt.
   */
  attempt(deposit: DepositRecord, code: string): DepositAttemptResult {
    const now = this.#clock.monotonicMs();
    const failed = this.#failures.get(deposit.id) ?? { wrong: 0, againMs: 0 };
    if (now < failed.againMs) return { waitSeconds: Math.ceil((failed.againMs - now) / 1_000) };
    const content = this.#unseal(deposit, code);
    this.#failures.delete(deposit.id);
    if (content !== null) return { content };
    const wrong = failed.wrong + 1;
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
