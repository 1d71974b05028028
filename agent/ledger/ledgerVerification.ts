// Verifies a ledger file: read-only, in one snapshot, while the agent runs or without it, in constant memory. It proves
// that nothing was altered between the entries that are there; that none is missing at the end only an acknowledgement
// of headquarters can prove (`against`).
import Database from 'better-sqlite3';
import { assertLedgerDatabase } from './databaseConnection.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import { GENESIS_HASH } from './hashChain.ts';
import { evidenceFilePath } from './evidenceDatabase.ts';
import { DiscrepancyList } from './discrepancies.ts';
import type { LedgerDiscrepancy, LedgerDiscrepancyCode } from './discrepancies.ts';
import type { Entry } from '../core/model/entry.ts';
import type { VersionedFold } from './bookRebuild.ts';
import { IMMUTABILITY_TRIGGERS } from './ledgerTables.ts';
import { withStorageErrors } from './storageErrors.ts';
import { verifyAgainstAcknowledgement } from './acknowledgementVerification.ts';
import type { AcknowledgementProof } from './acknowledgementVerification.ts';
import { verifyBook } from './bookVerification.ts';
import { createHashLookup, verifyEntries } from './entryVerification.ts';
import type { VerifiedEpoch, EntryVerification } from './entryVerification.ts';
import { openPhotoVerifier } from './photoVerification.ts';

/** The result of verifying a ledger file, as `hakari verify --json` prints it. */
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
  discrepancies: LedgerDiscrepancy[];
  /** Discrepancies beyond those listed. */
  discrepanciesNotListed: number;
}

/** Which file to verify, with which fold, and against which acknowledgement if there is one. */
export interface LedgerVerificationOptions extends VersionedFold {
  /** The file ledger.sqlite; photographs are looked for in the file of evidence beside it. */
  file: string;
  against?: AcknowledgementProof;
  /** A document beside the ledger that its entries add up to. */
  companion?: CompanionCheck;
}

/** Judges a document beside the ledger by the entries, one after the other. */
export interface CompanionCheck {
  observe(entry: Entry): void;
  /** After the last entry: what differs, in words without secrets. */
  differences(): { code: LedgerDiscrepancyCode; detail: string }[];
}

/**
 * Verifies a ledger file read-only in one snapshot; the agent may be running.
 *
 * @throws {StorageError} when the file cannot be read at all
 * @throws {LedgerOpenError} when the file is not a ledger of this software, or newer
 * @see FORMAT.md, "What verification proves, and what it does not"
 */
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
  const discrepancies = new DiscrepancyList();
  let entryVerification: EntryVerification = {
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
    verifyTriggers(connection, discrepancies);
    entryVerification = verifyEntries(connection, {
      base,
      discrepancies,
      photoCheck,
      observe: (entry) => options.companion?.observe(entry),
    });
    for (const { code, detail } of options.companion?.differences() ?? []) discrepancies.add(code, null, detail);
    verifyCursors(connection, discrepancies);
    if (options.against !== undefined) {
      provenSeq = verifyAgainstAcknowledgement(
        options.against,
        { base, epochs: entryVerification.epochs, hashAt: createHashLookup(connection) },
        discrepancies,
      );
    }
    if (!entryVerification.readable) discrepancies.add('book-not-checked', null, 'an entry cannot be read');
    else if (entryVerification.entries > 0) verifyBook(connection, options, discrepancies);
  } catch (error) {
    // Also "no such table": here the file is doubted, not the program.
    if (!(error instanceof Database.SqliteError)) throw error;
    discrepancies.add('file-damaged', null, `${error.code}: ${error.message}`);
  } finally {
    photoCheck.close();
  }
  const ok = discrepancies.listed.length === 0;
  return {
    ok,
    base,
    epochs: entryVerification.epochs,
    entries: entryVerification.entries,
    headHash: entryVerification.epochs.at(-1)?.headHash ?? GENESIS_HASH,
    checkpoints: entryVerification.checkpoints,
    photographs: entryVerification.photographs,
    // An acknowledged head proves the entries before it only if they chain up to it.
    completeness: ok && provenSeq !== undefined ? `proven up to ${provenSeq}` : 'not proven',
    discrepancies: discrepancies.listed,
    discrepanciesNotListed: discrepancies.notListed,
  };
}

function verifyTriggers(connection: DatabaseConnection, discrepancies: DiscrepancyList): void {
  const found = new Map(
    connection.prepare<[], [string, string]>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").raw().all(),
  );
  for (const [name, sql] of IMMUTABILITY_TRIGGERS)
    if (found.get(name) !== sql) discrepancies.add('guard-missing', null, name);
}

function verifyCursors(connection: DatabaseConnection, discrepancies: DiscrepancyList): void {
  const hashAt = createHashLookup(connection);
  const rows = connection.prepare<[], { epoch: string; seq: number; hash: Buffer }>(
    'SELECT epochs.epoch, seq, hash FROM cursor JOIN epochs ON epochs.number = cursor.epoch',
  );
  for (const { epoch, seq, hash } of rows.all()) {
    const expected = seq === 0 ? GENESIS_HASH : hashAt(epoch, seq);
    if (expected !== hash.toString('hex'))
      discrepancies.add('cursor-wrong', { epoch, seq }, 'the ledger has no such entry');
  }
}
