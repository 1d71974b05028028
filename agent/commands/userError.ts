// Errors that a person can mend, in one sentence; any other error is a defect and keeps its stack.
import { ArchiveError } from '../archive/archiveError.ts';
import { StorageError } from '../core/ports/ledger.ts';
import { KeyFileError } from '../link/keyFiles.ts';
import { LedgerOpenError } from '../ledger/storageErrors.ts';
import { RegisterUnreadableError } from '../register/registerFile.ts';
import { BaseBegunError } from '../services/baseBeginning.ts';
import { RecordingError } from '../../drivers/ports/portRecording.ts';

/** What a person does about an error of the operating system. */
const SYSTEM_ERROR_ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program uses this address: change http.port in the site file',
  EADDRNOTAVAIL: 'This machine has no such address: change http.host in the site file',
  EACCES: 'Permission is missing: check the owner of the folder, or use a port above 1023',
  EEXIST: 'A file stands where a folder should be: name another',
  ENOTDIR: 'A file stands where a folder should be: name another',
  ENOENT: 'It is not there: check the path',
  EROFS: 'The disk is read-only: name a folder on another one',
  ENOSPC: 'The disk is full: free some space',
};

const OWN_ERRORS = [
  ArchiveError,
  BaseBegunError,
  KeyFileError,
  LedgerOpenError,
  RecordingError,
  RegisterUnreadableError,
  StorageError,
];

/** The sentence for the person, or null for a defect. */
export function userErrorMessage(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (OWN_ERRORS.some((errorClass) => error instanceof errorClass)) return error.message;
  const advice = 'code' in error ? SYSTEM_ERROR_ADVICE[String(error.code)] : undefined;
  return advice === undefined ? null : `${error.message}. ${advice}.`;
}
