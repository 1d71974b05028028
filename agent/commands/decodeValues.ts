// The single values that `hakari decode` decodes: an EPC, or an EPC bank with its PC word.
import { readCode } from '../../drivers/contract/epc/scannedCode.ts';
import type { DeviceMessage } from '../../drivers/contract/codec.ts';
import { decodeEpc } from '../../drivers/contract/epc/epcDecoder.ts';
import { bytesToHex, decodeEpcBank } from '../../drivers/rfid/epc/storedCrc.ts';
import { toBytes, parseHexBytes, type ByteChunks } from './decodeInput.ts';

/** The longest bank has 2 + 62 + 2 bytes. */
const MAX_VALUE_BYTES = 1_024;
const MAX_INPUT_BYTES = 16 * 1024 * 1024;

/** Decodes the bytes of one value. */
export type ValueDecoder = (bytes: Uint8Array) => DeviceMessage;

/** By the protocol's name. */
export const VALUE_DECODERS: Readonly<Record<string, ValueDecoder>> = {
  epc: epcMessage,
  'gen2-storedcrc': epcBankMessage,
};

/**
 * Prints each value as JSON. `isHexText`: the bytes were given as digits and are one value; else they may also be lines
 * of hexadecimal digits. Exit code: 0 every value is valid, 1 one is not.
 */
export async function decodeValues(
  decode: ValueDecoder,
  { chunks, isHexText }: { chunks: ByteChunks; isHexText: boolean },
  io: { out(line: string): void },
): Promise<0 | 1> {
  const input = await readAllBytes(chunks);
  const values = (isHexText ? null : parseHexLines(input)) ?? [input.subarray(0, MAX_VALUE_BYTES)];
  let hasInvalid = false;
  for (const value of values) {
    const message = decode(value);
    hasInvalid ||= message.kind === 'invalid';
    io.out(JSON.stringify({ ...message, discarded: 0 }));
  }
  return hasInvalid ? 1 : 0;
}

/** The protocol of codes as people type them and scanners send them. */
export const CODE_PROTOCOL = 'gs1';

/**
 * Prints what each line says as a scanned code, as JSON. Exit code: 0 every line names a container or says GS1 data,
 * 1 one is plain text or there is none.
 */
export async function decodeScannedCodes(chunks: ByteChunks, io: { out(line: string): void }): Promise<0 | 1> {
  const lines = (await readAllBytes(chunks)).toString('utf8').split(/\r?\n/);
  const readings = lines.filter((line) => line.trim() !== '').map((line) => readCode(line));
  for (const { text, symbology, elements, keys, names } of readings)
    io.out(JSON.stringify({ kind: 'code', text, symbology, elements, keys, names, discarded: 0 }));
  const isUnderstood = readings.every(({ elements, keys }) => elements.length + keys.length > 0);
  return isUnderstood && readings.length > 0 ? 0 : 1;
}

/** Null: it is no text of hexadecimal digits. The bytes of an EPC are never the codes of such digits alone. */
function parseHexLines(input: Uint8Array): Uint8Array[] | null {
  const lines = Buffer.from(input)
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const values = lines.map(parseHexBytes);
  return values.length === 0 || values.includes(null) ? null : values.flatMap((value) => value ?? []);
}

async function readAllBytes(chunks: ByteChunks): Promise<Buffer> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length <= MAX_INPUT_BYTES) all.push(toBytes(chunk));
  }
  return Buffer.concat(all);
}

function epcMessage(bytes: Uint8Array): DeviceMessage {
  if (bytes.length === 0) return { kind: 'invalid', reason: 'there are no bytes' };
  return { kind: 'epc', epc: bytesToHex(bytes), ...decodeEpc(bytesToHex(bytes)) };
}

function epcBankMessage(bytes: Uint8Array): DeviceMessage {
  const bank = decodeEpcBank(bytes);
  return bank === null
    ? { kind: 'invalid', reason: 'the length does not fit the PC word' }
    : { kind: 'epcBank', ...bank };
}
