// The recovery key: an age identity. Its public half stays with the data and seals every backup; its private half is told
// once, is stored nowhere here, and opens them after the machine is lost. Must not know what is sealed.
import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { nodeDisk, replaceFileDurably } from '../../config/disk.ts';
import { ArchiveError } from './archiveError.ts';

/** Public half of the recovery key in a data folder, as a recipients file of age. */
export const RECIPIENT_FILE = 'recovery-recipient.txt';
const MAX_FILE_BYTES = 65_536;
const RECIPIENT = /^age1[02-9ac-hj-np-z]{20,2000}$/;
const IDENTITY = /^AGE-SECRET-KEY-[0-9A-Z]+$/;

/** Both halves of a recovery key. */
export interface RecoveryKey {
  /** Private half, `AGE-SECRET-KEY-1…`. */
  identity: string;
  /** Public half, `age1…`. */
  recipient: string;
}

/**
 * Makes a recovery key.
 *
 * @see https://age-encryption.org/v1 "The X25519 recipient type"
 */
export async function makeRecoveryKey(): Promise<RecoveryKey> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * The public half as it was given.
 *
 * @throws {ArchiveError} when it is no recipient of age
 */
export function asRecipient(text: string): string {
  const recipient = text.trim();
  try {
    if (!RECIPIENT.test(recipient)) throw new TypeError('other form');
    new Encrypter().addRecipient(recipient);
    return recipient;
  } catch {
    throw new ArchiveError(`“${recipient.slice(0, 80)}” is no public recovery key: one begins with age1.`);
  }
}

/** Keeps the public half in a data folder, durably; an older one is replaced. */
export function keepRecipient(dir: string, recipient: string): void {
  const text = `# Public half of the recovery key: backups of this folder are sealed to it (age -R)\n${recipient}\n`;
  replaceFileDurably(nodeDisk, { path: join(dir, RECIPIENT_FILE), text, mode: 0o600 });
}

/**
 * The public half that a data folder keeps; null if there is none.
 *
 * @throws {ArchiveError} when the file holds no recipient
 */
export function readRecipient(dir: string): string | null {
  const text = nodeDisk.read(join(dir, RECIPIENT_FILE), MAX_FILE_BYTES);
  if (text === null) return null;
  const [line = ''] = linesOf(text);
  return asRecipient(line);
}

/**
 * Refuses a place for the private half that is lost together with the data.
 *
 * @throws {ArchiveError} when the path lies in the data folder
 */
export function assertOutside(path: string, dataFolder: string): void {
  if (!relative(resolve(dataFolder), resolve(path)).startsWith('..'))
    throw new ArchiveError(`${path} lies in the data folder: a key that is lost with it opens no backup of it.`);
}

/**
 * Writes the private half to a new file outside the data folder, mode 0600, synced.
 *
 * @throws {ArchiveError} when the file lies in the data folder, or is there already
 */
export function writeIdentityFile(path: string, key: RecoveryKey, dataFolder: string): void {
  assertOutside(path, dataFolder);
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new ArchiveError(`${path} is there already: a recovery key is never written over a file.`);
    throw error;
  }
  try {
    writeSync(file, `# Recovery key (private half). Public half: ${key.recipient}\n${key.identity}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  nodeDisk.syncFolder(dirname(resolve(path)));
}

/**
 * The private halves in a file, one a line; lines that begin with # say something about them.
 *
 * @throws {ArchiveError} when the file is missing or holds none
 */
export function readIdentityFile(path: string): string[] {
  let text: string;
  try {
    if (lstatSync(path).size > MAX_FILE_BYTES) throw new ArchiveError(`${path} is too large for a recovery key.`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError(`${path} cannot be read: name the file with the private half of the recovery key.`);
  }
  const identities = linesOf(text);
  for (const identity of identities) assertIdentity(identity, path);
  if (identities.length === 0)
    throw new ArchiveError(`${path} holds no recovery key: one begins with AGE-SECRET-KEY-.`);
  return identities;
}

/** The text is never quoted: it is secret. */
function assertIdentity(text: string, path: string): void {
  try {
    if (!IDENTITY.test(text)) throw new TypeError('other form');
    new Decrypter().addIdentity(text);
  } catch {
    throw new ArchiveError(`${path} holds a line that is no private recovery key: one begins with AGE-SECRET-KEY-.`);
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
