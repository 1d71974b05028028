// Framing and commands of the "A0" readers: head, length, address, command, data and a byte that makes the sum 0. Must
// not know any port.
import { twosComplementChecksum } from './readerChecksums.ts';
import type { ReaderCodec } from './readerCodec.ts';
import { byteToHex, createReaderFrameCodec } from './readerFraming.ts';
import type { ReaderFrameRule } from './readerFraming.ts';
import { decodeImpinjReply, decodeImpinjRequest } from './impinj-a0-frame.ts';

const HEAD = 0xa0;
/** Address, command and sum. */
const MIN_LENGTH = 3;
const ANY_ADDRESS = 0xff;

/** Bands of command 78: band, lowest and highest channel (0 to 6: 865 + 0.5 n MHz; 7 to 59: 902 + 0.5 (n − 7) MHz). */
const REGIONS: Readonly<Record<string, readonly [number, number, number]>> = {
  US: [0x01, 0x07, 0x3b],
  EU: [0x02, 0x00, 0x06],
  CN: [0x03, 0x2b, 0x35],
};

const RULE: ReaderFrameRule = {
  measure(data, offset) {
    if (data[offset] !== HEAD) return 'none';
    const length = data[offset + 1];
    const command = data[offset + 3];
    if (length === undefined) return 'more';
    if (length < MIN_LENGTH) return 'none';
    if (command === undefined) return 'more';
    // All commands of the manuals lie between these: a head inside noise is recognised early.
    return command >= 0x60 && command <= 0xb4 ? length + 2 : 'none';
  },
  isValid: (frame) => twosComplementChecksum(frame) === 0,
  decode(frame, { direction, isIntact }) {
    if (!isIntact)
      return {
        kind: 'invalid',
        reason: 'checksum',
        checksumOk: false,
        correctChecksum: byteToHex(twosComplementChecksum(frame.subarray(0, -1))),
        cmd: byteToHex(frame[3] ?? 0),
      };
    return direction === 'host' ? decodeImpinjRequest(Buffer.from(frame)) : decodeImpinjReply(Buffer.from(frame));
  },
};

function encodeCommand(code: number, ...data: number[]): Uint8Array {
  const body = Uint8Array.of(HEAD, data.length + MIN_LENGTH, ANY_ADDRESS, code, ...data);
  return Uint8Array.of(...body, twosComplementChecksum(body));
}

/** Codec of the A0 protocol. */
export const impinjA0: ReaderCodec = {
  ...createReaderFrameCodec('impinj-a0', RULE),
  regionCommandCode: '78',
  encodeSetRegion: (name) => {
    const band = REGIONS[name];
    return band === undefined ? null : encodeCommand(0x78, ...band);
  },
  // One round; its end frame asks for the next.
  encodeStartInventory: () => encodeCommand(0x89, 1),
  encodeStopInventory: () => new Uint8Array(),
  endsRound: (message) => message.kind === 'inventoryEnd' || message.kind === 'noTag',
};
