// The small words of which every message is made: names, hashes, numbers, masses, with their limits.
import { z } from 'zod';

/** Hash of "nothing before": the start of an epoch's chain and of its orders. */
export const GENESIS_HASH = '0'.repeat(64);
export const ENTRY_DOMAIN = 'hakari/entry/1';
export const CHECKPOINT_DOMAIN = 'hakari/checkpoint/1';
export const FINGERPRINT_DOMAIN = 'hakari/fingerprint/1';

/** Printable ASCII without blanks: a base's name is part of signed bytes and of messages on every screen. */
export const baseNameSchema = z.string().regex(/^[!-~]{1,64}$/);
export const epochIdSchema = z.string().regex(/^[!-~]{1,64}$/);
export const hashHexSchema = z.string().regex(/^[0-9a-f]{64}$/);
export const nonceHexSchema = z.string().regex(/^[0-9a-f]{32}$/);

/** Zod's int() is a safe integer. */
export const integerSchema = z.int();
export const countSchema = z.int().min(0);
export const seqSchema = z.int().min(1);
export const massMgSchema = z.int();

/** An identifier that one of the sides made. */
export const idSchema = z.string().min(1).max(200);
/** Something a person typed or a certificate says. */
export const textSchema = z.string().max(200);
/** Whole words of 16 bits, upper case, as the reader gave them. */
export const epcHexSchema = z.string().regex(/^(?:[0-9A-F]{4}){1,31}$/);
/** Raw 32-byte public key. */
export const publicKeySchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** Compact JWS. */
export const signedTextSchema = z.string().regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);

/**
 * True only if each type can stand for the other: a schema that is wider or narrower than the core's type does not
 * compile.
 */
export type SameType<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
