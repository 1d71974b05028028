// Every wire vector through its codec: alone, cut at every byte, glued to its neighbours, surrounded by noise.
import { describe, expect, it } from 'vitest';
import { decodeEpc } from '../../drivers/contract/epc/epcDecoder.ts';
import { decodeEpcBank } from '../../drivers/rfid/epc/storedCrc.ts';
import { STREAM_PROTOCOLS, bytesOf, codecFor, directionOf, feed, vectorsOf } from './vectors.ts';

/** Bytes that begin and end no frame of any of the three protocols; for text they are no text. */
const NOISE = Uint8Array.of(0xff, 0x00, 0x9c, 0x80, 0xfe, 0x1b, 0xd3);

for (const protocol of STREAM_PROTOCOLS) {
  describe(protocol, () => {
    for (const vector of vectorsOf(protocol)) {
      const codec = codecFor(vector);
      const bytes = bytesOf(vector);
      const direction = directionOf(vector);
      const name = `${vector.device}: ${vector.ascii}`;

      it(`${name} alone`, () => {
        const { messages, discarded } = feed(codec, direction, [bytes]);
        expect(messages).toHaveLength(1);
        expect(messages[0]).toMatchObject(vector.expect);
        expect(discarded).toBe(0);
      });

      it(`${name} cut at every byte`, () => {
        for (let at = 1; at < bytes.length; at += 1) {
          const { messages } = feed(codec, direction, [bytes.subarray(0, at), bytes.subarray(at)]);
          expect(messages).toHaveLength(1);
          expect(messages[0]).toMatchObject(vector.expect);
        }
        expect(
          feed(
            codec,
            direction,
            Array.from(bytes, (byte) => Uint8Array.of(byte)),
          ).messages,
        ).toMatchObject([vector.expect]);
      });

      it(`${name} glued to its neighbours`, () => {
        const neighbours = vectorsOf(protocol).filter(
          (other) => directionOf(other) === direction && other.device === vector.device,
        );
        for (const other of neighbours) {
          const glued = Buffer.concat([bytesOf(other), bytes, bytesOf(other)]);
          expect(feed(codec, direction, [glued]).messages).toMatchObject([other.expect, vector.expect, other.expect]);
        }
      });

      it(`${name} surrounded by noise`, () => {
        const { messages, discarded } = feed(codec, direction, [Buffer.concat([NOISE, bytes, NOISE, bytes, NOISE])]);
        expect(messages).toMatchObject([vector.expect, vector.expect]);
        expect(discarded).toBe(3 * NOISE.length);
      });
    }
  });
}

describe('epc', () => {
  it.each(vectorsOf('epc').map((vector) => [vector.hex, vector]))('%s', (_, vector) => {
    expect(decodeEpc(vector.hex)).toMatchObject(vector.expect);
  });

  it('refuses what its partition does not allow', () => {
    // Partition 7 does not exist.
    expect(decodeEpc('301C00000000000000000001')).toMatchObject({ uri: null, scheme: 'none' });
    // A seven-digit company has at most 9999999; these 24 bits say 16777215.
    expect(decodeEpc('3077FFFFFF194E4000001A85').reason).toContain('more digits');
    expect(decodeEpc('3174257BF4499602D2000001').reason).toContain('reserved bits');
    expect(decodeEpc('3074257BF7194E40').reason).toContain('96 bits');
  });

  it('reads SGLN, GRAI and GIAI', () => {
    // GS1 Tag Data Standard, E.3 (summary of examples).
    expect(decodeEpc('3274257BF46072000000162E').uri).toBe('urn:epc:tag:sgln-96:3.0614141.12345.5678');
    expect(decodeEpc('3374257BF40C0E400000162E').uri).toBe('urn:epc:tag:grai-96:3.0614141.12345.5678');
    expect(decodeEpc('3474257BF40000000000162E').uri).toBe('urn:epc:tag:giai-96:3.0614141.5678');
  });
});

describe('gen2-storedcrc', () => {
  it.each(vectorsOf('gen2-storedcrc').map((vector) => [vector.hex, vector]))('%s', (_, vector) => {
    expect(decodeEpcBank(bytesOf(vector))).toMatchObject(vector.expect);
  });

  it('judges a CRC that follows the EPC', () => {
    expect(decodeEpcBank(Buffer.from('3000E20010710000529B0940B402EB98', 'hex'))?.crcOk).toBe(true);
    expect(decodeEpcBank(Buffer.from('3000E20010710000529B0940B402EB99', 'hex'))?.crcOk).toBe(false);
    expect(decodeEpcBank(Buffer.from('3000E2001071', 'hex'))).toBeNull();
  });
});
