// Every vector of the readers through its codec: alone, cut at every byte, glued to its neighbours, surrounded by
// noise.
import { describe, expect, it } from 'vitest';
import { listTags } from '../../../drivers/rfid/codecs/readerCodec.ts';
import type { DeviceMessage } from '../../../drivers/contract/codec.ts';
import { bytesOf, directionOf, feed, vectorsOf } from '../vectors.ts';
import { VECTOR_PROTOCOLS, codecOf } from './streams.ts';

/** Heads and lengths of all these protocols among bytes that are none. */
const NOISE = Uint8Array.of(
  0xff,
  0x00,
  0x9c,
  0x15,
  0x00,
  0x01,
  0x03,
  0xa0,
  0x13,
  0x80,
  0xfe,
  0x1b,
  0xd3,
  0x02,
  0x00,
  0x30,
  0x43,
  0x54,
  0x00,
  0x04,
);

/** Noise with a head in it may be told as a damaged frame; never as anything else. */
function sound(messages: readonly DeviceMessage[]): DeviceMessage[] {
  return messages.filter(({ kind }) => kind !== 'invalid');
}

for (const protocol of VECTOR_PROTOCOLS) {
  describe(protocol, () => {
    const codec = codecOf(protocol);
    const rows = vectorsOf(protocol).filter(({ expect: { kind } }) => kind !== 'stream');

    for (const vector of rows) {
      const bytes = bytesOf(vector);
      const direction = directionOf(vector);
      const name = `${vector.device}: ${vector.hex}`;

      it(`${name} alone`, () => {
        const { messages, discarded } = feed(codec, direction, [bytes]);
        expect(messages).toMatchObject([vector.expect]);
        expect(discarded).toBe(0);
      });

      it(`${name} cut at every byte`, () => {
        for (let at = 1; at < bytes.length; at += 1)
          expect(feed(codec, direction, [bytes.subarray(0, at), bytes.subarray(at)]).messages).toMatchObject([
            vector.expect,
          ]);
        expect(
          feed(
            codec,
            direction,
            Array.from(bytes, (byte) => Uint8Array.of(byte)),
          ).messages,
        ).toMatchObject([vector.expect]);
      });

      it(`${name} glued to its neighbours`, () => {
        for (const other of rows.filter((row) => directionOf(row) === direction)) {
          const glued = Buffer.concat([bytesOf(other), bytes, bytesOf(other)]);
          expect(feed(codec, direction, [glued]).messages).toMatchObject([other.expect, vector.expect, other.expect]);
        }
      });

      if (vector.expect['kind'] === 'invalid') continue;
      it(`${name} surrounded by noise`, () => {
        const { messages, frames, discarded } = feed(codec, direction, [
          Buffer.concat([NOISE, bytes, NOISE, bytes, NOISE]),
        ]);
        expect(sound(messages)).toMatchObject([vector.expect, vector.expect]);
        // Every byte is in a frame or counted as lost.
        expect(frames.reduce((sum, { raw }) => sum + raw.length, discarded)).toBe(3 * NOISE.length + 2 * bytes.length);
      });
    }
  });
}

describe('streams', () => {
  it('uhfreader288: six frames in one segment, four tags', () => {
    const [stream] = vectorsOf('uhfreader288').filter(({ expect: { kind } }) => kind === 'stream');
    const { messages, discarded } = feed(codecOf('uhfreader288'), 'device', [bytesOf(stream ?? fail())]);
    expect({ kind: 'stream', frames: messages.length, tags: messages.flatMap(listTags).length }).toEqual(
      stream?.expect,
    );
    expect(discarded).toBe(0);
  });

  it('llrp: three messages in one segment, however it is cut', () => {
    const [stream] = vectorsOf('llrp').filter(({ expect: { kind } }) => kind === 'stream');
    const bytes = bytesOf(stream ?? fail());
    for (let at = 0; at < bytes.length; at += 1) {
      const { messages } = feed(codecOf('llrp'), 'device', [bytes.subarray(0, at), bytes.subarray(at)]);
      expect({ kind: 'stream', messages: messages.length, types: messages.map(({ type }) => type) }).toEqual(
        stream?.expect,
      );
      // 96 bits as TV 13, 144 bits as TLV 241.
      expect(messages.flatMap(listTags)).toMatchObject([
        { epc: '3005FB63AC1F3841EC880467' },
        { epc: '1FB41F712AC9C37AB79D618173188324001A' },
      ]);
    }
  });
});

function fail(): never {
  throw new Error('no such vector');
}
