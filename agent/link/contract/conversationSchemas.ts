// The conversation: hello, acknowledgement (a welcome is one that echoes a nonce), position. Payloads are canonical
// JSON.
import { z } from 'zod';
import { CONTRACT_VERSION, keyIdSchema } from './envelope.ts';
import { anyId, baseName, count, epochId, hashHex, nonceHex, seqNumber, totalMassMg } from '../../core/model/values.ts';

const position = z.strictObject({ seq: count, hash: hashHex });
const previousEpoch = z.strictObject({ epoch: epochId, seq: count, hash: hashHex }).nullable();

/** First message of every connection and export: where the base's ledger and its orders stand. */
export const HelloMessage = z.strictObject({
  base: baseName,
  /** The epoch whose entries are to be sent: the base's newest, or an earlier one that headquarters has not wholly. */
  epoch: epochId,
  /** The last entry of that epoch. */
  seq: count,
  hash: hashHex,
  nonce: nonceHex,
  /** The last order applied in this epoch, 0 and zeros before the first. */
  orderCounter: count,
  orderHash: hashHex,
  /** How far headquarters has acknowledged that epoch, as the base knows. */
  acknowledged: position,
  /** Where the epoch before this one ended; null at installation. */
  previous: previousEpoch,
  newest: z.strictObject({ epoch: epochId, previous: previousEpoch }),
  /** Headquarters has another past of that earlier epoch: what the base holds of it is to be kept beside. */
  branch: z.boolean(),
  contract: z.literal(CONTRACT_VERSION),
  purpose: z.literal('hello'),
  /** Key id of headquarters' sealing key: a hello to one headquarters is none to another. */
  recipient: keyIdSchema,
});
/** A hello that has the right form. */
export type HelloMessage = z.infer<typeof HelloMessage>;

/**
 * Headquarters' word that it has durably stored every entry up to `seq`, whose hash is `hash`. `nonce` is that of the
 * hello that opened the conversation in which it is said, the first with it being the welcome; empty when headquarters
 * speaks unasked. `incarnation` is new at each start of headquarters and after its restore.
 */
export const AcknowledgementMessage = z.strictObject({
  base: baseName,
  epoch: epochId,
  hash: hashHex,
  incarnation: anyId,
  /** When it was signed, by headquarters' clock, ms since 1970-01-01T00:00:00Z. */
  issuedWallMs: count,
  nonce: z.union([nonceHex, z.literal('')]),
  seq: count,
});
/** An acknowledgement that has the right form. */
export type AcknowledgementMessage = z.infer<typeof AcknowledgementMessage>;

/**
 * Reserved for the statement after an outage: every open lot's verified quantity as of (seq, hash). No entry, never
 * added to stock; headquarters of this version stores nothing of it.
 */
export const positionMessageSchema = z.strictObject({
  base: baseName,
  epoch: epochId,
  seq: seqNumber,
  hash: hashHex,
  lots: z
    .array(z.strictObject({ lot: anyId, verdict: z.enum(['verified', 'discrepant']), netMg: totalMassMg }))
    .max(10_000),
});
