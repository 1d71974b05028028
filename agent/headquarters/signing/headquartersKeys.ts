// Headquarters' keys: made once, kept in two files, the public one handed to every base. Must not know messages.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type BaseKeysFile, HEADQUARTERS_KEYS_FILE, HeadquartersFile } from '../../link/contract/keyFileSchemas.ts';
import { FINGERPRINT_DOMAIN } from '../../link/contract/hashDomains.ts';

/** Headquarters' private keys in its folder. */
export const PRIVATE_FILE = 'headquarters-keys.json';

/** The keys with which headquarters signs, one a purpose: a base refuses each word under the other's. */
export interface HeadquartersSigning {
  acknowledgeKey: KeyObject;
  orderKey: KeyObject;
}

/** Headquarters' private keys, and the public ones that every base is given. */
export interface HeadquartersKeyRing extends HeadquartersSigning {
  sealingKey: KeyObject;
  /** `kid` of what is sealed to headquarters. */
  keyId: string;
  publicKeys: HeadquartersFile;
}

/** A public key from its raw 32 bytes as base64url. */
export function publicKeyFromRaw(crv: 'Ed25519' | 'X25519', x: string): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv, x } });
}

/** Public half of a private key, raw 32 bytes as base64url. */
export function rawPublicKeyOf(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '';
}

/** RFC 7638: SHA-256 over the key's required members in order, base64url. */
export function sealingKeyThumbprint(sealingKey: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'X25519', kty: 'OKP', x: sealingKey }))
    .digest('base64url');
}

/** Fingerprint that two persons compare: 128 bits in eight groups of four hex digits. */
export function keyFingerprint(keys: BaseKeysFile | HeadquartersFile): string {
  const signing = 'signingKey' in keys ? [keys.signingKey] : [keys.acknowledgeKey, keys.orderKey];
  const bytes = Buffer.concat([
    Buffer.from(`${FINGERPRINT_DOMAIN}\0`, 'ascii'),
    ...[...signing, keys.sealingKey].map((key) => Buffer.from(key, 'base64url')),
  ]);
  const digits = createHash('sha256').update(bytes).digest('hex').toUpperCase();
  return Array.from({ length: 8 }, (_, group) => digits.slice(group * 4, group * 4 + 4)).join(' ');
}

/** headquarters-keys.json is not there. The message is for a person. */
export class KeysMissingError extends Error {
  override readonly name = 'KeysMissingError';
}

/**
 * Reads `dir`/headquarters-keys.json. New keys in the place of lost ones would make headquarters a stranger to every base.
 *
 * @throws {KeysMissingError} when the file is not there
 */
export function readHeadquartersKeyRing(dir: string): HeadquartersKeyRing {
  if (!existsSync(join(dir, PRIVATE_FILE)))
    throw new KeysMissingError(
      `${join(dir, PRIVATE_FILE)} is not there. Headquarters begins with \`hakari headquarters keys\`; one that had keys is put back with \`hakari headquarters restore\`.`,
    );
  return ensureHeadquartersKeys(dir);
}

/** Makes what was done to the names in a folder survive a power cut. */
function syncFolder(dir: string): void {
  const folder = openSync(dir, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Reads `dir`/headquarters-keys.json, or makes both files at the first call; durable when it returns. */
export function ensureHeadquartersKeys(dir: string): HeadquartersKeyRing {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, PRIVATE_FILE);
  if (!existsSync(path)) {
    const privateKeys = {
      acknowledge: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
      order: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
      sealing: generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' }),
    };
    // Whole or not at all, and never over a file: two processes started at once must not each believe in keys of their own.
    const whole = `${path}.${process.pid}.new`;
    writeFileSync(whole, `${JSON.stringify(privateKeys, null, 2)}\n`, { mode: 0o600, flush: true });
    linkSync(whole, path);
    rmSync(whole);
    syncFolder(dir);
    syncFolder(dirname(dir));
  }
  const keys = parseHeadquartersKeys(JSON.parse(readFileSync(path, 'utf8')));
  writeFileSync(join(dir, HEADQUARTERS_KEYS_FILE), `${JSON.stringify(keys.publicKeys, null, 2)}\n`, { flush: true });
  return keys;
}

/** Keys from the content of the private file; exported for the worked example, whose keys are fixed. */
export function parseHeadquartersKeys(content: unknown): HeadquartersKeyRing {
  const jwks = content as Record<'acknowledge' | 'order' | 'sealing', Record<string, string>>;
  const acknowledgeKey = createPrivateKey({ format: 'jwk', key: jwks.acknowledge });
  const orderKey = createPrivateKey({ format: 'jwk', key: jwks.order });
  const sealing = createPrivateKey({ format: 'jwk', key: jwks.sealing });
  const sealingKey = rawPublicKeyOf(sealing);
  const keyId = sealingKeyThumbprint(sealingKey);
  return {
    acknowledgeKey,
    orderKey,
    sealingKey: sealing,
    keyId,
    publicKeys: HeadquartersFile.parse({
      acknowledgeKey: rawPublicKeyOf(acknowledgeKey),
      orderKey: rawPublicKeyOf(orderKey),
      sealingKey,
      keyId,
    }),
  };
}
