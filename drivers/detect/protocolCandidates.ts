// How well received bytes fit each codec: every one decodes them, and its frames and discarded bytes give a confidence.
// Must not know any port.
import type { Codec, DecodedFrame } from '../contract/codec.ts';

/** A codec to try. */
export interface ProtocolCodec {
  /** A protocol's name, or "model NAME" where the model itself describes its frames. */
  name: string;
  codec: Codec;
}

/** A protocol that fits the bytes, and how well. */
export interface ProtocolCandidate {
  name: string;
  /** Confidence, 0 to 100. */
  surePercent: number;
  /** Frames that report something of an instrument: weights, tags, states. */
  frames: number;
  /** Frames whose checksum was right; null: the protocol has none. */
  checksumsRight: number | null;
  /** Frames with a wrong checksum or a form the protocol does not allow. */
  wrong: number;
  bytes: number;
  discarded: number;
  /** What the last frame said. */
  example: string;
  why: string;
}

/** Kinds that count; acknowledgements and texts are too short to prove a protocol. */
const INSTRUMENT_MESSAGE_KINDS = new Set(['weight', 'count', 'error', 'tag', 'inventory', 'status']);
/** Without a checksum a frame is a line of text that looks right; several protocols may accept the same line. */
const MAX_CONFIDENCE_WITHOUT_CHECKSUM = 0.9;

/** Protocols that find a frame in the bytes, the most probable first. */
export function rankProtocols(bytes: Uint8Array, codecs: readonly ProtocolCodec[]): ProtocolCandidate[] {
  return codecs
    .map((candidate) => scoreProtocol(bytes, candidate))
    .filter(({ frames }) => frames > 0)
    .sort((a, b) => b.surePercent - a.surePercent || b.frames - a.frames || a.name.localeCompare(b.name));
}

function scoreProtocol(bytes: Uint8Array, { name, codec }: ProtocolCodec): ProtocolCandidate {
  const decoded = codec.decode(codec.initialState('device'), bytes);
  // Bytes held back at the end are half a frame and count neither for nor against.
  const validFrames = decoded.frames.filter(isValidInstrumentFrame);
  const invalidFrames = decoded.frames.filter(
    ({ message }) => message['checksumOk'] === false || message.kind === 'invalid',
  ).length;
  const validChecksums = codec.checksummed
    ? validFrames.filter(({ message }) => message['checksumOk'] === true).length
    : null;
  const lastFrame = validFrames.at(-1);
  const framedShare =
    bytes.length === 0
      ? 0
      : validFrames.reduce((sum, { raw }) => sum + raw.length, 0) / (bytes.length - countPendingBytes(bytes, decoded));
  const confidence =
    Math.min(1, framedShare) *
    (1 - 2 ** -validFrames.length) *
    (validChecksums === null ? MAX_CONFIDENCE_WITHOUT_CHECKSUM : 1);
  return {
    name,
    surePercent: Math.round(100 * confidence),
    frames: validFrames.length,
    checksumsRight: validChecksums,
    wrong: invalidFrames,
    bytes: bytes.length,
    discarded: decoded.discarded,
    example: lastFrame === undefined ? '' : JSON.stringify(lastFrame.message),
    why: `${validFrames.length} frames, ${decoded.discarded} of ${bytes.length} bytes belong to none${validChecksums === null ? ', the protocol has no checksum' : `, ${validChecksums} checksums right`}${invalidFrames > 0 ? `, ${invalidFrames} frames wrong` : ''}`,
  };
}

function isValidInstrumentFrame({ message }: DecodedFrame): boolean {
  return INSTRUMENT_MESSAGE_KINDS.has(message.kind) && message['checksumOk'] !== false;
}

/** Bytes that are in no frame and were not thrown away yet, line ends between frames included. */
function countPendingBytes(
  bytes: Uint8Array,
  { frames, discarded }: { frames: DecodedFrame[]; discarded: number },
): number {
  const framed = frames.reduce((sum, { raw }) => sum + raw.length, 0);
  return Math.max(0, Math.min(bytes.length - 1, bytes.length - framed - discarded));
}
