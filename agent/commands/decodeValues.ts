// What `hakari decode` decodes that is no stream: an EPC, or an EPC bank with its PC word.
import type { Message } from '../../drivers/contract/message.ts';
import { decodeEpc } from '../../drivers/rfid/epc.ts';
import { hex, readEpcBank } from '../../drivers/rfid/storedCrc.ts';
import { bytesOf, hexBytes, type Chunks } from './decodeSource.ts';

/** The longest bank has 2 + 62 + 2 bytes; nothing of what is longer would be one. */
const VALUE_BYTES = 1_024;
const INPUT_BYTES = 16 * 1024 * 1024;

export type ReadValue = (bytes: Uint8Array) => Message;

export const VALUES: Readonly<Record<string, ReadValue>> = { epc: epcMessage, 'gen2-storedcrc': epcBankMessage };

/**
 * `digits`: the bytes were given as digits. Else they may be the bytes of one value, or lines of hexadecimal digits.
 */
export async function decodeValues(
  read: ReadValue,
  { chunks, digits }: { chunks: Chunks; digits: boolean },
  io: { out(line: string): void },
): Promise<0 | 1> {
  const input = await wholeOf(chunks);
  const values = (digits ? null : linesOfDigits(input)) ?? [input.subarray(0, VALUE_BYTES)];
  let invalid = false;
  for (const value of values) {
    const message = read(value);
    invalid ||= message.kind === 'invalid';
    io.out(JSON.stringify({ ...message, discarded: 0 }));
  }
  return invalid ? 1 : 0;
}

/** Null: it is not text of hexadecimal digits. No EPC consists of the codes of such digits alone. */
function linesOfDigits(input: Uint8Array): Uint8Array[] | null {
  const lines = Buffer.from(input)
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const values = lines.map(hexBytes);
  return values.length === 0 || values.includes(null) ? null : values.flatMap((value) => value ?? []);
}

async function wholeOf(chunks: Chunks): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length <= INPUT_BYTES) all.push(bytesOf(chunk));
  }
  return Buffer.concat(all);
}

function epcMessage(bytes: Uint8Array): Message {
  if (bytes.length === 0) return { kind: 'invalid', reason: 'there are no bytes' };
  return { kind: 'epc', epc: hex(bytes), ...decodeEpc(hex(bytes)) };
}

function epcBankMessage(bytes: Uint8Array): Message {
  const bank = readEpcBank(bytes);
  return bank === null
    ? { kind: 'invalid', reason: 'the length does not fit the PC word' }
    : { kind: 'epcBank', ...bank };
}
