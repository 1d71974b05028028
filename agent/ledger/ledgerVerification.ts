// Verifies a ledger file: read-only, in one snapshot, while the agent runs or without it, in constant memory. It proves
// that nothing was altered between the entries that are there; that none is missing at the end only an outside word can
// prove (`against`).
import Database from 'better-sqlite3';
import { assertLedgerDatabase } from './databaseConnection.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import { GENESIS_HASH } from './hashChain.ts';
import { evidenceFilePath } from './evidenceDatabase.ts';
import { DiscrepancyList } from './discrepancies.ts';
import type { LedgerDiscrepancy } from './discrepancies.ts';
import type { VersionedFold } from './bookRebuild.ts';
import { IMMUTABILITY_TRIGGERS } from './ledgerTables.ts';
import { withStorageErrors } from './storageErrors.ts';
import { verifyAgainstAcknowledgement } from './acknowledgementVerification.ts';
import type { AcknowledgementProof } from './acknowledgementVerification.ts';
import { verifyBook } from './bookVerification.ts';
import { createHashLookup, verifyEntries } from './entryVerification.ts';
import type { VerifiedEpoch, EntryVerification } from './entryVerification.ts';
import { openPhotoVerifier } from './photoVerification.ts';

export interface LedgerVerification {
  ok: boolean;
  base: string;
  epochs: VerifiedEpoch[];
  /** Over all epochs. */
  entries: number;
  /** Of the last epoch; 64 zeros for an empty ledger. */
  headHash: string;
  checkpoints: number;
  /** How many entries name a photograph, and of how many it is there and right. */
  photographs: EntryVerification['photographs'];
  completeness: 'not proven' | `proven up to ${number}`;
  problems: LedgerDiscrepancy[];
  /** Problems beyond those listed. */
  problemsNotListed: number;
}

export interface LedgerVerificationOptions extends VersionedFold {
  /** The file ledger.sqlite; photographs are looked for in the file of evidence beside it. */
  file: string;
  against?: AcknowledgementProof;
}

/** Throws StorageError or LedgerRefusal if the file cannot be read as a ledger at all. */
export function verifyLedger(options: LedgerVerificationOptions): LedgerVerification {
  const connection = withStorageErrors(() => new Database(options.file, { readonly: true, fileMustExist: true }));
  try {
    withStorageErrors(() => {
      assertLedgerDatabase(connection);
      connection.exec('BEGIN');
    });
    return verifySnapshot(connection, options);
  } finally {
    connection.close();
  }
}

function verifySnapshot(connection: DatabaseConnection, options: LedgerVerificationOptions): LedgerVerification {
  const problems = new DiscrepancyList();
  let walked: EntryVerification = {
    epochs: [],
    entries: 0,
    checkpoints: 0,
    photographs: { named: 0, sound: 0 },
    readable: false,
  };
  let provenSeq: number | undefined;
  let base = '';
  const photoCheck = openPhotoVerifier(evidenceFilePath(options.file));
  try {
    base = connection.prepare<[], string>('SELECT base FROM ledger WHERE id = 1').pluck().get() ?? '';
    verifyTriggers(connection, problems);
    walked = verifyEntries(connection, { base, problems, photoCheck });
    verifyCursors(connection, problems);
    if (options.against !== undefined) {
      provenSeq = verifyAgainstAcknowledgement(
        options.against,
        { base, epochs: walked.epochs, hashAt: createHashLookup(connection) },
        problems,
      );
    }
    if (!walked.readable) problems.add('book-not-checked', null, 'an entry cannot be read');
    else if (walked.entries > 0) verifyBook(connection, options, problems);
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

function verifyTriggers(connection: DatabaseConnection, problems: DiscrepancyList): void {
  const found = new Map(
    connection.prepare<[], [string, string]>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").raw().all(),
  );
  for (const [name, sql] of IMMUTABILITY_TRIGGERS)
    if (found.get(name) !== sql) problems.add('guard-missing', null, name);
}

function verifyCursors(connection: DatabaseConnection, problems: DiscrepancyList): void {
  const hashAt = createHashLookup(connection);
  const rows = connection.prepare<[], { epoch: string; seq: number; hash: Buffer }>(
    'SELECT epochs.epoch, seq, hash FROM cursor JOIN epochs ON epochs.number = cursor.epoch',
  );
  for (const { epoch, seq, hash } of rows.all()) {
    const expected = seq === 0 ? GENESIS_HASH : hashAt(epoch, seq);
    if (expected !== hash.toString('hex')) problems.add('cursor-wrong', { epoch, seq }, 'the ledger has no such entry');
  }
}
