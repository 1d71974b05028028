// Rows of causes and of refusals on one connection: what was answered, and to what content. It decides nothing.
import { type Decided, refuse, type Refusal } from '../core/model/decide.ts';
import type { TransactionOutcome } from '../core/ports/ledger.ts';
import { serializeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { DatabaseConnection } from './databaseConnection.ts';

/** What a cause led to when it was recorded. `content`: SHA-256 of what was said under it, in hex; null: a machine. */
export interface KnownCause {
  result: Decided['result'];
  seq: number;
  content: string | null;
}

/** A refusal that was given under a cause, and the SHA-256 of what was said, in hex. */
export interface KnownRefusal {
  refusal: Refusal;
  content: string;
}

/** A cause with the entries and the result that it led to; seqs of the current epoch, both inclusive. */
export interface CauseRow {
  cause: string;
  firstSeq: number;
  lastSeq: number;
  result: Decided['result'];
  content: string | null;
}

/**
 * Refusals that are remembered, the newest: a base of 60 people that is refused a hundred times a day each keeps
 * those of the last sixteen days.
 */
export const MAX_REFUSALS_KEPT = 100_000;

/** Causes that led to something, and those that were refused. */
export interface CauseStore {
  findCause(cause: string): KnownCause | undefined;
  storeCause(row: CauseRow): void;
  findRefusal(cause: string): KnownRefusal | undefined;
  storeRefusal(cause: string, refusal: KnownRefusal): void;
}

function causeStatements(connection: DatabaseConnection) {
  return {
    cause: connection.prepare<[string], { result: string; seq: number; content: Buffer | null }>(
      'SELECT result, last_seq AS seq, content FROM causes WHERE cause = ?',
    ),
    keep: connection.prepare<[string, number, number, number, string, Buffer | null]>(
      'INSERT INTO causes (cause, epoch, first_seq, last_seq, result, content) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    refusal: connection.prepare<[string], { refusal: string; content: Buffer }>(
      'SELECT refusal, content FROM refusals WHERE cause = ?',
    ),
    keepRefusal: connection.prepare<[string, Buffer, string]>(
      'INSERT INTO refusals (cause, content, refusal) VALUES (?, ?, ?)',
    ),
    forgetRefusals: connection.prepare<[number]>('DELETE FROM refusals WHERE number <= ?'),
  };
}

/** Prepares the statements of causes and refusals on a connection; new causes belong to the epoch of this number. */
export function createCauseStore(connection: DatabaseConnection, epoch: { number: number }): CauseStore {
  const statements = causeStatements(connection);
  return {
    findCause(cause) {
      const row = statements.cause.get(cause);
      if (row === undefined) return undefined;
      const content = row.content?.toString('hex') ?? null;
      return { seq: row.seq, result: JSON.parse(row.result) as Decided['result'], content };
    },
    storeCause({ cause, firstSeq, lastSeq, result, content }) {
      const said = content === null ? null : Buffer.from(content, 'hex');
      statements.keep.run(cause, epoch.number, firstSeq, lastSeq, serializeCanonicalJson(result), said);
    },
    findRefusal(cause) {
      const row = statements.refusal.get(cause);
      if (row === undefined) return undefined;
      return { refusal: JSON.parse(row.refusal) as Refusal, content: row.content.toString('hex') };
    },
    storeRefusal(cause, { refusal, content }) {
      const row = statements.keepRefusal.run(cause, Buffer.from(content, 'hex'), serializeCanonicalJson(refusal));
      statements.forgetRefusals.run(Number(row.lastInsertRowid) - MAX_REFUSALS_KEPT);
    },
  };
}

/** The answer that a cause was given before; undefined: it is new. The same cause with other content is refused. */
export function answerKnownCause(
  causes: CauseStore,
  cause: string,
  content: string | null,
): Extract<TransactionOutcome, { kind: 'known' | 'refused' }> | undefined {
  const known = causes.findCause(cause);
  const refused = content === null || known !== undefined ? undefined : causes.findRefusal(cause);
  const before = known ?? refused;
  if (before === undefined) return undefined;
  if (before.content !== content) return { kind: 'refused', refusal: refuse('command-said-differently') };
  if (refused !== undefined) return { kind: 'refused', refusal: refused.refusal };
  return known && { kind: 'known', result: known.result, seq: known.seq };
}
