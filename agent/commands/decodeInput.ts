// Where the bytes that `hakari decode` decodes come from: digits, a file, a recording of a port, standard input. Opens
// no port.
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { errorText } from '../../drivers/contract/errorText.ts';
import { parseRecording, RecordingError } from '../../drivers/ports/portRecording.ts';

const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** Beginning of every recording of `hakari record`. */
const RECORDING_START = '{"recording":';

/** Bytes as they come; a text holds one byte in each character. */
export type ByteChunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array | string>;

/** Where the bytes are. */
export interface DecodeInputOptions {
  hex: string | undefined;
  /** "-" is standard input. */
  file: string | undefined;
  direction: 'device' | 'host';
}

/** The bytes, or a text that tells why there are none. */
export function openDecodeInput(
  { hex, file, direction }: DecodeInputOptions,
  stdin: NodeJS.ReadableStream,
): ByteChunks | string {
  if (hex !== undefined) {
    const bytes = parseHexBytes(hex);
    return bytes === null ? `--hex wants pairs of hexadecimal digits, not "${hex.slice(0, 40)}"` : [bytes];
  }
  if (file === undefined || file === '-') return stdin as AsyncIterable<Uint8Array | string>;
  try {
    if (statSync(file).size > MAX_FILE_BYTES)
      return `${file} is larger than ${MAX_FILE_BYTES} bytes: give it on standard input`;
    const content = readFileSync(file);
    return content.subarray(0, RECORDING_START.length).toString('latin1') === RECORDING_START
      ? readRecordedChunks(file, content, direction)
      : [content];
  } catch (error) {
    return error instanceof RecordingError ? error.message : `${file} cannot be read: ${errorText(error)}`;
  }
}

/** Bytes of hexadecimal digits as people copy them: "02 41", "02:41", "0x02, 0x41". Null: the text is none. */
export function parseHexBytes(text: string): Uint8Array | null {
  const digits = text.replace(/\b0x/gi, '').replace(/[\s:,-]/g, '');
  return /^(?:[0-9A-Fa-f]{2})*$/.test(digits) ? Buffer.from(digits, 'hex') : null;
}

/** Of a recording, what the instrument sent; with --direction host, what was sent to it. */
function readRecordedChunks(file: string, content: Buffer, direction: DecodeInputOptions['direction']): Uint8Array[] {
  const eventKind = direction === 'host' ? 'out' : 'in';
  return parseRecording(basename(file), content.toString('utf8')).events.flatMap((event) =>
    event.kind === eventKind ? [event.bytes] : [],
  );
}

/** The bytes of a chunk. */
export function toBytes(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk;
}
