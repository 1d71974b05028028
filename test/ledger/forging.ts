// What somebody with an SQLite tool and the format's page can do to a data folder: entries changed with every hash, cause
// and the book made to fit, and any row or table.
import type { KeyObject } from 'node:crypto';
import type Database from 'better-sqlite3';
import { encodeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { Entry, EntryKind, EntryOf } from '../../agent/core/model/entry.ts';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { computeEntryHash, GENESIS_HASH } from '../../agent/ledger/hashChain.ts';
import { leafHash, leafSalt, TreeEdge } from '../../agent/ledger/merkleTree.ts';
import { signCheckpoint } from '../../agent/link/checkpoints.ts';
import { BASE, openTestLedger, tamper } from './rig.ts';

/** Changes a data folder. */
export type Forge = (dir: string) => void;

/** What entries say is changed, and every hash, cause and the book are made to fit; the acknowledgement is taken away. */
export function said(
  change: (entry: Entry, at: number) => void,
  { ownKey = null }: { ownKey?: (() => KeyObject) | null } = {},
): Forge {
  return (dir) => {
    let changed = 0;
    tamper(dir, (database) => (changed = rewrite(database, change, ownKey)));
    if (changed === 0) throw new Error('nothing was forged');
    openAgain(dir);
  };
}

/** The base's own software makes the book again. */
export function openAgain(dir: string): void {
  try {
    openTestLedger(dir, { fold, foldVersion: FOLD_VERSION }).close();
  } catch {
    // A base that does not open it does right; the auditor has the files all the same.
  }
}

function rewrite(
  database: Database.Database,
  change: (entry: Entry, at: number) => void,
  ownKey: (() => KeyObject) | null,
): number {
  let hash = GENESIS_HASH;
  const edge = new TreeEdge();
  let leafKey = '';
  let changed = 0;
  const rows = database
    .prepare<[], { position: number; bytes: Buffer }>('SELECT position, bytes FROM entries ORDER BY position')
    .all();
  for (const { position, bytes } of rows) {
    const entry = JSON.parse(bytes.toString()) as Entry;
    change(entry, position);
    if (ownKey !== null && entry.kind === 'checkpoint') {
      entry.body.hash = hash;
      entry.body.root = edge.root().toString('hex');
      const { seq, size, root } = entry.body;
      entry.body.signature = signCheckpoint({ base: BASE, epoch: entry.epoch, seq, size, hash, root }, ownKey());
    }
    const forged = encodeCanonicalJson(entry);
    if (entry.kind === 'epoch-opened') leafKey = entry.body.leafKey;
    edge.append(leafHash(leafSalt(leafKey, entry.seq), forged));
    if (Buffer.compare(forged, bytes) !== 0) changed += 1;
    hash = computeEntryHash(hash, forged);
    database
      .prepare('UPDATE entries SET bytes = ?, hash = ? WHERE position = ?')
      .run(forged, Buffer.from(hash, 'hex'), position);
  }
  database.exec("UPDATE book_head SET version = '0'; DELETE FROM cursor");
  return changed;
}

/** The `nth` entry of a kind. */
export function of<K extends EntryKind>(
  kind: K,
  change: (body: EntryOf<K>['body'], entry: Entry) => void,
  nth = 1,
): Forge {
  return (dir) => {
    let met = 0;
    said((entry) => {
      if (entry.kind !== kind) return;
      met += 1;
      if (met === nth) change(entry.body as EntryOf<K>['body'], entry);
    })(dir);
  };
}

/** Any statement, with the triggers out of the way. */
export const sql =
  (text: string): Forge =>
  (dir) =>
    tamper(dir, (database) => void database.exec(text));

/** The entry becomes one that changes nothing. */
export function idle(_body: unknown, entry: Entry): void {
  const body = { station: 'dock-1', scale: 'scale-1', operator: 'ann' };
  Object.assign(entry, { kind: 'platform-confirmed', body });
}

/** Another text that headquarters did sign: that of the first order. */
export const firstOrderAgain: Forge = (dir) => {
  let first: EntryOf<'order-received'>['body'] | null = null;
  said((entry) => {
    if (entry.kind !== 'order-received') return;
    if (first === null) first = structuredClone(entry.body);
    else Object.assign(entry, { body: first });
  })(dir);
};
