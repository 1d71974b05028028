// A walk along an epoch's chain as it lies on the disk, piece by piece: rows, hashes, and the number that each
// entry's bytes name. Reads only, and believes nothing that the agent keeps in memory.
import type { ChainPosition, ChainStep } from '../core/ports/ledger.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import type { CurrentEpoch } from './entryRows.ts';
import { GENESIS_HASH, computeEntryHash } from './hashChain.ts';

interface Row {
  seq: number;
  hash: Buffer;
  bytes: Buffer;
}

/**
 * Walks at most `limit` entries after a position.
 *
 * @see FORMAT.md, "The chain"
 */
export function walkChain(
  connection: DatabaseConnection,
  epoch: Pick<CurrentEpoch, 'firstPosition'> & { lastPosition?: number },
  { from, limit }: { from: ChainPosition; limit: number },
): ChainStep {
  const rows = connection
    .prepare<[number, number, number], Row>(
      'SELECT seq, hash, bytes FROM entries WHERE position BETWEEN ? AND ? ORDER BY position LIMIT ?',
    )
    .iterate(
      epoch.firstPosition + Math.max(from.seq, 1) - 1,
      epoch.lastPosition ?? Number.MAX_SAFE_INTEGER,
      limit + (from.seq === 0 ? 0 : 1),
    );
  let reached = from.seq === 0 ? { seq: 0, hash: GENESIS_HASH } : null;
  for (const row of rows) {
    const hash = row.hash.toString('hex');
    const expected = (reached?.seq ?? from.seq - 1) + 1;
    const fits =
      reached === null
        ? row.seq === expected && hash === from.hash
        : row.seq === expected && computeEntryHash(reached.hash, row.bytes) === hash && saysPlace(row);
    if (!fits) return { kind: 'broken', seq: expected };
    reached = { seq: row.seq, hash };
  }
  return reached === null ? { kind: 'broken', seq: from.seq } : { kind: 'sound', reached };
}

/** Members stand in the order of their names: `seq` is the last one. */
function saysPlace({ seq, bytes }: Row): boolean {
  const end = `,"seq":${seq}}`;
  return bytes.toString('latin1', Math.max(0, bytes.length - end.length)) === end;
}
