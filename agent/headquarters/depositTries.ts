// Tries of a deposit's one-time code: each right or wrong one costs the agent half a second of scrypt, so wrong ones
// make the next wait, longer each time. Kept in memory: after a restart counting begins anew, which helps nobody to
// guess – ten digits at half a second each are more than a century – and needs no record of the code. Knows no ledger.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { DepositRecord } from '../core/workRecords.ts';
import type { ReleaseOrder } from '../core/stockOrders.ts';

export const TRY_LIMITS = {
  /** So many wrong ones cost nothing: digits are misheard on the telephone. */
  free: 3,
  firstMs: 60_000,
  longestMs: 3_600_000,
  /** Deposits whose tries are remembered. */
  most: 100,
} as const;

export type Tried = { content: ReleaseOrder | null } | { waitSeconds: number };

interface Tries {
  wrong: number;
  againMs: number;
}

export class DepositTries {
  readonly #tries = new Map<string, Tries>();
  readonly #clock: Clock;
  readonly #open: (deposit: DepositRecord, code: string) => ReleaseOrder | null;

  constructor(clock: Clock, open: (deposit: DepositRecord, code: string) => ReleaseOrder | null) {
    this.#clock = clock;
    this.#open = open;
  }

  try(deposit: DepositRecord, code: string): Tried {
    const now = this.#clock.monotonicMs();
    const before = this.#tries.get(deposit.id) ?? { wrong: 0, againMs: 0 };
    if (now < before.againMs) return { waitSeconds: Math.ceil((before.againMs - now) / 1_000) };
    const content = this.#open(deposit, code);
    this.#tries.delete(deposit.id);
    if (content !== null) return { content };
    const wrong = before.wrong + 1;
    const waitMs =
      wrong < TRY_LIMITS.free
        ? 0
        : Math.min(TRY_LIMITS.longestMs, TRY_LIMITS.firstMs * 2 ** Math.min(wrong - TRY_LIMITS.free, 10));
    this.#tries.set(deposit.id, { wrong, againMs: now + waitMs });
    const [oldest] = this.#tries.keys();
    if (this.#tries.size > TRY_LIMITS.most && oldest !== undefined) this.#tries.delete(oldest);
    return { content: null };
  }
}
