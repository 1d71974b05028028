// Opens the register in a data folder: reads or makes its files and finishes a change that was left unfinished. The
// caller must hold the folder (the ledger's lock): two processes must not open one register. Must not know the ledger.
import { mkdirSync } from 'node:fs';
import { Low } from 'lowdb';
import { nodeDisk, replaceFileDurably, type Disk } from '../../config/disk.ts';
import type { Random } from '../../drivers/contract/clock.ts';
import type { RegisterRecord } from '../core/model/workRecords.ts';
import { FailureCounts } from './failureCounts.ts';
import { PendingChangeFile } from './pendingChange.ts';
import { Register } from './register.ts';
import { type RegisterDependencies } from './registerWriter.ts';
import { emptyRegisterContent, type RegisterContent } from './registerContent.ts';
import { RegisterFile, registerPathsIn, type RegisterPaths, RegisterUnreadableError } from './registerFile.ts';
import { REGISTER_LIMITS } from './registerValidation.ts';

/** Where the register lies, and what it needs of the agent. */
export interface RegisterParts extends RegisterDependencies {
  /** The data folder; made if absent. */
  dir: string;
  /** For tests that cut the power; the real disk otherwise. */
  disk?: Disk;
  /** The base begins: it gets an empty register and a pepper. Otherwise files that are gone are an error. */
  begin: boolean;
  /** What is lost is begun anew, as far as the ledger does not bring it back. */
  recover?: boolean;
}

/**
 * Opens the register. What the file says beside the ledger is set aside.
 *
 * @throws {RegisterUnreadableError} when a file is gone, or neither the register nor its copy is sound
 * @throws {Error} when the pepper is damaged, or the disk fails
 */
export async function openRegister(parts: RegisterParts): Promise<Register> {
  const { dir, disk = nodeDisk, begin, recover = false, ...dependencies } = parts;
  mkdirSync(dir, { recursive: true, mode: 0o750 });
  const paths = registerPathsIn(dir);
  const file = new RegisterFile(paths, disk);
  const db = new Low<RegisterContent>(file, emptyRegisterContent());
  const pending = new PendingChangeFile(paths, disk);
  const recorded = dependencies.recorded();
  const mayBeGone = begin || recover;
  if (!mayBeGone) requireNotGone({ paths, disk, pending, recorded });
  if (recover) await readWhatThereIs(db);
  else await db.read();
  if (begin) await db.write();
  const { pepper, isNew: isPepperNew } = readPepper({ paths, disk, recover, mayBeGone }, dependencies.random);
  const failures = new FailureCounts(paths.failures, disk);
  const register = new Register({ ...dependencies, file, db, pepper, pending, failures });
  await register.finishPendingChange();
  await register.holdAgainstLedger({ isPepperNew });
  if (recover) await register.recordLostPins();
  return register;
}

/** Absent is never "first start"; a change under way writes the file again. */
function requireNotGone({
  paths,
  disk,
  pending,
  recorded,
}: {
  paths: RegisterPaths;
  disk: Disk;
  pending: PendingChangeFile;
  recorded: RegisterRecord;
}): void {
  const isThere = [paths.main, paths.lastGood].some((path) => disk.read(path, REGISTER_LIMITS.fileBytes) !== null);
  if (isThere || pending.read() !== null) return;
  throw new RegisterUnreadableError(
    `${paths.main} and ${paths.lastGood} are gone, and the ledger knows of ${recorded.operators.length} people. ${RECOVER_TEXT}`,
  );
}

const RECOVER_TEXT =
  'Restore them from a backup, or run "hakari register recover": names, roles and marks come back from the ledger, and every PIN that is lost is given anew.';

/** For a recovery: nothing that is unreadable stops it. */
async function readWhatThereIs(db: Low<RegisterContent>): Promise<void> {
  try {
    await db.read();
  } catch (error) {
    if (!(error instanceof RegisterUnreadableError)) throw error;
  }
}

/** A damaged or lost pepper is not replaced by itself: every PIN would be wrong from then on. */
function readPepper(
  { paths, disk, recover, mayBeGone }: { paths: RegisterPaths; disk: Disk; recover: boolean; mayBeGone: boolean },
  random: Random,
): { pepper: string; isNew: boolean } {
  const stored = disk.read(paths.pepper, 1000)?.trim();
  if (stored !== undefined && /^[0-9a-f]{64}$/.test(stored)) return { pepper: stored, isNew: false };
  if (!recover && stored !== undefined)
    throw new RegisterUnreadableError(`${paths.pepper} is damaged, and no PIN can be checked. ${RECOVER_TEXT}`);
  if (!mayBeGone)
    throw new RegisterUnreadableError(`${paths.pepper} is gone, and no PIN can be checked. ${RECOVER_TEXT}`);
  const pepper = random.id() + random.id();
  replaceFileDurably(disk, { path: paths.pepper, text: `${pepper}\n`, mode: 0o600 });
  return { pepper, isNew: true };
}
