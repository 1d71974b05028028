// How well heard bytes fit each codec: every one decodes them, and what it makes of them is counted and weighed. Pure;
// knows no port.
import type { Codec, DecodedFrame } from '../contract/codec.ts';

export interface ProtocolCodec {
  /** A protocol's name, or "model NAME" where the model itself describes its frames. */
  name: string;
  codec: Codec;
}

export interface ProtocolCandidate {
  name: string;
  /** 0 to 100. */
  surePercent: number;
  /** Weights, tags, states: frames that say something of an instrument. */
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

/** Frames that an instrument makes by itself; acknowledgements and texts are too short to prove anything. */
const INSTRUMENT_MESSAGE_KINDS = new Set(['weight', 'count', 'error', 'tag', 'inventory', 'status']);
/** Without a checksum a frame is a line of text that looks right; several protocols may like the same line. */
const MAX_CONFIDENCE_WITHOUT_CHECKSUM = 0.9;

/** The best first; those that made nothing of the bytes are left out. */
export function rankProtocols(bytes: Uint8Array, codecs: readonly ProtocolCodec[]): ProtocolCandidate[] {
  return codecs
    .map((candidate) => scoreProtocol(bytes, candidate))
    .filter(({ frames }) => frames > 0)
    .sort((a, b) => b.surePercent - a.surePercent || b.frames - a.frames || a.name.localeCompare(b.name));
}

function scoreProtocol(bytes: Uint8Array, { name, codec }: ProtocolCodec): ProtocolCandidate {
  const decoded = codec.decode(codec.initialState('device'), bytes);
  // What is held back at the end is half a frame, and speaks neither for nor against.
  const good = decoded.frames.filter(isValidInstrumentFrame);
  const wrong = decoded.frames.filter(
    ({ message }) => message['checksumOk'] === false || message.kind === 'invalid',
  ).length;
  const right = codec.checksummed ? good.filter(({ message }) => message['checksumOk'] === true).length : null;
  const last = good.at(-1);
  const fit =
    bytes.length === 0
      ? 0
      : good.reduce((sum, { raw }) => sum + raw.length, 0) / (bytes.length - countPendingBytes(bytes, decoded));
  const sure = Math.min(1, fit) * (1 - 2 ** -good.length) * (right === null ? MAX_CONFIDENCE_WITHOUT_CHECKSUM : 1);
  return {
    name,
    surePercent: Math.round(100 * sure),
    frames: good.length,
    checksumsRight: right,
    wrong,
    bytes: bytes.length,
    discarded: decoded.discarded,
    example: last === undefined ? '' : JSON.stringify(last.message),
    why: `${good.length} frames, ${decoded.discarded} of ${bytes.length} bytes belong to none${right === null ? ', the protocol has no checksum' : `, ${right} checksums right`}${wrong > 0 ? `, ${wrong} frames wrong` : ''}`,
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
