// verify finds and names what was changed behind the ledger's back, each in the way somebody with any SQLite tool
// would.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { encodeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import { GENESIS_HASH, computeEntryHash } from '../../agent/ledger/hashChain.ts';
import { IMMUTABILITY_TRIGGERS } from '../../agent/ledger/ledgerTables.ts';
import { verifyLedger } from '../../agent/ledger/ledgerVerification.ts';
import type { LedgerVerification } from '../../agent/ledger/ledgerVerification.ts';
import { FOLD_VERSION, jobFold } from './jobFold.ts';
import { BASE, fill, newFolder, newKeys, openTestLedger, tamper } from './rig.ts';

function filled(): string {
  const dir = newFolder();
  const ledger = openTestLedger(dir);
  fill(ledger, newKeys(), 4);
  ledger.acknowledge(
    { seq: 5, hash: ledger.entryAt(5)?.hash ?? '', incarnation: 'hq', signed: 'h.s.s' },
    { back: false },
  );
  ledger.close();
  return dir;
}

function verifyFolder(dir: string): LedgerVerification {
  return verifyLedger({ file: join(dir, 'ledger.sqlite'), fold: jobFold, foldVersion: FOLD_VERSION });
}

function named(verification: LedgerVerification): string[] {
  return verification.discrepancies.map(({ code, seq }) => (seq === null ? code : `${code}@${seq}`));
}

/** Writes other bytes into an entry; its hash stays. */
function rewrite(database: Database.Database, seq: number, change: (bytes: Buffer) => Uint8Array): void {
  const bytes =
    database.prepare<[number], Buffer>('SELECT bytes FROM entries WHERE seq = ?').pluck().get(seq) ?? Buffer.alloc(0);
  database.prepare('UPDATE entries SET bytes = ? WHERE seq = ?').run(change(bytes), seq);
}

const replaced = (from: string, to: string) => (bytes: Buffer) => Buffer.from(bytes.toString().replace(from, to));

describe('an untouched ledger', () => {
  it('is in order, but its completeness is not proven', () => {
    const dir = filled();
    const verification = verifyFolder(dir);
    expect(verification).toMatchObject({
      ok: true,
      base: BASE,
      entries: 6,
      checkpoints: 1,
      completeness: 'not proven',
      discrepancies: [],
    });
    expect(verification.epochs).toEqual([
      { epoch: expect.stringMatching(/^[0-9a-f]{32}$/) as string, entries: 6, headHash: verification.headHash },
    ]);
  });

  it('that is empty is in order', () => {
    const dir = newFolder();
    openTestLedger(dir).close();
    expect(verifyFolder(dir)).toMatchObject({ ok: true, entries: 0, headHash: GENESIS_HASH, epochs: [] });
  });

  it('copied without its log beside it, as an auditor takes it, can be verified', () => {
    const from = filled();
    const to = newFolder();
    copyFileSync(join(from, 'ledger.sqlite'), join(to, 'ledger.sqlite'));
    expect(verifyFolder(to).ok).toBe(true);
  });
});

describe('changed behind its back', () => {
  it.each<[string, (database: Database.Database) => void, string[]]>([
    [
      'one byte of one body',
      (db) => rewrite(db, 3, replaced('"job-2"', '"job-9"')),
      ['hash-wrong@3', 'checkpoint-differs@6', 'book-differs', 'book-differs'],
    ],
    [
      'one byte, no longer JSON',
      (db) => rewrite(db, 3, (b) => Buffer.concat([Buffer.from('x'), b.subarray(1)])),
      ['hash-wrong@3', 'not-canonical@3', 'checkpoint-differs@6', 'book-not-checked'],
    ],
    [
      'white space only',
      (db) => rewrite(db, 3, replaced('":"', '": "')),
      ['hash-wrong@3', 'not-canonical@3', 'checkpoint-differs@6', 'book-not-checked'],
    ],
    [
      'a member too many',
      (db) => rewrite(db, 3, replaced('"lot":', '"look":1,"lot":')),
      ['hash-wrong@3', 'members-wrong@3', 'checkpoint-differs@6', 'book-not-checked'],
    ],
    [
      'a number where text was',
      (db) => rewrite(db, 3, replaced('"lot":"lot-1"', '"lot":1')),
      ['hash-wrong@3', 'members-wrong@3', 'checkpoint-differs@6', 'book-not-checked'],
    ],
    [
      'another base',
      (db) => rewrite(db, 3, replaced(BASE, 'base-twin')),
      ['hash-wrong@3', 'other-base@3', 'checkpoint-differs@6'],
    ],
    [
      'another seq',
      (db) => rewrite(db, 3, replaced('"seq":3', '"seq":4')),
      ['hash-wrong@3', 'number-differs@3', 'checkpoint-differs@6'],
    ],
    [
      'another cause',
      (db) => rewrite(db, 3, replaced('open:2', 'open:1')),
      ['hash-wrong@3', 'cause-differs@3', 'checkpoint-differs@6'],
    ],
    [
      'a hash',
      (db) => db.exec('UPDATE entries SET hash = zeroblob(32) WHERE seq = 3'),
      ['hash-wrong@3', 'hash-wrong@4'],
    ],
    [
      'an entry taken out',
      (db) => db.exec('DELETE FROM entries WHERE seq = 3'),
      ['number-gap@4', 'number-gap@4', 'hash-wrong@4', 'checkpoint-differs@6', 'book-differs'],
    ],
    [
      'a book record',
      (db) => db.exec(`UPDATE book_job SET body = json_set(body, '$.operator', 'nobody') WHERE id = 'job-2'`),
      ['book-differs'],
    ],
    ['a book record taken out', (db) => db.exec(`DELETE FROM book_job WHERE id = 'job-2'`), ['book-differs']],
    [
      'a book record put in',
      (db) => db.exec(`INSERT INTO book_job (id, body) VALUES ('job-7', '{}')`),
      ['book-differs'],
    ],
    ['the cursor', (db) => db.exec('UPDATE cursor SET hash = zeroblob(32)'), ['cursor-wrong@5']],
    ['the cursor beyond the head', (db) => db.exec('UPDATE cursor SET seq = 99'), ['cursor-wrong@99']],
    [
      'a cause taken out',
      (db) => db.exec(`DELETE FROM causes WHERE cause = 'open:2'`),
      ['cause-differs@3', 'cause-differs@4'],
    ],
  ])('%s', (_what, change, expected) => {
    const dir = filled();
    tamper(dir, change);
    const verification = verifyFolder(dir);
    expect(verification.ok).toBe(false);
    expect(named(verification)).toEqual(expected);
  });

  it('names the record and its members, never their values', () => {
    const dir = filled();
    tamper(dir, (db) =>
      db.exec(`UPDATE book_job SET body = json_set(body, '$.operator', 'nobody', '$.lot', 'lot-9') WHERE id = 'job-2'`),
    );
    expect(verifyFolder(dir).discrepancies[0]?.detail).toBe('job job-2: differs in lot, operator');
  });

  it('guards removed are missed', () => {
    const dir = filled();
    tamper(dir, (db) => db.exec('CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT 1; END'), {
      restoreGuards: false,
    });
    expect(verifyFolder(dir).discrepancies.map(({ detail }) => detail)).toEqual([...IMMUTABILITY_TRIGGERS.keys()]);
  });

  it('all hashes recomputed: a signed checkpoint still does not fit', () => {
    const dir = filled();
    tamper(dir, (db) => recompute(db, 3, replaced('"job-2"', '"job-9"')));
    expect(named(verifyFolder(dir))).toEqual([
      'checkpoint-differs@6',
      'cursor-wrong@5',
      'book-differs',
      'book-differs',
      'book-differs',
    ]);
  });

  it('a checkpoint signed by another key is found', () => {
    const dir = filled();
    const other = newFolder();
    const ledger = openTestLedger(other);
    fill(ledger, newKeys(), 4);
    const foreign = ledger.entryAt(6)?.entry;
    ledger.close();
    tamper(dir, (db) =>
      recompute(db, 6, (bytes) => {
        const entry = JSON.parse(bytes.toString()) as { body: { signature: string } };
        if (foreign?.kind === 'checkpoint') entry.body.signature = foreign.body.signature;
        return encodeCanonicalJson(entry);
      }),
    );
    expect(named(verifyFolder(dir))).toContain('checkpoint-signature-wrong@6');
  });

  it('a table taken out is named as damage; a file that is no database is refused', () => {
    const dir = filled();
    tamper(dir, (db) => db.exec('DROP TABLE causes'), { restoreGuards: false });
    expect(named(verifyFolder(dir))).toContain('file-damaged');
    writeFileSync(join(dir, 'ledger.sqlite'), 'x'.repeat(10_000));
    expect(() => verifyFolder(dir)).toThrow('SQLITE_NOTADB');
  });
});

/** Changes an entry and recomputes every hash from there on, as somebody who knows the format can. */
export function recompute(database: Database.Database, seq: number, change: (bytes: Buffer) => Uint8Array): void {
  rewrite(database, seq, change);
  let previous = GENESIS_HASH;
  const rows = database
    .prepare<[], { position: number; bytes: Buffer }>('SELECT position, bytes FROM entries ORDER BY position')
    .all();
  for (const { position, bytes } of rows) {
    previous = computeEntryHash(previous, bytes);
    database.prepare('UPDATE entries SET hash = ? WHERE position = ?').run(Buffer.from(previous, 'hex'), position);
  }
}
