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
  CONTRACT_VERSION,
  DownHeader,
  EntriesMessage,
  LARGEST_FRAME_SIZE,
  FRAME_LENGTH_BYTES,
  FRAME_SIZES,
  outerHeaderSchema,
  SEAL_ALG,
  SEAL_ENC,
  SEAL_TYP,
  sealedMessageLength,
  SIGN_ALG,
  SIGNED_TYP,
  UpHeader,
} from '../../link/contract/envelope.ts';
import { HelloMessage } from '../../link/contract/conversationSchemas.ts';
import { readCanonical, writeCanonical } from './headquartersCanonical.ts';
import { type HeadquartersSigning, publicKeyFromRaw, rawPublicKeyOf } from './headquartersKeys.ts';

const toBase64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');

/** Base64url that is exactly what an encoder would have written; null otherwise (Node's decoder forgives too much). */
function fromStrictBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

/** Compact JWS over the canonical payload, header {"alg","typ"} only, by the key of that purpose. */
export function signHeadquartersText(
  typ: typeof SIGNED_TYP.acknowledgement | typeof SIGNED_TYP.order,
  content: unknown,
  { acknowledgeKey, orderKey }: HeadquartersSigning,
): string {
  const key = typ === SIGNED_TYP.order ? orderKey : acknowledgeKey;
  const input = `${toBase64url(writeCanonical({ alg: SIGN_ALG, typ }))}.${toBase64url(writeCanonical(content))}`;
  return `${input}.${toBase64url(sign(null, Buffer.from(input, 'ascii'), key))}`;
}

/** The payload of an order that headquarters itself once signed; undefined if it did not. */
export function readOwnSignedText(signed: string, { orderKey }: HeadquartersSigning): Uint8Array | undefined {
  const parts = verifySignedText(signed, orderKey);
  const header = DownHeader.safeParse(parts?.header);
  return header.success && header.data.typ === SIGNED_TYP.order ? parts?.payload : undefined;
}

/**
 * Pads a signed text to a frame and seals it for a base, as compact JWE (ECDH-ES, A256GCM).
 *
 * @throws {RangeError} when the text fits no frame
 */
export function sealForBase(signed: string, recipient: { sealing: KeyObject; keyId: string }): string {
  const size = FRAME_SIZES.find((candidate) => candidate >= FRAME_LENGTH_BYTES + signed.length);
  if (size === undefined) throw new RangeError('the signed text fits no frame');
  const plain = Buffer.alloc(size);
  plain.writeUInt32BE(signed.length);
  plain.write(signed, FRAME_LENGTH_BYTES, 'ascii');
  const ephemeral = generateKeyPairSync('x25519');
  const epk = { crv: 'X25519', kty: 'OKP', x: rawPublicKeyOf(ephemeral.privateKey) };
  const header = toBase64url(
    writeCanonical({ alg: SEAL_ALG, enc: SEAL_ENC, epk, kid: recipient.keyId, typ: SEAL_TYP }),
  );
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', deriveContentKey(ephemeral.privateKey, recipient.sealing), iv).setAAD(
    Buffer.from(header, 'ascii'),
  );
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return `${header}..${toBase64url(iv)}.${toBase64url(body)}.${toBase64url(cipher.getAuthTag())}`;
}

/** RFC 7518 4.6 direct agreement: one round of Concat KDF over AlgorithmID "A256GCM", empty party infos, 256 bits. */
function deriveContentKey(privateKey: KeyObject, publicKey: KeyObject): Buffer {
  const uint32Bytes = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const otherInfo = [
    uint32Bytes(SEAL_ENC.length),
    Buffer.from(SEAL_ENC, 'ascii'),
    uint32Bytes(0),
    uint32Bytes(0),
    uint32Bytes(256),
  ];
  const shared = diffieHellman({ privateKey, publicKey });
  return createHash('sha256')
    .update(Buffer.concat([uint32Bytes(1), shared, ...otherInfo]))
    .digest();
}

/** What a base says in a message whose seal and signature are good, or why it is refused. */
export type OpenedMessage =
  | { kind: 'hello'; hello: HelloMessage; signed: string }
  /** `body`: the brotli bytes of its entries, as they were signed. */
  | { kind: 'entries'; envelope: EntriesMessage; body: Uint8Array; signed: string }
  | { refused: string };

/**
 * Opens a message of a base. `signingKeyOf` gives an enrolled base's key. Reasons are words for the counter of
 * refusals.
 */
export function openBaseMessage(
  message: string,
  keys: { sealingKey: KeyObject; keyId: string; signingKeyOf: (base: string) => KeyObject | undefined },
): OpenedMessage {
  const plain = unseal(message, keys);
  if (typeof plain === 'string') return { refused: plain };
  const frame = readFrame(plain);
  if (frame === null) return { refused: 'padding' };
  const { signed, rest } = frame;
  const header = UpHeader.safeParse(parseJsonPart(signed.split('.')[0] ?? ''));
  if (!header.success) return { refused: 'signed header' };
  const isHello = header.data.typ === SIGNED_TYP.hello;
  // Who says it stands in what is signed: read for the key alone, and believed only if that key signed it.
  const content = readCanonical(fromStrictBase64url(signed.split('.')[1] ?? '') ?? Buffer.alloc(0));
  const claimed = claimedSender.safeParse(content);
  if (!claimed.success) return { refused: 'signed text' };
  const key = keys.signingKeyOf(claimed.data.base);
  if (key === undefined) return { refused: 'base not enrolled' };
  if (verifySignedText(signed, key) === null) return { refused: 'signature' };
  if (claimed.data.recipient !== keys.keyId) return { refused: 'meant for another' };
  return isHello ? readHelloMessage(content, { signed, rest }) : readEntriesMessage(content, { signed, rest });
}

const claimedSender = HelloMessage.pick({ base: true, recipient: true }).loose();

function readHelloMessage(content: unknown, { signed, rest }: { signed: string; rest: Buffer }): OpenedMessage {
  if (!isZeros(rest)) return { refused: 'padding' };
  const { contract } = content as { contract?: unknown };
  if (Number.isSafeInteger(contract) && contract !== CONTRACT_VERSION)
    return { refused: `contract version ${Number(contract)}` };
  const hello = HelloMessage.safeParse(content);
  return hello.success ? { kind: 'hello', hello: hello.data, signed } : { refused: 'hello' };
}

/** The body has the length and the hash that were signed, and behind it stands nothing. */
function readEntriesMessage(content: unknown, { signed, rest }: { signed: string; rest: Buffer }): OpenedMessage {
  const envelope = EntriesMessage.safeParse(content);
  if (!envelope.success) return { refused: 'signed text' };
  const { length, sha256 } = envelope.data;
  if (length > rest.length || !isZeros(rest.subarray(length))) return { refused: 'padding' };
  const body = rest.subarray(0, length);
  if (createHash('sha256').update(body).digest('hex') !== sha256) return { refused: 'body' };
  return { kind: 'entries', envelope: envelope.data, body, signed };
}

function unseal(message: string, keys: { sealingKey: KeyObject; keyId: string }): Buffer | string {
  if (message.length > sealedMessageLength(LARGEST_FRAME_SIZE)) return 'too large';
  const [header = '', none, iv = '', body = '', tag = '', ...rest] = message.split('.');
  if (none !== '' || rest.length > 0) return 'form';
  const outer = outerHeaderSchema.safeParse(parseJsonPart(header));
  if (!outer.success) return 'outer header';
  if (outer.data.kid !== keys.keyId) return 'sealed for another';
  const [ivBytes, bodyBytes, tagBytes] = [fromStrictBase64url(iv), fromStrictBase64url(body), fromStrictBase64url(tag)];
  if (ivBytes?.length !== 12 || tagBytes?.length !== 16 || bodyBytes === null) return 'form';
  try {
    const key = deriveContentKey(keys.sealingKey, publicKeyFromRaw('X25519', outer.data.epk.x));
    const decipher = createDecipheriv('aes-256-gcm', key, ivBytes)
      .setAAD(Buffer.from(header, 'ascii'))
      .setAuthTag(tagBytes);
    return Buffer.concat([decipher.update(bodyBytes), decipher.final()]);
  } catch {
    return 'seal broken';
  }
}

/** A frame's signed text and what stands behind it. */
function readFrame(plain: Buffer): { signed: string; rest: Buffer } | null {
  if (!FRAME_SIZES.some((size) => size === plain.length)) return null;
  const end = FRAME_LENGTH_BYTES + plain.readUInt32BE(0);
  if (end === FRAME_LENGTH_BYTES || end > plain.length) return null;
  return { signed: plain.toString('latin1', FRAME_LENGTH_BYTES, end), rest: plain.subarray(end) };
}

/** Room for anything but zeros would be room for a hidden message. */
function isZeros(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

function parseJsonPart(part: string): unknown {
  try {
    return JSON.parse(fromStrictBase64url(part)?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}

function verifySignedText(signed: string, key: KeyObject): { header: unknown; payload: Uint8Array } | null {
  const [header = '', payload = '', signature = '', ...rest] = signed.split('.');
  const [payloadBytes, signatureBytes] = [fromStrictBase64url(payload), fromStrictBase64url(signature)];
  if (rest.length > 0 || payloadBytes === null || signatureBytes?.length !== 64) return null;
  if (!verify(null, Buffer.from(`${header}.${payload}`, 'ascii'), key, signatureBytes)) return null;
  return { header: parseJsonPart(header), payload: payloadBytes };
}
