// The base's own ledger file, read beside the running agent: what came of all the scanning.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Entry } from '../../agent/core/model/entry.ts';

/** Entries of one kind, in order. */
export function entriesOf(folder: string, kind: Entry['kind']): Entry[] {
  const database = new Database(join(folder, 'ledger.sqlite'), { readonly: true, timeout: 5_000 });
  try {
    const rows = database.prepare<[], { bytes: Buffer }>('SELECT bytes FROM entries ORDER BY seq').all();
    return rows.map(({ bytes }) => JSON.parse(bytes.toString()) as Entry).filter((entry) => entry.kind === kind);
  } finally {
    database.close();
  }
}
