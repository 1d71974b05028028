// The outside of every message: fixed algorithms, header values, the few sizes, the limits. CONTRACT.md explains them.
// Constants and schemas only: each side has its own code that signs, pads and seals.
import { z } from 'zod';
import { baseName, epochId, hashHex, seqNumber } from '../../core/model/values.ts';

/** Version of the contract that a hello names: raised with every change that the other side must know of. */
export const CONTRACT_VERSION = 1;

/**
 * `alg` of every signed text: Ed25519.
 * @see CONTRACT.md, section 4
 */
export const SIGN_ALG = 'EdDSA';
/**
 * `alg` of every sealed message: a fresh X25519 key agrees with the recipient's.
 * @see CONTRACT.md, section 4
 */
export const SEAL_ALG = 'ECDH-ES';
/**
 * `enc` of every sealed message: AES-256-GCM.
 * @see CONTRACT.md, section 4
 */
export const SEAL_ENC = 'A256GCM';
/** `typ` of the outside, the same for all: a broker learns nothing from it. */
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
/** What a signed text is for. */
export type SignedPurpose = keyof typeof SIGNED_TYP;

/**
 * Every sealed plaintext has one of these sizes: 4 bytes length, the signed text, the body that it names, zeros. 64 KiB seals to 87 676
 * characters, below the 128 KiB that some hosted brokers allow.
 */
export const FRAME_SIZES = [2_048, 16_384, 65_536, 262_144] as const;
/** Bytes of a sealed plaintext. */
export type FrameSize = (typeof FRAME_SIZES)[number];
/** Bytes at the front of a frame that say how long its signed text is. */
export const FRAME_LENGTH_BYTES = 4;
/** Bytes of the largest frame: a signed text that does not fit it cannot be sent. */
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
 * incompressible, 72 + 72 KiB, which fits the largest frame.
 */
export const ORDER_MAX_SIGNED_BYTES = 98_304;

/** Key id of a sealing key: an RFC 7638 thumbprint, base64url. */
export const keyIdSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Nothing else may stand in the outer header: no zip, no crit, no jwk, no apu or apv. */
export const outerHeaderSchema = z.strictObject({
  alg: z.literal(SEAL_ALG),
  enc: z.literal(SEAL_ENC),
  epk: z.strictObject({ crv: z.literal('X25519'), kty: z.literal('OKP'), x: keyIdSchema }),
  kid: keyIdSchema,
  typ: z.literal(SEAL_TYP),
});

/** Header of every signed text: `typ` is its purpose. Nothing else may stand there; what it says is the payload. */
export const SignedHeader = z.strictObject({ alg: z.literal(SIGN_ALG), typ: z.enum(SIGNED_TYP) });
/** Header of a signed text. */
export type SignedHeader = z.infer<typeof SignedHeader>;

/** Header of what headquarters signs. */
export const DownHeader = z.strictObject({
  alg: z.literal(SIGN_ALG),
  typ: z.enum([SIGNED_TYP.acknowledgement, SIGNED_TYP.order]),
});
/** Header of what headquarters signs. */
export type DownHeader = z.infer<typeof DownHeader>;

/** Header of what a base signs. */
export const UpHeader = z.strictObject({
  alg: z.literal(SIGN_ALG),
  typ: z.enum([SIGNED_TYP.hello, SIGNED_TYP.entries]),
});
/** Header of what a base signs. */
export type UpHeader = z.infer<typeof UpHeader>;

/**
 * What a base signs of an envelope: entries `first` to `last` of an epoch, whose brotli bytes stand behind the signed
 * text. `hash` is the chain's value after `last`: every envelope signs the ledger as far as it goes.
 * @see CONTRACT.md, section 5
 */
export const EntriesMessage = z.strictObject({
  base: baseName,
  epoch: epochId,
  first: seqNumber,
  hash: hashHex,
  last: seqNumber,
  /** Brotli bytes behind the signed text. */
  length: z.int().min(1).max(LARGEST_FRAME_SIZE),
  /** The base's newest epoch: another than `epoch` where an earlier one is sent to its end. */
  newest: epochId,
  purpose: z.literal('entries'),
  /** Key id of headquarters' sealing key. */
  recipient: keyIdSchema,
  /** Root of the epoch's tree after `last`. */
  root: hashHex,
  /** SHA-256 of those bytes. */
  sha256: hashHex,
  /** Entries of that tree: `last`. */
  size: seqNumber,
});
/** What a base signs of an envelope of entries. */
export type EntriesMessage = z.infer<typeof EntriesMessage>;
