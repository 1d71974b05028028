// A real ledger behind real look-ups, for tests of history, drift and map: the entries of a scene of the core, recorded
// on disk one by one, on a clock that a test sets. Turns of the event loop are counted.
import { throwDefect } from '../throwDefect.ts';
import type { Role } from '../../agent/core/model/roles.ts';
import type { Actor } from '../../agent/core/model/command.ts';
import type { Entry } from '../../agent/core/model/entry.ts';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import type { Head } from '../../agent/core/ports/ledger.ts';
import type { SqliteLedger } from '../../agent/ledger/sqliteLedger.ts';
import { createLedgerQueries } from '../../agent/services/queries/ledgerQueries.ts';
import { createRetryingRecorder } from '../../agent/runtime/retryingRecorder.ts';
import type { Clock, Timestamp } from '../../drivers/contract/clock.ts';
import { newFolder, openTestLedger } from '../ledger/rig.ts';
import type { QueryUnavailable, LedgerQueries } from '../../agent/services/agentApi.ts';

export const MINUTE_MS = 60_000;
export const ANN: Actor = { operator: 'ann', roles: ['operator'] };
export const AUDITOR: Actor = { operator: 'aya', roles: ['auditor'] };

export class Archive {
  wallMs = 1_790_000_000_000;
  trust: Timestamp['trust'] = 'synchronised';
  turns = 0;
  /** Called in each turn: what the dock does while somebody looks. */
  meanwhile = (): void => undefined;
  readonly ledger: SqliteLedger;
  readonly lookUp: LedgerQueries;
  /** Where each entry of the scene stands on disk. */
  readonly #kept: Head[] = [];

  constructor() {
    const clock: Clock = {
      timestamp: () => ({ wallMs: this.wallMs, monotonicMs: this.wallMs % 1_000_000, boot: 'boot', trust: this.trust }),
      monotonicMs: () => 0,
      after: (_delayMs, action) => {
        setImmediate(() => {
          this.turns += 1;
          this.meanwhile();
          action();
        });
        return () => undefined;
      },
    };
    this.ledger = openTestLedger(newFolder(), { fold, foldVersion: FOLD_VERSION, clock });
    const recorder = createRetryingRecorder({
      ledger: this.ledger,
      clock,
      log: () => undefined,
      reportDefect: throwDefect,
    });
    const areas = [
      { id: 'A', name: { en: 'Hall A', ja: 'A棟' } },
      { id: 'B', name: { en: 'Hall B', ja: 'B棟' } },
    ];
    this.lookUp = createLedgerQueries({ ledger: this.ledger, recorder, clock, areas, operators: () => [] });
  }

  /** Records what the scene has added since the last call, a minute after each other. */
  keep(entries: readonly Entry[]): this {
    for (const entry of entries.slice(this.#kept.length)) {
      this.wallMs += MINUTE_MS;
      const { kind, body } = this.#referring(entry);
      this.ledger.transact(`kept:${entry.seq}`, () => ({
        entries: [{ kind, body } as Entry],
        effects: [],
        result: {},
      }));
      this.#kept.push(this.ledger.head());
    }
    return this;
  }

  /** A decision names findings by epoch, seq and hash, which are others on disk. */
  #referring(entry: Entry): Pick<Entry, 'kind' | 'body'> {
    if (entry.kind !== 'order-received' || entry.body.order.body.kind !== 'decision') return entry;
    const decision = entry.body.order.body;
    const findings = decision.findings.map(({ seq }) => this.#kept[seq - 1] ?? this.ledger.head());
    return {
      kind: entry.kind,
      body: { ...entry.body, order: { ...entry.body.order, body: { ...decision, findings } } },
    };
  }

  /** Entries that no search is about. */
  pad(entries: number): this {
    const zeros = '0'.repeat(64);
    const body = { format: 2 as const, seq: 1, size: 1, hash: zeros, root: zeros, signature: 's'.repeat(86) };
    const filler = { kind: 'checkpoint' as const, body };
    this.ledger.transact(`pad:${this.ledger.head().seq}`, () => ({
      entries: Array.from({ length: entries }, () => filler),
      effects: [],
      result: {},
    }));
    return this;
  }
}

/** The answer, which must be one. */
export async function answered<T>(asked: Promise<T | QueryUnavailable>): Promise<T> {
  const answer = await asked;
  if (answer === 'busy' || answer === 'storage') throw new Error('the look was put off');
  return answer;
}

export function somebody(...roles: Role[]): Actor {
  return { operator: 'x', roles };
}
