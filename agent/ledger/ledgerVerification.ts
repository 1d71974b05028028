// Verifies a ledger file: read-only, in one snapshot, while the agent runs or without it, in constant memory. It proves
// that nothing was altered between the entries that are there; that none is missing at the end only an acknowledgement
// of headquarters can prove (`against`).
import Database from 'better-sqlite3';
import { assertLedgerDatabase } from './databaseConnection.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import { GENESIS_HASH } from './hashChain.ts';
import { evidenceFilePath } from './evidenceDatabase.ts';
import { DiscrepancyList } from './discrepancies.ts';
import type { LedgerDiscrepancy, LedgerDiscrepancyCode, VerificationOutcome } from './discrepancies.ts';
import type { Entry } from '../core/model/entry.ts';
import type { VersionedFold } from './bookRebuild.ts';
import { verifyCauses } from './causeVerification.ts';
import { HeadquartersWords } from './headquartersWords.ts';
import { verifyTables } from './tableVerification.ts';
import type { VerificationKeys } from './signedText.ts';
import { TreeVerification } from './treeVerification.ts';
import { withStorageErrors } from './storageErrors.ts';
import { verifyAgainstAcknowledgement } from './acknowledgementVerification.ts';
import type { AcknowledgementProof } from './acknowledgementVerification.ts';
import { isOwnBook, verifyBook } from './bookVerification.ts';
import type { EntryAudit } from './bookVerification.ts';
import { createHashLookup, verifyEntries } from './entryVerification.ts';
import type { VerifiedEpoch, EntryVerification } from './entryVerification.ts';
import { openPhotoVerifier } from './photoVerification.ts';

/** The result of verifying a ledger file, as `hakari verify --json` prints it. */
export interface LedgerVerification {
  /** Whether the outcome is `sound`. */
  ok: boolean;
  outcome: VerificationOutcome;
  base: string;
  epochs: VerifiedEpoch[];
  /** Over all epochs. */
  entries: number;
  /** Of the last epoch; 64 zeros for an empty ledger. */
  headHash: string;
  checkpoints: number;
  /** Signed orders that were held against their entries; 0 where nobody asked for it. */
  orders: number;
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
  /** Documents beside the ledger that are held against its entries. */
  companions?: readonly CompanionCheck[];
  /** Recomputes each entry from those before it. */
  audit?: EntryAudit;
  /** Headquarters' signing keys; null: they are not there, and what it signed cannot be judged; absent: not asked. */
  headquartersKeys?: VerificationKeys | null;
  /** The software that verifies, as entries name it: what a newer one wrote is not judged by this one. */
  software?: string;
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
      assertLedgerDatabase(connection, { isBackup: true });
      connection.exec('BEGIN');
    });
    return verifySnapshot(connection, options);
  } finally {
    connection.close();
  }
}

const NOTHING_VERIFIED: EntryVerification = {
  epochs: [],
  entries: 0,
  checkpoints: 0,
  photographs: { named: 0, sound: 0 },
  readable: false,
  newerFrom: new Map(),
};

interface Snapshot {
  base: string;
  entries: EntryVerification;
  orders: number;
  provenSeq: number | undefined;
}

function verifySnapshot(connection: DatabaseConnection, options: LedgerVerificationOptions): LedgerVerification {
  const discrepancies = new DiscrepancyList();
  const snapshot: Snapshot = { base: '', entries: NOTHING_VERIFIED, orders: 0, provenSeq: undefined };
  try {
    readSnapshot(connection, options, { snapshot, discrepancies });
  } catch (error) {
    // Also "no such table": here the file is doubted, not the program.
    if (!(error instanceof Database.SqliteError)) throw error;
    discrepancies.add('file-damaged', null, `${error.code}: ${error.message}`);
  }
  const { base, entries, orders, provenSeq } = snapshot;
  const { outcome } = discrepancies;
  // An acknowledged head proves the entries before it only if they chain up to it.
  const isProven = outcome !== 'not-sound' && provenSeq !== undefined;
  return {
    ok: outcome === 'sound',
    outcome,
    base,
    epochs: entries.epochs,
    entries: entries.entries,
    headHash: entries.epochs.at(-1)?.headHash ?? GENESIS_HASH,
    checkpoints: entries.checkpoints,
    orders,
    photographs: entries.photographs,
    completeness: isProven ? `proven up to ${provenSeq}` : 'not proven',
    discrepancies: discrepancies.listed,
    discrepanciesNotListed: discrepancies.notListed,
  };
}

/** Everything that is checked, in order; what was read before the file failed stays in `snapshot`. */
function readSnapshot(
  connection: DatabaseConnection,
  options: LedgerVerificationOptions,
  { snapshot, discrepancies }: { snapshot: Snapshot; discrepancies: DiscrepancyList },
): void {
  const base = connection.prepare<[], string>('SELECT base FROM ledger WHERE id = 1').pluck().get() ?? '';
  snapshot.base = base;
  const own = { isOwnBook: isOwnBook(connection, options) };
  verifyTables(connection, own, discrepancies);
  const tree = new TreeVerification(connection, own);
  const { headquartersKeys: keys, companions = [], software = '' } = options;
  const words = keys === undefined ? null : new HeadquartersWords({ base, keys, discrepancies });
  const observe = (entry: Entry): void => {
    words?.observe(entry);
    for (const companion of companions) companion.observe(entry);
  };
  const photoCheck = openPhotoVerifier(evidenceFilePath(options.file));
  try {
    snapshot.entries = verifyEntries(connection, { base, discrepancies, photoCheck, observe, software, tree });
  } finally {
    photoCheck.close();
  }
  snapshot.orders = words?.orders ?? 0;
  for (const companion of companions)
    for (const { code, detail } of companion.differences()) discrepancies.add(code, null, detail);
  verifyEpochs(connection, snapshot.entries.epochs, discrepancies);
  verifyCauses(connection, snapshot.entries.epochs, discrepancies);
  verifyCursors(connection, discrepancies);
  words?.finish(connection);
  if (options.against !== undefined) {
    const ledger = { base, epochs: snapshot.entries.epochs, hashAt: createHashLookup(connection) };
    snapshot.provenSeq = verifyAgainstAcknowledgement(options.against, ledger, discrepancies);
  }
  if (snapshot.entries.entries === 0) return;
  if (snapshot.entries.readable)
    verifyBook(connection, { ...options, isNewer: newerCheck(snapshot.entries) }, discrepancies);
  else discrepancies.add('book-not-checked', null, 'an entry cannot be read');
}

function newerCheck({ newerFrom }: EntryVerification): (position: { epoch: string; seq: number }) => boolean {
  return ({ epoch, seq }) => seq >= (newerFrom.get(epoch) ?? Number.POSITIVE_INFINITY);
}

/** An epoch without an entry would make the agent go on in it, with nothing before it. */
function verifyEpochs(
  connection: DatabaseConnection,
  epochs: readonly VerifiedEpoch[],
  discrepancies: DiscrepancyList,
): void {
  const known = new Set(epochs.map(({ epoch }) => epoch));
  const rows = connection.prepare<[], string>('SELECT epoch FROM epochs ORDER BY number').pluck().all();
  for (const epoch of rows)
    if (epochs.length > 0 && !known.has(epoch))
      discrepancies.add('epoch-not-opened', { epoch, seq: 1 }, 'the table of epochs has it, and no entry is of it');
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
