// The base's own keys and headquarters' public ones: files, checks, fingerprints. Private keys are made here, at the
// base, and never leave its data folder. Must not know MQTT, the ledger or what gets signed.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  BASE_KEYS_FILE,
  type BaseKeysFile,
  HEADQUARTERS_KEYS_FILE,
  HeadquartersFile,
} from './contract/keyFileSchemas.ts';
import { baseName, publicKey } from '../core/model/values.ts';
import { FINGERPRINT_DOMAIN } from './contract/hashDomains.ts';

/** Name of the file that holds the base's own keys, private halves and public ones. */
export const PRIVATE_KEYS_FILE = 'keys.json';
const KEYS_HINT =
  'Put it back from a backup. If it is lost for good, begin a new epoch with new keys: `hakari epoch --reason keys-lost`; headquarters takes them with `hakari headquarters rekey`. A new base gets keys from `hakari init`.';
/** A key file is a few hundred bytes; anything larger is another file. */
const MAX_FILE_BYTES = 65_536;

/** The keys of this base, ready for use, and its public keys as the file that headquarters gets. */
export interface BaseKeys {
  base: string;
  /** Ed25519 private key: signs hello, entries, checkpoints. */
  signing: KeyObject;
  /** X25519 private key: opens what headquarters seals. */
  sealing: KeyObject;
  /** `kid` of messages sealed to this base. */
  sealingKeyId: string;
  public: BaseKeysFile;
}

/** The public keys of headquarters: what each may sign, no other may. */
export interface HeadquartersKeys {
  signing: HeadquartersSigningKeys;
  sealing: KeyObject;
  keyId: string;
  public: HeadquartersFile;
}

/** Ed25519 public keys of headquarters, one a purpose. */
export interface HeadquartersSigningKeys {
  acknowledge: KeyObject;
  order: KeyObject;
}

/** A key file that is missing, broken or of another base. The message is for a person. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

type Curve = 'Ed25519' | 'X25519';

const okpKeySchema = (crv: Curve) =>
  z.strictObject({ crv: z.literal(crv), d: publicKey, kty: z.literal('OKP'), x: publicKey });
const privateKeyFileSchema = z.strictObject({
  base: baseName,
  signing: okpKeySchema('Ed25519'),
  sealing: okpKeySchema('X25519'),
});

/**
 * Makes the keys of a base that begins, where there are none. In place of lost ones they would make the base a stranger
 * to headquarters: only `hakari init` and `hakari epoch` call this.
 *
 * @throws {KeyFileError} when there is a file that is broken or of another base
 */
export function makeBaseKeys(dir: string, base: string): BaseKeys {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (!existsSync(join(dir, PRIVATE_KEYS_FILE)))
    writeKeyFileDurably(dir, { name: PRIVATE_KEYS_FILE, content: generatePrivateKeys(base), mode: 0o600 });
  return readBaseKeys(dir, { base, epochKey: null });
}

/**
 * Makes new keys in the place of those that are lost: the file is gone or broken. Files that an interrupted call made
 * are kept.
 *
 * @throws {KeyFileError} when the keys that are said to be lost are there
 */
export function replaceLostKeys(dir: string, { base, lostKey }: { base: string; lostKey: string }): BaseKeys {
  const path = join(dir, PRIVATE_KEYS_FILE);
  const there = readSoundKeys(dir, base);
  if (there?.public.signingKey === lostKey)
    throw new KeyFileError(`${path} is sound and the one of this ledger: it is not lost. Use another --reason.`);
  if (there !== null) return there;
  if (existsSync(path)) renameSync(path, `${path}.broken`);
  return makeBaseKeys(dir, base);
}

function readSoundKeys(dir: string, base: string): BaseKeys | null {
  try {
    return readBaseKeys(dir, { base, epochKey: null });
  } catch (error) {
    if (error instanceof KeyFileError) return null;
    throw error;
  }
}

/**
 * Reads the base's keys from `dir`. `epochKey` is the public key that the ledger's epoch was opened with, null before
 * there is one: no other key may sign in that epoch.
 *
 * @throws {KeyFileError} when the file is lost, broken, of another base or of another epoch
 * @see CONTRACT.md section 3
 */
export function readBaseKeys(dir: string, { base, epochKey }: { base: string; epochKey: string | null }): BaseKeys {
  const path = join(dir, PRIVATE_KEYS_FILE);
  if (!existsSync(path)) throw new KeyFileError(`${path} is not there. ${KEYS_HINT}`);
  const file = readKeyFile(path, privateKeyFileSchema);
  if (file.base !== base) throw new KeyFileError(`${path} holds the keys of base ${file.base}, this is base ${base}`);
  const keys = importBaseKeys(file);
  if (epochKey !== null && keys.public.signingKey !== epochKey)
    throw new KeyFileError(`${path} is not the one that this ledger's epoch was opened with. ${KEYS_HINT}`);
  // Derived again at every start, so that an interrupted beginning leaves nothing half done.
  writeKeyFileDurably(dir, { name: BASE_KEYS_FILE, content: keys.public, mode: 0o644 });
  return keys;
}

/**
 * The public keys of headquarters from the file that the site file names.
 *
 * @throws {KeyFileError} when the file is missing or is no such file
 * @see CONTRACT.md section 3
 */
export function readHeadquartersKeys(path: string): HeadquartersKeys {
  if (!existsSync(path)) throw new KeyFileError(`${path} is not there: ask headquarters for its headquarters.json`);
  const file = readKeyFile(path, HeadquartersFile);
  if (file.keyId !== computeKeyId(file.sealingKey))
    throw new KeyFileError(`${path}: keyId does not belong to sealingKey`);
  return {
    signing: {
      acknowledge: importPublicKey('Ed25519', file.acknowledgeKey),
      order: importPublicKey('Ed25519', file.orderKey),
    },
    sealing: importPublicKey('X25519', file.sealingKey),
    keyId: file.keyId,
    public: file,
  };
}

/**
 * Writes a copy beside the ledger, so that `verify --against` knows headquarters' key when only that folder was saved.
 */
export function saveHeadquartersKeys(dir: string, keys: HeadquartersKeys): void {
  writeKeyFileDurably(dir, { name: HEADQUARTERS_KEYS_FILE, content: keys.public, mode: 0o644 });
}

/**
 * Thumbprint of a raw X25519 public key (base64url): the `kid` under which messages are sealed to it.
 *
 * @see RFC 7638 section 3; CONTRACT.md section 3
 */
export function computeKeyId(sealingKey: string): string {
  return createHash('sha256').update(`{"crv":"X25519","kty":"OKP","x":"${sealingKey}"}`).digest('base64url');
}

/**
 * What two people read to each other: SHA-256 over "hakari/fingerprint/1" ‖ 00 ‖ signing keys ‖ sealing key, its first
 * 128 bits as eight groups of four digits.
 *
 * @see CONTRACT.md section 3
 */
export function formatKeyFingerprint(keys: BaseKeysFile | HeadquartersFile): string {
  const signing = 'signingKey' in keys ? [keys.signingKey] : [keys.acknowledgeKey, keys.orderKey];
  const hash = createHash('sha256').update(`${FINGERPRINT_DOMAIN}\0`);
  for (const key of [...signing, keys.sealingKey]) hash.update(Buffer.from(key, 'base64url'));
  return hash.digest('hex').slice(0, 32).toUpperCase().match(/.{4}/g)?.join(' ') ?? '';
}

function importPublicKey(crv: Curve, x: string): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv, x } });
}

function generatePrivateKeys(base: string): z.infer<typeof privateKeyFileSchema> {
  const signing = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const sealing = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  return privateKeyFileSchema.parse({ base, signing, sealing });
}

/**
 * The keys of a private file's content; exported for the worked example of CONTRACT.md, whose keys are fixed.
 *
 * @throws {KeyFileError} when the public and private half of a key do not belong together
 * @see RFC 8037 section 2 (JWK of an OKP key)
 */
export function importBaseKeys(file: { base: string; signing: JsonWebKey; sealing: JsonWebKey }): BaseKeys {
  const signing = createPrivateKey({ format: 'jwk', key: file.signing });
  const sealing = createPrivateKey({ format: 'jwk', key: file.sealing });
  const raw = (key: KeyObject): string => createPublicKey(key).export({ format: 'jwk' }).x ?? '';
  const pub = { base: file.base, signingKey: raw(signing), sealingKey: raw(sealing) };
  // A file whose x and d do not belong together would sign what nobody can verify.
  if (pub.signingKey !== file.signing.x || pub.sealingKey !== file.sealing.x)
    throw new KeyFileError('public and private half of a key do not fit');
  return { base: file.base, signing, sealing, sealingKeyId: computeKeyId(pub.sealingKey), public: pub };
}

function readKeyFile<T>(path: string, schema: z.ZodType<T>): T {
  const text = readFileSync(path);
  if (text.length > MAX_FILE_BYTES) throw new KeyFileError(`${path} is not a key file`);
  let value: unknown;
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch {
    // The parser's message would quote the file, which holds private keys.
    throw new KeyFileError(`${path} is not JSON: restore it from the backup of this base`);
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const paths = checked.error.issues.map((issue) => issue.path.join('.') || 'the whole file').join(', ');
  throw new KeyFileError(`${path} is not a key file of this version; see ${paths}`);
}

/**
 * Temporary file, fsync, rename, fsync of the folder: after a power cut there is the old file or the new one, whole.
 */
function writeKeyFileDurably(
  dir: string,
  { name, content, mode }: { name: string; content: object; mode: number },
): void {
  const temporary = join(dir, `.${name}.new`);
  const file = openSync(temporary, 'w', mode);
  try {
    writeSync(file, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, join(dir, name));
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
