// The outside of every message: fixed algorithms, header values, the few sizes, the limits. CONTRACT.md explains them.
// Constants and schemas only: each side has its own code that signs, pads and seals.
import { z } from 'zod';
import { baseName, epochId, hashHex, seqNumber } from '../../core/model/values.ts';

export const SIGN_ALG = 'EdDSA';
export const SEAL_ALG = 'ECDH-ES';
export const SEAL_ENC = 'A256GCM';
export const SEAL_TYP = 'hakari+jwe';

/** `typ` of the signed text inside: one a purpose, so that no signature can pass for another kind of statement. */
export const SIGNED_TYP = {
  hello: 'hakari-hello+jws',
  entries: 'hakari-entries+jws',
  acknowledgement: 'hakari-ack+jws',
  order: 'hakari-order+jws',
  /** Reserved: the signed statement of every open lot's quantity after an outage. */
  position: 'hakari-position+jws',
} as const;
export type SignedPurpose = keyof typeof SIGNED_TYP;

/**
 * Every sealed plaintext has one of these sizes: 4 bytes length, the signed text, zeros. 64 KiB seals to 87 676
 * characters, below the 128 KiB that some hosted brokers allow.
 */
export const FRAME_SIZES = [2_048, 16_384, 65_536, 262_144] as const;
export type FrameSize = (typeof FRAME_SIZES)[number];
export const FRAME_LENGTH_BYTES = 4;
export const LARGEST_FRAME_SIZE: FrameSize = 262_144;

/**
 * {"alg":"ECDH-ES","enc":"A256GCM","epk":{"crv":"X25519","kty":"OKP","x":"…43…"},"kid":"…43…","typ":"hakari+jwe"}, in
 * any order.
 */
export const OUTER_HEADER_BYTES = 189;

function base64urlLength(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

/** Characters of a sealed message (compact JWE): header . (no key) . 96-bit IV . ciphertext . 128-bit tag. */
export function sealedMessageLength(frame: FrameSize): number {
  return base64urlLength(OUTER_HEADER_BYTES) + 1 + 1 + 16 + 1 + base64urlLength(frame) + 1 + 22;
}

/** Entries in one envelope: enough to fill the largest frame with weighings. */
export const ENVELOPE_MAX_ENTRIES = 4_096;
/** What the entries of one envelope may inflate to; a receiver stops its decompressor there. */
export const ENVELOPE_MAX_INFLATED_BYTES = 8 * 1_048_576;
/**
 * The signed text of an order. It travels back inside an entry, next to the order in clear: at worst both halves are
 * incompressible, (72 + 72) KiB × 4/3 = 192 KiB, which still fits the largest frame.
 */
export const ORDER_MAX_SIGNED_BYTES = 98_304;

const keyIdSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Nothing else may stand in the outer header: no zip, no crit, no jwk, no apu or apv. */
export const outerHeaderSchema = z.strictObject({
  alg: z.literal(SEAL_ALG),
  enc: z.literal(SEAL_ENC),
  epk: z.strictObject({ crv: z.literal('X25519'), kty: z.literal('OKP'), x: keyIdSchema }),
  kid: keyIdSchema,
  typ: z.literal(SEAL_TYP),
});

/** What headquarters says (acknowledgement, order) stands on its own for years: its header names only the kind. */
export const DownHeader = z.strictObject({
  alg: z.literal(SIGN_ALG),
  typ: z.enum([SIGNED_TYP.acknowledgement, SIGNED_TYP.order]),
});
export type DownHeader = z.infer<typeof DownHeader>;

const baseHeaderMembers = {
  alg: z.literal(SIGN_ALG),
  base: baseName,
  epoch: epochId,
  recipient: keyIdSchema,
};

export const helloHeaderSchema = z.strictObject({
  ...baseHeaderMembers,
  purpose: z.literal('hello'),
  typ: z.literal(SIGNED_TYP.hello),
});

/** `hash` is the chain's value after `last`: every envelope signs the ledger's head as far as it goes. */
export const EntriesHeader = z.strictObject({
  ...baseHeaderMembers,
  purpose: z.literal('entries'),
  typ: z.literal(SIGNED_TYP.entries),
  first: seqNumber,
  last: seqNumber,
  hash: hashHex,
});
export type EntriesHeader = z.infer<typeof EntriesHeader>;

export const UpHeader = z.discriminatedUnion('purpose', [helloHeaderSchema, EntriesHeader]);
export type UpHeader = z.infer<typeof UpHeader>;
