// Verifies a ledger file: read-only, in one snapshot, while the agent runs or without it, in constant memory. It proves
// that nothing was altered between the entries that are there; that none is missing at the end only an outside word can
// prove (`against`).
import Database from 'better-sqlite3';
import { assertOurs } from './connection.ts';
import type { Connection } from './connection.ts';
import { GENESIS_HASH } from './chain.ts';
import { evidenceFileOf } from './evidenceFile.ts';
import { Problems } from './problems.ts';
import type { Problem } from './problems.ts';
import type { VersionedFold } from './rebuild.ts';
import { GUARDS } from './schema.ts';
import { onDisk } from './trouble.ts';
import { checkAgainst } from './verifyAcknowledgement.ts';
import type { Against } from './verifyAcknowledgement.ts';
import { checkBook } from './verifyBook.ts';
import { hashLookup, walkEntries } from './verifyEntries.ts';
import type { VerifiedEpoch, Walked } from './verifyEntries.ts';
import { openPhotoCheck } from './verifyPhotos.ts';

export interface Verification {
  ok: boolean;
  base: string;
  epochs: VerifiedEpoch[];
  /** Over all epochs. */
  entries: number;
  /** Of the last epoch; 64 zeros for an empty ledger. */
  headHash: string;
  checkpoints: number;
  /** How many entries name a photograph, and of how many it is there and right. */
  photographs: Walked['photographs'];
  completeness: 'not proven' | `proven up to ${number}`;
  problems: Problem[];
  /** Problems beyond those listed. */
  problemsNotListed: number;
}

export interface VerifyOptions extends VersionedFold {
  /** The file ledger.sqlite; photographs are looked for in the file of evidence beside it. */
  file: string;
  against?: Against;
}

/** Throws StorageError or LedgerRefusal if the file cannot be read as a ledger at all. */
export function verifyLedger(options: VerifyOptions): Verification {
  const connection = onDisk(() => new Database(options.file, { readonly: true, fileMustExist: true }));
  try {
    onDisk(() => {
      assertOurs(connection);
      connection.exec('BEGIN');
    });
    return verifySnapshot(connection, options);
  } finally {
    connection.close();
  }
}

function verifySnapshot(connection: Connection, options: VerifyOptions): Verification {
  const problems = new Problems();
  let walked: Walked = { epochs: [], entries: 0, checkpoints: 0, photographs: { named: 0, sound: 0 }, readable: false };
  let provenSeq: number | undefined;
  let base = '';
  const photoCheck = openPhotoCheck(evidenceFileOf(options.file));
  try {
    base = connection.prepare<[], string>('SELECT base FROM ledger WHERE id = 1').pluck().get() ?? '';
    checkGuards(connection, problems);
    walked = walkEntries(connection, { base, problems, photoCheck });
    checkCursors(connection, problems);
    if (options.against !== undefined) {
      provenSeq = checkAgainst(
        options.against,
        { base, epochs: walked.epochs, hashAt: hashLookup(connection) },
        problems,
      );
    }
    if (!walked.readable) problems.add('book-not-checked', null, 'an entry cannot be read');
    else if (walked.entries > 0) checkBook(connection, options, problems);
  } catch (error) {
    // Also "no such table": here the file is doubted, not the program.
    if (!(error instanceof Database.SqliteError)) throw error;
    problems.add('file-damaged', null, `${error.code}: ${error.message}`);
  } finally {
    photoCheck.close();
  }
  const ok = problems.listed.length === 0;
  return {
    ok,
    base,
    epochs: walked.epochs,
    entries: walked.entries,
    headHash: walked.epochs.at(-1)?.headHash ?? GENESIS_HASH,
    checkpoints: walked.checkpoints,
    photographs: walked.photographs,
    // An acknowledged head proves the entries before it only if they chain up to it.
    completeness: ok && provenSeq !== undefined ? `proven up to ${provenSeq}` : 'not proven',
    problems: problems.listed,
    problemsNotListed: problems.notListed,
  };
}

function checkGuards(connection: Connection, problems: Problems): void {
  const found = new Map(
    connection.prepare<[], [string, string]>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").raw().all(),
  );
  for (const [name, sql] of GUARDS) if (found.get(name) !== sql) problems.add('guard-missing', null, name);
}

function checkCursors(connection: Connection, problems: Problems): void {
  const hashAt = hashLookup(connection);
  const rows = connection.prepare<[], { epoch: string; seq: number; hash: Buffer }>(
    'SELECT epochs.epoch, seq, hash FROM cursor JOIN epochs ON epochs.number = cursor.epoch',
  );
  for (const { epoch, seq, hash } of rows.all()) {
    const expected = seq === 0 ? GENESIS_HASH : hashAt(epoch, seq);
    if (expected !== hash.toString('hex')) problems.add('cursor-wrong', { epoch, seq }, 'the ledger has no such entry');
  }
}
