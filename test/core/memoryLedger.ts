// A ledger in memory for tests of the pure core: real decide and fold, no disk. The real one is tested in test/ledger.
import { createHash } from 'node:crypto';
import type { Timestamp } from '../../drivers/contract/clock.ts';
import type { Book, BookChange, BookRecords, RecordKind } from '../../agent/core/model/book.ts';
import { auditEntry } from '../../agent/core/audit/entryAudit.ts';
import { isAnswerOf } from '../../agent/ledger/causeVerification.ts';
import { type Decide, isRefusal, type Refusal } from '../../agent/core/model/decide.ts';
import { encodeCanonicalJson, parseCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import { type Entry, type EntryKind, findEntryFault, type NewEntry } from '../../agent/core/model/entry.ts';
import { fold } from '../../agent/core/projection/fold.ts';

/** The shape of a key. */
const KEY = 'k'.repeat(43);

export class MemoryLedger {
  readonly entries: Entry[] = [];
  private readonly records = new Map<RecordKind, Map<string, BookRecords[RecordKind]>>();
  /** How far the clock has run beyond a second an entry. */
  aheadMs = 0;
  /** False where a scenario writes entries that no decision would. */
  audited = true;
  /** A clock of its own instead. */
  clock: (() => Timestamp) | null = null;
  private readonly causes = new Map<string, Record<string, unknown>>();

  readonly book: Book = {
    get: <K extends RecordKind>(kind: K, id: string) => this.records.get(kind)?.get(id) as BookRecords[K] | undefined,
    where: <K extends RecordKind>(kind: K, index: string, value: string | null) =>
      [...(this.records.get(kind)?.values() ?? [])].filter(
        (record) => (record as unknown as Record<string, unknown>)[index] === value,
      ) as BookRecords[K][],
  };

  constructor() {
    this.do('epoch', () => ({
      entries: [
        {
          kind: 'epoch-opened',
          body: {
            reason: 'installed',
            previous: null,
            signingKey: KEY,
            sealingKey: KEY,
            leafKey: '1e'.repeat(32),
            software: 'test',
          },
        },
        {
          kind: 'agent-started',
          body: { run: 'run-1', software: 'test', configHash: '0'.repeat(64), releasedWallMs: 0 },
        },
      ],
      effects: [],
      result: {},
    }));
  }

  /** The result, or the refusal's code. */
  do(cause: string, decide: Decide): Record<string, unknown> | Refusal {
    const knownResult = this.causes.get(cause);
    if (knownResult) return knownResult;
    const at = this.now();
    const outcome = decide(this.book, at);
    if (isRefusal(outcome)) return outcome;
    for (const draft of outcome.entries) this.append(cause, draft, at);
    this.causes.set(cause, outcome.result);
    const entries = this.entries.filter((entry) => entry.cause === cause);
    if (this.audited && outcome.entries.length > 0 && !isAnswerOf(outcome.result, entries))
      throw new TypeError(`${cause} was answered ${JSON.stringify(outcome.result)}, which its entries do not say`);
    return outcome.result;
  }

  /** The whole book as one text, in an order that does not depend on how it came about. */
  dump(): string {
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (value === null || typeof value !== 'object') return value;
      return Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, member]) => [name, sorted(member)]),
      );
    };
    const kinds = [...this.records].map(
      ([kind, table]) => [kind, [...table.values()].sort((a, b) => (a.id < b.id ? -1 : 1))] as const,
    );
    return JSON.stringify(sorted(Object.fromEntries(kinds)), null, 1);
  }

  /** A ledger that holds just these entries, folded anew. */
  static of(entries: readonly Entry[]): MemoryLedger {
    const ledger = new MemoryLedger();
    for (const entry of entries.slice(ledger.entries.length)) ledger.append(entry.cause, entry, entry.at);
    return ledger;
  }

  /** The time that the next entry bears. */
  now(): Timestamp {
    if (this.clock) return this.clock();
    const nowMs = (this.entries.length + 1) * 1_000 + this.aheadMs;
    return { wallMs: nowMs, monotonicMs: nowMs, boot: 'boot', trust: 'synchronised' };
  }

  private append(cause: string, draft: Pick<Entry, 'kind' | 'body'>, stamp: Timestamp): void {
    const fault = findEntryFault(draft as NewEntry);
    if (fault !== null) throw new TypeError(`No such entry may be written: ${fault}`);
    const seq = this.entries.length + 1;
    const entry = { kind: draft.kind, body: draft.body, base: 'demo', epoch: 'e1', seq, cause, at: stamp } as Entry;
    // As it is read from a disk or a message: members in canonical order.
    this.fold(parseCanonicalJson(encodeCanonicalJson(entry)) as Entry);
  }

  /** An entry as it stands, with its time. */
  fold(entry: Entry): void {
    // What the core decides must bear being recomputed: every scenario of this folder proves it beside its own matter.
    const doubts = this.audited ? auditEntry(entry, this.book) : [];
    if (doubts.length > 0) throw new TypeError(`Entry ${entry.seq}, ${entry.kind}: ${JSON.stringify(doubts)}`);
    this.entries.push(entry);
    for (const change of fold(entry, MemoryLedger.hashOf(entry), this.book)) this.put(change);
  }

  /** What stands for the chain's hash. */
  static hashOf(entry: Entry): string {
    return createHash('sha256').update(JSON.stringify(entry)).digest('hex');
  }

  private put({ kind, record }: BookChange): void {
    const table = this.records.get(kind) ?? new Map<string, BookRecords[RecordKind]>();
    this.records.set(kind, table.set(record.id, record));
  }

  all<K extends RecordKind>(kind: K): BookRecords[K][] {
    return [...(this.records.get(kind)?.values() ?? [])] as BookRecords[K][];
  }

  kinds(): EntryKind[] {
    return this.entries.map((entry) => entry.kind);
  }
}
