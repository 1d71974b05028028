// What can go wrong with the ledger's files, as codes; and which SQLite errors mean that the disk failed rather than
// that the program is wrong. Knows nothing of entries.
import Database from 'better-sqlite3';
import { StorageError } from '../core/ports/ledger.ts';

/** Why a ledger is not opened. Each needs a person; none goes away by trying again. */
export const LEDGER_OPEN_ERRORS = {
  'ledger-in-use': 'Another agent is using this folder. Stop it first.',
  'ledger-missing':
    'The ledger’s file is not there or empty. A new base begins with `hakari init`. One that had a ledger is put back from a backup with `hakari restore`; it never begins anew by itself.',
  'ledger-is-backup':
    'This ledger is a backup: nothing is recorded in it. Put the base back with `hakari restore`, which begins a new epoch first.',
  'ledger-epoch-unopened':
    'A new epoch was begun and not opened: `hakari epoch` was interrupted. Call it again with the same reason.',
  'ledger-too-new': 'The ledger was written by a newer version of the software.',
  'ledger-not-ours': 'The file is not a ledger of this software.',
  'ledger-other-base': 'The ledger belongs to another base.',
  'ledger-head-broken': 'The last entry does not fit the entry before it: the ledger was altered or damaged.',
  'ledger-cut-short':
    'Headquarters has acknowledged entries that the ledger does not have: it was cut short, altered or is an old copy. Run `hakari verify`.',
  'ledger-guard-missing':
    'A trigger that keeps entries from being changed was removed or altered, or there is a foreign one: somebody worked on the file. Run `hakari verify`.',
  'ledger-not-durable': 'The database did not take the settings that make a commit survive a power cut.',
} as const;

/** A code of the table above. */
export type LedgerOpenErrorCode = keyof typeof LEDGER_OPEN_ERRORS;

/** A ledger was not opened, and trying again does not help: a person is needed. */
export class LedgerOpenError extends Error {
  override readonly name = 'LedgerOpenError';
  readonly code: LedgerOpenErrorCode;

  constructor(code: LedgerOpenErrorCode, detail: string) {
    super(`${LEDGER_OPEN_ERRORS[code]} (${detail})`);
    this.code = code;
  }
}

// Primary result codes that our own mistakes cause; every other one is the disk, the file or another program.
const PROGRAM_ERROR_CODES = [
  'SQLITE_ERROR',
  'SQLITE_CONSTRAINT',
  'SQLITE_MISMATCH',
  'SQLITE_MISUSE',
  'SQLITE_RANGE',
  'SQLITE_TOOBIG',
];

/**
 * The error as a StorageError if storage failed; undefined if it is anything else.
 *
 * @see https://www.sqlite.org/rescode.html
 */
export function toStorageError(error: unknown): StorageError | undefined {
  if (error instanceof StorageError) return error;
  if (!(error instanceof Database.SqliteError)) return undefined;
  if (PROGRAM_ERROR_CODES.some((code) => error.code === code || error.code.startsWith(`${code}_`))) return undefined;
  return new StorageError(`Storage failed (${error.code}): ${error.message}.`, { code: error.code, cause: error });
}

/**
 * Runs one step on the database.
 *
 * @throws {StorageError} when storage failed; every other error leaves as it came
 */
export function withStorageErrors<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw toStorageError(error) ?? error;
  }
}
