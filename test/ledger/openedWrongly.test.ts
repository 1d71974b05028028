// Opening: what is made, what is asserted, and every ledger that is refused because a person is needed.
import { copyFileSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../../agent/core/ports/ledger.ts';
import { backupLedger } from '../../agent/ledger/backup.ts';
import { addEpoch } from '../../agent/ledger/epochBeginning.ts';
import { createSystemRandom } from '../../agent/runtime/systemClock.ts';
import { openLedgerDatabase } from '../../agent/ledger/databaseConnection.ts';
import { jobFold } from './jobFold.ts';
import { BASE, decided, jobOpened, newFolder, openTestLedger, tamper } from './rig.ts';

function refusal(code: string): Error {
  return expect.objectContaining({ name: 'LedgerOpenError', code }) as Error;
}

function filledFolder(): string {
  const dir = newFolder();
  const ledger = openTestLedger(dir);
  ledger.transact('c1', () => decided([jobOpened('a')]));
  ledger.transact('c2', () => decided([jobOpened('b')]));
  ledger.close();
  return dir;
}

describe('a new ledger', () => {
  it('is made in a folder of its own that only its owner reads', () => {
    const dir = join(newFolder(), 'deep', 'data');
    const ledger = openTestLedger(dir);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, 'ledger.sqlite')).mode & 0o777).toBe(0o600);
    expect(ledger.head().epoch).toMatch(/^[0-9a-f]{32}$/);
    expect(ledger.cursor()).toEqual({ seq: 0, hash: '0'.repeat(64), incarnation: '', signed: '' });
  });

  it('is finished if a crash came between the file and its tables', () => {
    const dir = newFolder();
    writeFileSync(join(dir, 'ledger.sqlite'), '');
    expect(openTestLedger(dir).head().seq).toBe(0);
  });

  it('writes with synchronous FULL and a write-ahead log', () => {
    const dir = filledFolder();
    const connection = openLedgerDatabase(dir);
    expect(connection.pragma('synchronous', { simple: true })).toBe(2);
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal');
    connection.close();
  });
});

describe('a ledger is refused', () => {
  it('of another base', () => {
    expect(() => openTestLedger(filledFolder(), { base: 'base-other' })).toThrow(refusal('ledger-other-base'));
  });

  it('of a newer version', () => {
    const dir = filledFolder();
    tamper(dir, (database) => database.pragma('user_version = 2'));
    expect(() => openTestLedger(dir)).toThrow(refusal('ledger-too-new'));
  });

  it('that lacks entries which headquarters has acknowledged, or holds others in their place', () => {
    const changes = ['DELETE FROM entries WHERE position = 2', "UPDATE cursor SET hash = x'" + 'ab'.repeat(32) + "'"];
    for (const change of changes) {
      const dir = filledFolder();
      const ledger = openTestLedger(dir);
      ledger.acknowledge({ ...ledger.head(), incarnation: 'i', signed: 'h.s.s' }, { back: false });
      ledger.close();
      tamper(dir, (database) => database.exec(change));
      expect(() => openTestLedger(dir)).toThrow(refusal('ledger-cut-short'));
    }
  });

  it('whose triggers are gone', () => {
    const dir = filledFolder();
    tamper(dir, () => undefined, { restoreGuards: false });
    expect(() => openTestLedger(dir)).toThrow(refusal('ledger-guard-missing'));
  });

  it('that is somebody else’s database, which stays as it was', () => {
    const dir = newFolder();
    const other = new Database(join(dir, 'ledger.sqlite'));
    other.exec('CREATE TABLE t (x)');
    other.close();
    expect(() => openTestLedger(dir)).toThrow(refusal('ledger-not-ours'));
    const again = new Database(join(dir, 'ledger.sqlite'));
    expect(again.pragma('journal_mode', { simple: true })).toBe('delete');
    again.close();
  });

  it('that is no database', () => {
    const dir = newFolder();
    writeFileSync(join(dir, 'ledger.sqlite'), 'x'.repeat(5_000));
    expect(() => openTestLedger(dir)).toThrow(
      expect.objectContaining({ name: 'StorageError', code: 'SQLITE_NOTADB' }) as Error,
    );
  });

  it.each([
    [
      'bytes were changed',
      "UPDATE entries SET bytes = CAST(replace(bytes, 'dock-1', 'dock-2') AS BLOB) WHERE position = 2",
    ],
    ['predecessor was replaced', 'UPDATE entries SET hash = zeroblob(32) WHERE position = 1'],
  ])('whose last entry’s %s', (_what, sql) => {
    const dir = filledFolder();
    tamper(dir, (database) => database.exec(sql));
    expect(() => openTestLedger(dir)).toThrow(refusal('ledger-head-broken'));
  });

  it('and its folder is free again after the refusal', () => {
    const dir = filledFolder();
    expect(() => openTestLedger(dir, { base: 'base-other' })).toThrow();
    expect(openTestLedger(dir, { base: BASE }).head().seq).toBe(2);
  });
});

describe('the book is made anew', () => {
  it('when the fold has another version', () => {
    const dir = filledFolder();
    const renamed = openTestLedger(dir, {
      foldVersion: 8,
      fold: (entry, hash, book) =>
        jobFold(entry, hash, book).map((change) =>
          change.kind === 'job' ? { ...change, record: { ...change.record, operator: 'suzuki' } } : change,
        ),
    });
    expect(renamed.book.get('job', 'a')?.operator).toBe('suzuki');
  });

  it('when it stands at another entry than the last', () => {
    const dir = filledFolder();
    tamper(dir, (database) => {
      database.exec('UPDATE book_head SET position = 1; DELETE FROM book_job');
    });
    const ledger = openTestLedger(dir);
    expect(ledger.book.where('job', 'state', 'open').map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('on request', () => {
    const dir = filledFolder();
    tamper(dir, (database) => database.exec(`UPDATE book_job SET body = json_set(body, '$.operator', 'nobody')`));
    const ledger = openTestLedger(dir);
    expect(ledger.book.get('job', 'a')?.operator).toBe('nobody');
    expect(ledger.rebuildBook()).toBe(2);
    expect(ledger.book.get('job', 'a')?.operator).toBe('sato');
    ledger.transact('c3', () => decided([jobOpened('c')]));
    expect(ledger.book.get('job', 'c')?.state).toBe('open');
  });
});

describe('storage', () => {
  it('that cannot be prepared is a StorageError', () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openTestLedger(join(file, 'data'))).toThrow(StorageError);
  });

  it('that vanished is not replaced by an empty ledger', () => {
    const dir = filledFolder();
    const ledger = openTestLedger(dir);
    rmSync(join(dir, 'ledger.sqlite'));
    rmSync(join(dir, 'ledger.sqlite-wal'), { force: true });
    rmSync(join(dir, 'ledger.sqlite-shm'), { force: true });
    expect(() => ledger.recover()).toThrow(expect.objectContaining({ code: 'SQLITE_CANTOPEN' }) as Error);
    expect(existsSync(join(dir, 'ledger.sqlite'))).toBe(false);
    expect(() => ledger.transact('c3', () => decided([]))).toThrow(
      expect.objectContaining({ code: 'NOT_RECOVERED' }) as Error,
    );
  });

  it('that came back older than what was recorded is not used', () => {
    const dir = filledFolder();
    const old = join(newFolder(), 'old.sqlite');
    plainCopy(dir, old);
    const ledger = openTestLedger(dir);
    ledger.transact('c3', () => decided([jobOpened('c')]));
    for (const end of ['', '-wal', '-shm']) rmSync(join(dir, `ledger.sqlite${end}`), { force: true });
    copyFileSync(old, join(dir, 'ledger.sqlite'));
    expect(() => ledger.recover()).toThrow(expect.objectContaining({ code: 'LEDGER_WENT_BACK' }) as Error);
  });
});

/** As a backup tool copies the file that nobody has open. */
function plainCopy(dir: string, file: string): void {
  const database = new Database(join(dir, 'ledger.sqlite'), { readonly: true });
  database.prepare('VACUUM INTO ?').run(file);
  database.close();
}

describe('a backup', () => {
  it('taken while the agent runs is a whole ledger and never writes over a file', () => {
    const dir = filledFolder();
    const ledger = openTestLedger(dir);
    ledger.transact('c3', () => decided([jobOpened('c')]));
    const to = newFolder();
    const file = join(to, 'ledger.sqlite');
    backupLedger({ dir, file });
    expect(() => backupLedger({ dir, file })).toThrow('never writes over');
    // What would go on recording in it under the same epoch is refused.
    expect(() => openTestLedger(to)).toThrow(expect.objectContaining({ code: 'ledger-is-backup' }) as Error);
    addEpoch(to, createSystemRandom(), { isBackup: true });
    const copy = openTestLedger(to);
    expect(copy.head()).toMatchObject({ seq: 0 });
    expect(copy.head().epoch).not.toBe(ledger.head().epoch);
    expect(copy.book.get('job', 'c')?.state).toBe('open');
  });
});
