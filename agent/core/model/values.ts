// The values of which every word of the ledger, the contract and the commands is made: ids, hashes, masses, texts, with
// their limits. The only place where a mass from outside gets its type.
import { z } from 'zod';
import { MASS_MAXIMA, type MassMg } from '../../../drivers/contract/mass.ts';
import type { FindingId, JobId, LoadId, LotId, OperatorId, OrderId, PackageId, PhotoHash, WeighingId } from './ids.ts';
import type { InstrumentId, StationId } from '../../../drivers/contract/siteIds.ts';
import { TEXT_MAX } from './comparableText.ts';
import { EPC_HEX } from './epcPattern.ts';
import { ID_PATTERN } from './idPattern.ts';
import { NAMED_WAYS } from './proofs.ts';

/** An id that one of the sides made: text without inner meaning. A schema of its own each time: it tells what a member names. */
const newId = (): z.ZodType<string, string> => z.string().regex(ID_PATTERN, '1 to 64 visible ASCII characters');

/** A schema of text whose values get the brand `T`: nothing else is checked than before. */
export const branded = <T>(schema: z.ZodType<string>): z.ZodType<T, string> =>
  schema as z.ZodType as z.ZodType<T, string>;

/** A schema whose values are ids of one kind. */
const idOf = <T>(): z.ZodType<T, string> => branded<T>(newId());

/** An id of whatever the member's meaning says. */
export const anyId = newId();
/** Given by headquarters in the intake notice. */
export const lotId = idOf<LotId>();
/** Given by headquarters in a notice or an adoption; the mark on the package is another text. */
export const packageId = idOf<PackageId>();
/** Made by the agent when work is opened. */
export const jobId = idOf<JobId>();
/** Random, given by headquarters; the cause of all that the order leads to. */
export const orderId = idOf<OrderId>();
/** Made by the agent when it finds a disagreement. */
export const findingId = idOf<FindingId>();
/** Random, made by the agent for each captured weight; the number on the screen is another one. */
export const weighingId = idOf<WeighingId>();
/** Made by the agent when something rises above a proven zero; everything said of what lies there names it. */
export const loadId = idOf<LoadId>();
/** From the site file. */
export const stationId = idOf<StationId>();
/** From the register: one person. */
export const operatorId = idOf<OperatorId>();
/** From the site file: one scale or reader. */
export const instrumentId = idOf<InstrumentId>();
/** From headquarters' order, or made by the agent for the base's own plan. */
export const stocktakeId = newId();
/** Made by the agent for packages that are weighed on one pallet. */
export const groupId = newId();
/** Made by the agent when a vehicle arrives at a weighbridge; its passes belong together by it. */
export const visitId = newId();
/** Made by the agent for material that is weighed out of a package; headquarters books it by this id. */
export const removalId = newId();
/** Name that headquarters gives a release; its order has an id of its own. */
export const releaseId = newId();
/** Name that headquarters gives a sealed release. */
export const depositId = newId();
/** From the site file: where packages stand. */
export const areaId = newId();

/** A base's name is part of signed bytes and of messages on every screen. */
export const baseName = newId();
/** One life of a base's ledger, until a restore or another machine opens the next. */
export const epochId = newId();
/** SHA-256, lower-case hex. */
export const hashHex = z.string().regex(/^[0-9a-f]{64}$/);
/** SHA-256 of a photograph's file, lower-case hex. */
export const photoHash = branded<PhotoHash>(hashHex);
/** 16 random bytes, lower-case hex. */
export const nonceHex = z.string().regex(/^[0-9a-f]{32}$/);
/** Whole words of 16 bits, upper case, as the reader gave them. */
export const epcHex = z.string().regex(EPC_HEX);
/** Raw 32-byte public key, base64url. */
export const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** Compact JWS (RFC 7515): three base64url parts. */
export const signedText = z.string().regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);

/** A safe integer. */
export const integer = z.int();
/** How many, or ms since a start: from 0. */
export const count = z.int().min(0);
/** Numbers that begin at 1: seq, counters, rounds. */
export const seqNumber = z.int().min(1);
/** A schema whose values are masses: the only way in which a number from outside becomes one. */
const asMass = (schema: z.ZodType): z.ZodType<MassMg, number> => schema as z.ZodType<MassMg, number>;

/** Milligrams of one thing, or how far it is off: no more than nothing on a scale can be. */
export const massMg = asMass(z.int().min(-MASS_MAXIMA.singleMg).max(MASS_MAXIMA.singleMg));
/** Milligrams of one thing, 0 or more. */
export const nonNegativeMassMg = asMass(z.int().min(0).max(MASS_MAXIMA.singleMg));
/** Milligrams of many things together. */
export const totalMassMg = asMass(z.int().min(-MASS_MAXIMA.totalMg).max(MASS_MAXIMA.totalMg));
/** Milligrams of many things together, 0 or more. */
export const nonNegativeTotalMassMg = asMass(z.int().min(0).max(MASS_MAXIMA.totalMg));
/** A verification scale interval e: positive and even, so that its half is a whole number of milligrams. */
export const intervalMassMg = asMass(z.int().positive().multipleOf(2).max(MASS_MAXIMA.singleMg));
/** The last digit of declared weights: even like an interval; 0 if there is none. */
export const lastDigitMassMg = asMass(z.int().nonnegative().multipleOf(2).max(MASS_MAXIMA.singleMg));
/** Millionths. */
export const ppm = z.int().min(0).max(1_000_000);
/** Something that a person typed or a certificate says. */
export const text = z.string().regex(new RegExp(`^[^]{0,${TEXT_MAX}}$`, 'u'), `at most ${TEXT_MAX} characters`);

/** How a person named a package. */
export const namedHow = z.enum(NAMED_WAYS);
