// The conversation: hello, acknowledgement (a welcome is one that echoes a nonce), position. Payloads are canonical
// JSON.
import { z } from 'zod';
import { anyId, baseName, count, epochId, hashHex, nonceHex, seqNumber, totalMassMg } from '../../core/model/values.ts';

/** First message of every connection and export: where the base's ledger and its orders stand. */
export const HelloMessage = z.strictObject({
  base: baseName,
  epoch: epochId,
  seq: count,
  hash: hashHex,
  nonce: nonceHex,
  /** The last order applied in this epoch, 0 and zeros before the first. */
  orderCounter: count,
  orderHash: hashHex,
});
/** A hello that has the right form. */
export type HelloMessage = z.infer<typeof HelloMessage>;

/**
 * Headquarters' word that it has durably applied every entry up to `seq`, whose hash is `hash`. With the nonce of the
 * latest hello it is the welcome; with an empty nonce it answers envelopes. `incarnation` changes when headquarters is
 * restored.
 */
export const AcknowledgementMessage = z.strictObject({
  base: baseName,
  epoch: epochId,
  hash: hashHex,
  incarnation: anyId,
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
