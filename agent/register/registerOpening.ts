// Opens the register in a data folder: reads or makes its files and finishes a change that was left unfinished. The
// caller must hold the folder (the ledger's lock): two processes must not open one register. Must not know the ledger.
import { mkdirSync } from 'node:fs';
import { Low } from 'lowdb';
import { nodeDisk, replaceFileDurably, type Disk } from '../../config/disk.ts';
import type { Random } from '../../drivers/contract/clock.ts';
import { PendingChangeFile } from './pendingChange.ts';
import { Register, type RegisterDependencies } from './register.ts';
import { emptyRegisterContent, type RegisterContent } from './registerContent.ts';
import { RegisterFile, registerPathsIn, type RegisterPaths } from './registerFile.ts';

/** Where the register lies, and what it needs of the agent. */
export interface RegisterParts extends RegisterDependencies {
  /** The data folder; made if absent. */
  dir: string;
  /** For tests that cut the power; the real disk otherwise. */
  disk?: Disk;
}

/**
 * Opens the register; a new base gets an empty one and a pepper.
 *
 * @throws {RegisterUnreadableError} when neither the file nor its copy is sound
 * @throws {Error} when the pepper is damaged, or the disk fails
 */
export async function openRegister({ dir, disk = nodeDisk, ...dependencies }: RegisterParts): Promise<Register> {
  mkdirSync(dir, { recursive: true, mode: 0o750 });
  const paths = registerPathsIn(dir);
  const file = new RegisterFile(paths, disk);
  const db = new Low<RegisterContent>(file, emptyRegisterContent());
  await db.read();
  const pepper = readPepper(paths, disk, dependencies.random);
  const pending = new PendingChangeFile(paths, disk);
  const register = new Register({ ...dependencies, file, db, pepper, pending });
  await register.finishPendingChange();
  return register;
}

/** A damaged pepper is not replaced: every PIN would be wrong from then on. */
function readPepper(paths: RegisterPaths, disk: Disk, random: Random): string {
  const stored = disk.read(paths.pepper, 1000)?.trim();
  if (stored !== undefined && /^[0-9a-f]{64}$/.test(stored)) return stored;
  if (stored !== undefined)
    throw new Error(
      `${paths.pepper} is damaged. Restore it from a backup, or remove it and give every operator a new PIN.`,
    );
  const pepper = random.id() + random.id();
  replaceFileDurably(disk, { path: paths.pepper, text: `${pepper}\n`, mode: 0o600 });
  return pepper;
}
