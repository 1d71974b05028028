// Headquarters' folder as a whole: begun once, backed up while it works, put back. What is kept is the link half and the keys;
// the book is made again from them. Must not know what a backup is sealed with.
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HEADQUARTERS_KEYS_FILE } from '../../link/contract/keyFileSchemas.ts';
import { ArchiveError } from '../../archive/archiveError.ts';
import { assertRecoveryKeyChoice, giveRecoveryKey } from '../../archive/recoveryKeyChoice.ts';
import { asRecipient, readIdentityFile, readRecipient, RECIPIENT_FILE } from '../../archive/recoveryKey.ts';
import { openSealedArchive, writeSealedArchive } from '../../archive/sealedArchive.ts';
import { nodeDisk } from '../../../config/disk.ts';
import {
  ensureHeadquartersKeys,
  keyFingerprint,
  PRIVATE_FILE,
  readHeadquartersKeyRing,
} from '../signing/headquartersKeys.ts';
import { bookPath } from '../store/headquartersBook.ts';
import { copySoundDatabase } from '../store/sqliteFile.ts';
import { openLinkStore } from '../store/sqliteLinkStore.ts';
import {
  DeskUsageError,
  type DeskOptions,
  existingStorePath,
  requireOption,
  RESTORE_NOTE,
  STORE_FILE,
  storePath,
  withLinkStore,
} from './deskOptions.ts';
import type { DeskIo } from './orderCommands.ts';

const STAGING = 'backup.staging';
const UNPACKING = 'restore.staging';
const SOFTWARE = 'hakari headquarters';
const KEY_FILES = [PRIVATE_FILE, HEADQUARTERS_KEYS_FILE, RECIPIENT_FILE];
const isBackupFile = (name: string): boolean => [STORE_FILE, ...KEY_FILES].includes(name);

/**
 * `keys`: begins headquarters where there is nothing, and prints its keys' fingerprint. Keys or a store that is gone while
 * the other is there is refused.
 */
export function runFolderKeys(options: DeskOptions, io: DeskIo): number {
  const dir = requireOption(options, 'dir');
  const path = storePath(options);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const isNew = !existsSync(path) && !existsSync(join(dir, PRIVATE_FILE)) && !existsSync(join(dir, RESTORE_NOTE));
  // The store first: a beginning that a power cut interrupted leaves one that knows no base.
  if (isNew) openLinkStore(path).close();
  const knowsBases = withLinkStore(options, (link) => link.listBases().length > 0);
  const keys = knowsBases ? readHeadquartersKeyRing(dir) : ensureHeadquartersKeys(dir);
  io.out(`fingerprint ${keyFingerprint(keys.publicKeys)}`);
  return 0;
}

/** `recovery-key`: the key that backups of headquarters are sealed to. */
export async function runFolderRecoveryKey(options: DeskOptions, io: DeskIo): Promise<number> {
  const dir = requireOption(options, 'dir');
  existingStorePath(options);
  const choice = { to: options.to, recipient: options.recipient };
  assertRecoveryKeyChoice(choice, dir);
  await giveRecoveryKey(choice, dir, io.out);
  return 0;
}

/** `backup`: the link half and the keys in one sealed file, while the service runs. Exit code 1: not written. */
export async function runFolderBackup(options: DeskOptions, io: DeskIo): Promise<number> {
  const dir = requireOption(options, 'dir');
  const to = requireOption(options, 'to');
  const path = existingStorePath(options);
  readHeadquartersKeyRing(dir);
  const recipient = options.recipient === undefined ? readRecipient(dir) : asRecipient(options.recipient);
  if (recipient === null)
    throw new ArchiveError(
      `${dir} knows no recovery key: make one with \`hakari headquarters recovery-key\`, or name one with --recipient.`,
    );
  const folder = join(dir, STAGING);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  try {
    copySoundDatabase(path, join(folder, STORE_FILE));
    for (const name of KEY_FILES) if (existsSync(join(dir, name))) copyFileSync(join(dir, name), join(folder, name));
    const about = { of: 'headquarters', name: 'headquarters', software: SOFTWARE, head: null } as const;
    const written = await writeSealedArchive(to, {
      folder,
      names: readdirSync(folder).sort(),
      recipient,
      about: { ...about, takenWallMs: Date.now() },
    });
    if (options.json) io.out(JSON.stringify({ file: to, recipient, ...written }));
    else for (const line of [`Backup ${to}, ${written.bytes} bytes`, `SHA-256 ${written.sha256}`]) io.out(line);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * `restore`: puts headquarters back into an empty folder. The bases send again what it lacks, and it learns its orders back
 * from their entries; no number is given before a base was heard.
 */
export async function runFolderRestore(options: DeskOptions, io: DeskIo): Promise<number> {
  const dir = requireOption(options, 'dir');
  const file = requireOption(options, 'from');
  const identities = readIdentityFile(requireOption(options, 'key'));
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const note = join(dir, RESTORE_NOTE);
  const held = readdirSync(dir).filter((name) => isBackupFile(name) || name === bookPath(STORE_FILE));
  if (held.length > 0 && !existsSync(note))
    throw new DeskUsageError(
      `${dir} holds a headquarters already (${held.join(', ')}): a backup is put back into an empty folder`,
    );
  nodeDisk.write(note, 'hakari headquarters restore has begun here and did not end yet\n', 0o600);
  nodeDisk.syncFolder(dir);
  const folder = join(dir, UNPACKING);
  rmSync(folder, { recursive: true, force: true });
  try {
    const manifest = await openSealedArchive(file, { identities, into: folder, isKnown: isBackupFile });
    if (manifest.of !== 'headquarters')
      throw new ArchiveError(`${file} is a backup of ${manifest.of} ${manifest.name}, not of headquarters.`);
    for (const name of held) rmSync(join(dir, name));
    for (const name of Object.keys(manifest.files)) renameSync(join(folder, name), join(dir, name));
    nodeDisk.syncFolder(dir);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  nodeDisk.remove(note);
  nodeDisk.syncFolder(dir);
  const bases = withLinkStore(options, (link) => link.listBases());
  io.out(`fingerprint ${keyFingerprint(readHeadquartersKeyRing(dir).publicKeys)}`);
  for (const { base, stored } of bases) io.out(`base ${base}: ${stored} entries`);
  io.out('Start it: the bases send again what it lacks. Then look at `hakari headquarters streams`.');
  return 0;
}
