// The database itself refuses to change or delete what was recorded, and to append out of order.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { decided, jobOpened, newFolder, openTestLedger } from './rig.ts';

function filled(): Database.Database {
  const dir = newFolder();
  const ledger = openTestLedger(dir);
  ledger.transact('c1', () => decided([jobOpened('a'), jobOpened('b')]));
  ledger.close();
  return new Database(join(dir, 'ledger.sqlite'));
}

describe('an SQLite tool', () => {
  it.each([
    ['changing an entry', "UPDATE entries SET bytes = x'00' WHERE position = 1"],
    ['deleting an entry', 'DELETE FROM entries WHERE position = 2'],
    [
      'replacing an entry',
      "REPLACE INTO entries (position, epoch, seq, hash, bytes) VALUES (1, 1, 1, zeroblob(32), x'00')",
    ],
    ['changing a cause', "UPDATE causes SET result = '{}'"],
    ['deleting a cause', 'DELETE FROM causes'],
    ['changing an epoch', "UPDATE epochs SET epoch = 'x'"],
    ['deleting an epoch', 'DELETE FROM epochs'],
    ['changing the base', "UPDATE ledger SET base = 'x'"],
    [
      'leaving out a seq',
      'INSERT INTO entries (position, epoch, seq, hash, bytes) VALUES (3, 1, 4, zeroblob(32), zeroblob(1))',
    ],
    [
      'leaving out a position',
      'INSERT INTO entries (position, epoch, seq, hash, bytes) VALUES (4, 1, 4, zeroblob(32), zeroblob(1))',
    ],
    [
      'an unknown epoch',
      'INSERT INTO entries (position, epoch, seq, hash, bytes) VALUES (3, 2, 1, zeroblob(32), zeroblob(1))',
    ],
    [
      'a short hash',
      'INSERT INTO entries (position, epoch, seq, hash, bytes) VALUES (3, 1, 3, zeroblob(31), zeroblob(1))',
    ],
  ])('%s is refused', (_what, sql) => {
    const database = filled();
    expect(() => database.exec(sql)).toThrow(/never changed or deleted|appended in order|CHECK|UNIQUE/);
    expect(database.prepare('SELECT count(*) FROM entries').pluck().get()).toBe(2);
    database.close();
  });
});
