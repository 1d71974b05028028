// The two public files that people carry between base and headquarters at enrolment, after comparing fingerprints.
import { z } from 'zod';
import { baseName, publicKey } from '../../core/model/values.ts';

/** Name of the file that a base writes for headquarters. */
export const BASE_KEYS_FILE = 'base-keys.json';
/** Name of the file that headquarters writes for its bases. */
export const HEADQUARTERS_KEYS_FILE = 'headquarters.json';

/** Raw 32-byte public keys, base64url: Ed25519 and X25519. */
export const BaseKeysFile = z.strictObject({
  base: baseName,
  signingKey: publicKey,
  sealingKey: publicKey,
});
/** The public keys of a base. */
export type BaseKeysFile = z.infer<typeof BaseKeysFile>;

/**
 * Headquarters signs acknowledgements with one key and orders with the other: whoever holds the first can order nothing.
 * `keyId` is the sealing key's id (RFC 7638 thumbprint), the `kid` of everything sealed to
 * headquarters.
 */
export const HeadquartersFile = z.strictObject({
  acknowledgeKey: publicKey,
  orderKey: publicKey,
  sealingKey: publicKey,
  keyId: publicKey,
});
/** The public keys of headquarters. */
export type HeadquartersFile = z.infer<typeof HeadquartersFile>;
