// The readers' protocols that this folder tests, frames of each beyond the vectors, and an encoder of its own: the
// frames are written from the manuals' tables, and no checksum here comes from the code under test.
import { READER_DECODERS } from '../../../drivers/rfid/readerCodecs.ts';
import type { Codec } from '../../../drivers/contract/codec.ts';
import { bytesOf, directionOf, vectorsOf } from '../vectors.ts';

/** As the vectors name them. */
export const VECTOR_PROTOCOLS = [
  'uhfreader18',
  'uhfreader288',
  'chafon-ctsw',
  'm100-aadd',
  'impinj-a0',
  'thingmagic',
  'takaya-utr',
  'llrp',
  'modbus-tcp-rfid',
  'modbus-rtu-rfid',
] as const;

/** Those whose frames carry a checksum. */
export const CHECKSUMMED = [
  'uhfreader18',
  'uhfreader288',
  'chafon-ctsw',
  'm100-aadd',
  'impinj-a0',
  'thingmagic',
  'takaya-utr',
  'cl7206',
] as const;

export function codecOf(protocol: string): Codec {
  const codec = READER_DECODERS[protocol];
  if (codec === undefined) throw new Error(`no codec ${protocol}`);
  return codec;
}

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}

/** Remainder of a polynomial division, one bit at a time; `reflected`: the low bit of a byte comes first. */
function remainder(
  bytes: Uint8Array,
  { poly, init, reflected }: { poly: number; init: number; reflected: boolean },
): number {
  let register = init;
  for (const byte of bytes) {
    for (let i = 0; i < 8; i += 1) {
      const bit = (byte >> (reflected ? i : 7 - i)) & 1;
      const out = reflected ? register & 1 : register >> 15;
      register = reflected ? register >> 1 : (register << 1) & 0xffff;
      if (out !== bit) register ^= poly;
    }
  }
  return register;
}

/** Length, address, command, status, data; MCRF4XX with its low byte first. */
export function uhfFrame(text: string): Uint8Array {
  const behind = fromHex(text);
  const body = Uint8Array.of(behind.length + 2, ...behind);
  const crc = remainder(body, { poly: 0x8408, init: 0xffff, reflected: true });
  return Uint8Array.of(...body, crc % 256, crc >> 8);
}

/** AA, command to data, BUYPASS over what follows the AA. */
export function clFrame(code: string, data: string): Uint8Array {
  const content = fromHex(data);
  const body = Uint8Array.of(...fromHex(code), content.length >> 8, content.length % 256, ...content);
  const crc = remainder(body, { poly: 0x8005, init: 0, reflected: false });
  return Uint8Array.of(0xaa, ...body, crc >> 8, crc % 256);
}

/** A0, length, then a byte that makes the sum 0. */
export function a0Frame(text: string): Uint8Array {
  const behind = fromHex(text);
  const body = [0xa0, behind.length + 1, ...behind];
  return Uint8Array.of(...body, (0x10000 - body.reduce((sum, byte) => sum + byte, 0)) % 256);
}

/** STX … ETX, sum, CR. */
export function utrFrame(address: number, code: number, data: string): Uint8Array {
  const content = fromHex(data);
  const body = [0x02, address, code, content.length, ...content, 0x03];
  return Uint8Array.of(...body, body.reduce((sum, byte) => sum + byte, 0) % 256, 0x0d);
}

/** "CT", length, then a byte that makes the sum 0. */
export function ctFrame(text: string): Uint8Array {
  const behind = fromHex(text);
  const body = [0x43, 0x54, (behind.length + 1) >> 8, (behind.length + 1) % 256, ...behind];
  return Uint8Array.of(...body, (0x10000 - body.reduce((sum, byte) => sum + byte, 0)) % 256);
}

export function aaddFrame(type: number, code: number, data: string): Uint8Array {
  const content = fromHex(data);
  const body = [type, code, content.length >> 8, content.length % 256, ...content];
  return Uint8Array.of(0xaa, ...body, body.reduce((sum, byte) => sum + byte, 0) % 256, 0xdd);
}

/** What a device sends: its vectors and some more, for the tests that mix and damage frames. */
export function deviceFrames(protocol: string): Uint8Array[] {
  const vectors =
    protocol === 'cl7206'
      ? []
      : vectorsOf(protocol).filter(
          (row) => directionOf(row) === 'device' && row.expect['kind'] !== 'stream' && row.expect['kind'] !== 'invalid',
        );
  return [...vectors.map(bytesOf), ...(MORE[protocol] ?? [])];
}

const MORE: Readonly<Record<string, readonly Uint8Array[]>> = {
  uhfreader18: [uhfFrame('00 01 01 02 0C E200AABBCCDDEEFF00112233 04 A0BB7EDD'), fromHex('560000000000')],
  'm100-aadd': [aaddFrame(1, 0xff, '15')],
  'impinj-a0': [a0Frame('01 89 36'), a0Frame('01 8A 03 22'), a0Frame('01 89 75 1800 A0A0BB 7E00AA A0 B5')],
  'takaya-utr': [utrFrame(0, 0x31, '10 04 00 00 00 00 00 00 00 00'), utrFrame(3, 0x6c, '09 FE02 3E 06 1000 0D03 020D')],
  thingmagic: [fromHex(`FF00220400${thingMagicCrc('00220400')}`)],
  cl7206: [
    clFrame('12 00', '000C E2000020AA1200AA7EBBA0DD 3000 01 01 4E'),
    clFrame('12 30', '0004 30AA1200 1000 02 01 41 03 0004 E2801160 06 01'),
    clFrame('01 12', '00000007'),
    clFrame('02 10', '00'),
    clFrame('12 01', '00'),
  ],
};

/** ThingMagic's own: as its manual's C source does it, with the table written out. */
export function thingMagicCrc(text: string): string {
  const table = [
    0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50a5, 0x60c6, 0x70e7, 0x8108, 0x9129, 0xa14a, 0xb16b, 0xc18c, 0xd1ad,
    0xe1ce, 0xf1ef,
  ];
  let crc = 0xffff;
  for (const digit of text) {
    crc = ((((crc % 4096) * 16) | Number.parseInt(digit, 16)) ^ (table[crc >> 12] ?? 0)) & 0xffff;
  }
  return crc.toString(16).padStart(4, '0');
}

/** CRC-16/GENIBUS bit by bit, as the tag stores it. */
export function genibusCrc(text: string): string {
  const register = remainder(fromHex(text), { poly: 0x1021, init: 0xffff, reflected: false });
  return (register ^ 0xffff).toString(16).padStart(4, '0');
}
