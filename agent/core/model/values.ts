// The values of which every word of the ledger, the contract and the commands is made: ids, hashes, masses, texts, with
// their limits. The only place where an id or a mass from outside gets its type.
import { z } from 'zod';
import type { MassMg } from '../../../drivers/contract/mass.ts';

/** An id that one of the sides made: text without inner meaning. */
const id = z.string().min(1).max(200);

export const anyId = id;
export const lotId = id;
export const packageId = id;
export const jobId = id;
export const orderId = id;
export const findingId = id;
export const weighingId = id;
export const stationId = id;
export const operatorId = id;
export const instrumentId = id;
export const stocktakeId = id;
export const groupId = id;
export const visitId = id;
export const removalId = id;
export const releaseId = id;
export const depositId = id;
export const areaId = id;

/** Printable ASCII without blanks: a base's name is part of signed bytes and of messages on every screen. */
export const baseName = z.string().regex(/^[!-~]{1,64}$/);
export const epochId = z.string().regex(/^[!-~]{1,64}$/);
/** SHA-256, lower-case hex. */
export const hashHex = z.string().regex(/^[0-9a-f]{64}$/);
/** SHA-256 of a photograph's file, lower-case hex. */
export const photoHash = hashHex;
/** 16 random bytes, lower-case hex. */
export const nonceHex = z.string().regex(/^[0-9a-f]{32}$/);
/** Whole words of 16 bits, upper case, as the reader gave them. */
export const epcHex = z.string().regex(/^(?:[0-9A-F]{4}){1,31}$/);
/** Raw 32-byte public key, base64url. */
export const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** Compact JWS (RFC 7515): three base64url parts. */
export const signedText = z.string().regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);

/** A safe integer. */
export const integer = z.int();
export const count = z.int().min(0);
/** Numbers that begin at 1: seq, counters, rounds. */
export const seqNumber = z.int().min(1);
/** Milligrams. */
export const massMg = z.int() as unknown as z.ZodType<MassMg, number> & z.ZodInt;
/** Millionths. */
export const ppm = z.int().min(0).max(1_000_000);
/** Something that a person typed or a certificate says. */
export const text = z.string().max(200);
