// Headquarters' side of every message, from CONTRACT.md with Node's own cryptography and no JOSE library: what a
// library does alike at both ends would never show. Sign, pad, seal downwards; unseal, unpad, verify upwards. Must not
// know MQTT or entries.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import {
  DownHeader,
  FRAME_LARGEST,
  FRAME_LENGTH_BYTES,
  FRAME_SIZES,
  OuterHeader,
  SEAL_ALG,
  SEAL_ENC,
  SEAL_TYP,
  sealedLength,
  SIGN_ALG,
  type SIGNED_TYP,
  UpHeader,
} from '../../agent/headquarters/contract/envelope.ts';
import { canonical } from './canonical.ts';
import { publicFrom, rawPublic } from './keys.ts';

const b64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');

/** Base64url that is exactly what an encoder would have written; null otherwise (Node's decoder forgives too much). */
function strictBytes(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

/** Compact JWS over the canonical payload, header {"alg","typ"} only. */
export function signDown(
  typ: typeof SIGNED_TYP.acknowledgement | typeof SIGNED_TYP.order,
  content: unknown,
  key: KeyObject,
): string {
  const input = `${b64(canonical({ alg: SIGN_ALG, typ }))}.${b64(canonical(content))}`;
  return `${input}.${b64(sign(null, Buffer.from(input, 'ascii'), key))}`;
}

/** The payload of a text that headquarters itself once signed; undefined if it did not. */
export function readDown(signed: string, key: KeyObject): Uint8Array | undefined {
  const parts = splitSigned(signed, key);
  return parts !== null && DownHeader.safeParse(parts.header).success ? parts.payload : undefined;
}

export function sealTo(signed: string, recipient: { sealing: KeyObject; keyId: string }): string {
  const size = FRAME_SIZES.find((candidate) => candidate >= FRAME_LENGTH_BYTES + signed.length);
  if (size === undefined) throw new RangeError('the signed text fits no frame');
  const plain = Buffer.alloc(size);
  plain.writeUInt32BE(signed.length);
  plain.write(signed, FRAME_LENGTH_BYTES, 'ascii');
  const own = generateKeyPairSync('x25519');
  const epk = { crv: 'X25519', kty: 'OKP', x: rawPublic(own.privateKey) };
  const header = b64(canonical({ alg: SEAL_ALG, enc: SEAL_ENC, epk, kid: recipient.keyId, typ: SEAL_TYP }));
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', contentKey(own.privateKey, recipient.sealing), iv).setAAD(
    Buffer.from(header, 'ascii'),
  );
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return `${header}..${b64(iv)}.${b64(body)}.${b64(cipher.getAuthTag())}`;
}

/** RFC 7518 4.6 direct agreement: one round of Concat KDF over AlgorithmID "A256GCM", empty party infos, 256 bits. */
function contentKey(privateKey: KeyObject, publicKey: KeyObject): Buffer {
  const word = (value: number): Buffer => {
    const four = Buffer.alloc(4);
    four.writeUInt32BE(value);
    return four;
  };
  const otherInfo = [word(SEAL_ENC.length), Buffer.from(SEAL_ENC, 'ascii'), word(0), word(0), word(256)];
  const shared = diffieHellman({ privateKey, publicKey });
  return createHash('sha256')
    .update(Buffer.concat([word(1), shared, ...otherInfo]))
    .digest();
}

export type Received = { header: UpHeader; payload: Uint8Array; signed: string } | { refused: string };

/**
 * Opens a message of a base. `signingKeyOf` gives an enrolled base's key. Reasons are words for the counter of
 * refusals.
 */
export function openUp(
  message: string,
  own: { sealing: KeyObject; keyId: string; signingKeyOf: (base: string) => KeyObject | undefined },
): Received {
  const plain = unseal(message, own);
  if (typeof plain === 'string') return { refused: plain };
  const signed = unpad(plain);
  if (signed === null) return { refused: 'padding' };
  const claimed = UpHeader.safeParse(headerOf(signed));
  if (!claimed.success) return { refused: 'signed header' };
  const key = own.signingKeyOf(claimed.data.base);
  if (key === undefined) return { refused: 'base not enrolled' };
  if (claimed.data.recipient !== own.keyId) return { refused: 'meant for another' };
  const parts = splitSigned(signed, key);
  return parts === null ? { refused: 'signature' } : { header: claimed.data, payload: parts.payload, signed };
}

function unseal(message: string, own: { sealing: KeyObject; keyId: string }): Buffer | string {
  if (message.length > sealedLength(FRAME_LARGEST)) return 'too large';
  const [header = '', none, iv = '', body = '', tag = '', ...rest] = message.split('.');
  if (none !== '' || rest.length > 0) return 'form';
  const outer = OuterHeader.safeParse(jsonOf(header));
  if (!outer.success) return 'outer header';
  if (outer.data.kid !== own.keyId) return 'sealed for another';
  const [ivBytes, bodyBytes, tagBytes] = [strictBytes(iv), strictBytes(body), strictBytes(tag)];
  if (ivBytes?.length !== 12 || tagBytes?.length !== 16 || bodyBytes === null) return 'form';
  try {
    const key = contentKey(own.sealing, publicFrom('X25519', outer.data.epk.x));
    const decipher = createDecipheriv('aes-256-gcm', key, ivBytes)
      .setAAD(Buffer.from(header, 'ascii'))
      .setAuthTag(tagBytes);
    return Buffer.concat([decipher.update(bodyBytes), decipher.final()]);
  } catch {
    return 'seal broken';
  }
}

function unpad(plain: Buffer): string | null {
  if (!FRAME_SIZES.some((size) => size === plain.length)) return null;
  const end = FRAME_LENGTH_BYTES + plain.readUInt32BE(0);
  if (end === FRAME_LENGTH_BYTES || end > plain.length) return null;
  for (let at = end; at < plain.length; at += 1) if (plain[at] !== 0) return null;
  return plain.toString('latin1', FRAME_LENGTH_BYTES, end);
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(strictBytes(part)?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}

function headerOf(signed: string): unknown {
  return jsonOf(signed.slice(0, Math.max(0, signed.indexOf('.'))));
}

function splitSigned(signed: string, key: KeyObject): { header: unknown; payload: Uint8Array } | null {
  const [header = '', payload = '', signature = '', ...rest] = signed.split('.');
  const [payloadBytes, signatureBytes] = [strictBytes(payload), strictBytes(signature)];
  if (rest.length > 0 || payloadBytes === null || signatureBytes?.length !== 64) return null;
  if (!verify(null, Buffer.from(`${header}.${payload}`, 'ascii'), key, signatureBytes)) return null;
  return { header: jsonOf(header), payload: payloadBytes };
}
