// A whole data folder verified: ledger and book, register, keys, photographs, what headquarters signed. Shared by `verify`,
// `backup` and `restore`, so that they cannot judge differently. Reads only.
import { join } from 'node:path';
import { auditEntry } from '../core/audit/entryAudit.ts';
import { auditWords } from '../core/audit/auditWords.ts';
import { FOLD_VERSION, fold } from '../core/projection/fold.ts';
import type { AcknowledgementProof } from '../ledger/acknowledgementVerification.ts';
import { ledgerFilePath } from '../ledger/databaseConnection.ts';
import { type LedgerVerification, verifyLedger } from '../ledger/ledgerVerification.ts';
import type { VerificationKeys } from '../ledger/signedText.ts';
import { HEADQUARTERS_KEYS_FILE } from '../link/contract/keyFileSchemas.ts';
import { KeyFileError, readHeadquartersKeys } from '../link/keyFiles.ts';
import { readSoftwareName } from '../runtime/version.ts';
import { createBaseKeysCheck } from './baseKeysCheck.ts';
import { createRegisterCheck } from './registerCheck.ts';

/** Headquarters' signing keys as they were given at enrolment; null where the folder has none that can be read. */
export function headquartersKeyIn(data: string): VerificationKeys | null {
  try {
    return readHeadquartersKeys(join(data, HEADQUARTERS_KEYS_FILE)).signing;
  } catch (error) {
    if (error instanceof KeyFileError) return null;
    throw error;
  }
}

/** What was brought along to verify a folder. */
export interface BroughtAlong {
  /** Headquarters' signing keys; null: none are known. */
  headquartersKeys: VerificationKeys | null;
  /** An acknowledgement that headquarters kept. */
  against?: AcknowledgementProof | undefined;
}

/**
 * Verifies the ledger of a data folder with all that lies beside it; the agent may be running.
 *
 * @throws {StorageError} when the ledger cannot be read at all
 * @throws {LedgerOpenError} when it is not a ledger of this software, or newer
 */
export function verifyDataFolder(data: string, { headquartersKeys, against }: BroughtAlong): LedgerVerification {
  return verifyLedger({
    file: ledgerFilePath(data),
    fold,
    foldVersion: FOLD_VERSION,
    companions: [createRegisterCheck(data), createBaseKeysCheck(data)],
    audit: (entry, book) => [...auditWords(entry), ...auditEntry(entry, book)],
    headquartersKeys,
    software: readSoftwareName(),
    ...(against === undefined ? {} : { against }),
  });
}
