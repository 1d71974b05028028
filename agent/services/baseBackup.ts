// What a backup of a base holds, taken while its agent works: ledger and evidence as one moment shows them, the register as
// it stood by then, the keys; and how it gets back into a data folder. Must not know how an archive is sealed.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../config/disk.ts';
import { RECIPIENT_FILE } from '../archive/recoveryKey.ts';
import { MANIFEST_FILE } from '../archive/archiveManifest.ts';
import { ArchiveError } from '../archive/archiveError.ts';
import { openSealedArchive } from '../archive/sealedArchive.ts';
import { backupLedger } from '../ledger/backup.ts';
import { ledgerFilePath } from '../ledger/databaseConnection.ts';
import { assertLedgerThere } from '../ledger/ledgerOpening.ts';
import { evidenceFilePath } from '../ledger/evidenceDatabase.ts';
import { BASE_KEYS_FILE, HEADQUARTERS_KEYS_FILE } from '../link/contract/keyFileSchemas.ts';
import { PRIVATE_KEYS_FILE } from '../link/keyFiles.ts';
import { registerPathsIn } from '../register/registerFile.ts';

/** The site file's name in a backup. */
export const SITE_COPY = 'backup.site.yaml';
const STAGING = 'backup.staging';
const UNPACKING = 'restore.staging';
const LEDGER = 'ledger.sqlite';
const EVIDENCE = 'ledger.evidence.sqlite';
const KEY_FILES = [PRIVATE_KEYS_FILE, BASE_KEYS_FILE, HEADQUARTERS_KEYS_FILE, RECIPIENT_FILE];
/** Every small file is a document; the largest is the register. */
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
/** The copy needs as much space as its originals; below this beyond it the ledger itself would soon be short of it. */
const SPACE_TO_LEAVE_BYTES = 64 * 1024 * 1024;
/** How often the ledger is copied again because the register changed meanwhile. */
const MAX_COPIES = 3;

/** A consistent copy of a base's data in a folder of its own. */
export interface StagedBackup {
  folder: string;
  names: string[];
  /** Removes the copy, which is as secret as the data. */
  remove(): void;
}

/** Whether a file of this name belongs into a base's data folder by way of a backup. */
export function isBaseBackupFile(name: string): boolean {
  return [LEDGER, EVIDENCE, SITE_COPY, MANIFEST_FILE, ...KEY_FILES, ...registerFileNames('')].includes(name);
}

/**
 * Copies the data of a base into a folder beside it, in the data folder itself: the copy is as secret, and the disk is the
 * one that is trusted with it. An earlier copy that an interrupted call left is removed first.
 *
 * @throws {ArchiveError} when the disk has no room for the copy
 * @throws {LedgerOpenError} when there is no ledger, or it is not ours
 * @throws {StorageError} when a database cannot be read or copied
 */
export function stageBackup({ data, siteFile }: { data: string; siteFile: string }): StagedBackup {
  assertLedgerThere(data);
  const folder = join(data, STAGING);
  rmSync(folder, { recursive: true, force: true });
  assertRoom(data);
  mkdirSync(folder, { mode: 0o700 });
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    copyWhileRegisterRests(data, folder);
    for (const name of KEY_FILES) copyDocument(join(data, name), join(folder, name));
    copyDocument(siteFile, join(folder, SITE_COPY));
    return { folder, names: readdirSync(folder).sort(), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * Unpacks a backup of this base into its data folder. Every file is checked before the first is moved into place; the ledger
 * comes last, so that a folder with a ledger has everything.
 *
 * @throws {ArchiveError} when the archive is not for these keys, damaged, or of another base; the folder is then as it was
 */
export async function unpackBackup({
  file,
  identities,
  site: { data, base },
}: {
  file: string;
  identities: readonly string[];
  site: { data: string; base: string };
}): Promise<void> {
  const folder = join(data, UNPACKING);
  rmSync(folder, { recursive: true, force: true });
  try {
    const manifest = await openSealedArchive(file, { identities, into: folder, isKnown: isBaseBackupFile });
    if (manifest.of !== 'base' || manifest.name !== base)
      throw new ArchiveError(
        `${file} is a backup of ${manifest.of} ${manifest.name}; the site file is that of base ${base}.`,
      );
    // What an earlier, interrupted call put there must not mix with this backup.
    for (const name of readdirSync(data)) if (isBaseBackupFile(name)) rmSync(join(data, name));
    const names = readdirSync(folder).sort((one, other) => Number(one === LEDGER) - Number(other === LEDGER));
    for (const name of names) renameSync(join(folder, name), join(data, name));
    nodeDisk.syncFolder(data);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes what only the backup needed: the base is back. */
export function removeBackupFiles(data: string): void {
  for (const name of [MANIFEST_FILE, SITE_COPY]) nodeDisk.remove(join(data, name));
}

/** The register is read before the ledger and again after it: what changed between is taken together with its entry. */
function copyWhileRegisterRests(data: string, folder: string): void {
  for (let copies = 1; ; copies += 1) {
    const before = readRegisterFiles(data);
    for (const file of [LEDGER, EVIDENCE]) rmSync(join(folder, file), { force: true });
    backupLedger({ dir: data, file: join(folder, LEDGER) });
    const rests = JSON.stringify([...readRegisterFiles(data)]) === JSON.stringify([...before]);
    // An older register than the ledger is held against the ledger's entries when the base opens; a newer one is not.
    if (!rests && copies < MAX_COPIES) continue;
    for (const [name, text] of before) nodeDisk.write(join(folder, name), text, 0o600);
    return;
  }
}

function readRegisterFiles(data: string): Map<string, string> {
  const texts = registerFileNames(data).map((path) => [path, nodeDisk.read(path, MAX_DOCUMENT_BYTES)] as const);
  return new Map(texts.flatMap(([path, text]) => (text === null ? [] : [[path.slice(data.length + 1), text]])));
}

function registerFileNames(folder: string): string[] {
  const { main, lastGood, handEdit, damaged, pending, failures, pepper } = registerPathsIn(folder);
  return [main, lastGood, handEdit, damaged, pending, failures, pepper];
}

function copyDocument(from: string, to: string): void {
  const text = nodeDisk.read(from, MAX_DOCUMENT_BYTES);
  if (text !== null) nodeDisk.write(to, text, 0o600);
}

function assertRoom(data: string): void {
  const ledger = ledgerFilePath(data);
  const files = [ledger, `${ledger}-wal`, evidenceFilePath(ledger)];
  const needed = files.reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), SPACE_TO_LEAVE_BYTES);
  const { bavail, bsize } = statfsSync(data);
  if (bavail * bsize >= needed) return;
  const mib = (bytes: number): string => `${Math.ceil(bytes / 1_048_576)} MiB`;
  throw new ArchiveError(
    `A backup needs room for a copy of the data: ${mib(needed)} in ${data}, where ${mib(bavail * bsize)} are free.`,
  );
}
