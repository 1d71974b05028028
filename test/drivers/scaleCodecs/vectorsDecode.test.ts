// Every wire vector of the scales' text protocols: alone, cut at every byte, glued to its neighbours, surrounded by
// noise.
import { describe, expect, it } from 'vitest';
import { bytesOf, codecFor, directionOf, feed, vectorsOf } from '../vectors.ts';
import type { Vector } from '../vectors.ts';
import { VECTOR_PROTOCOLS } from './protocols.ts';

/** No start byte and no text, also with the parity bit masked. */
const NOISE = Uint8Array.of(0xff, 0x00, 0x9c, 0x80, 0xfe, 0x1b, 0xd3);

/** A vector with a `count` holds so many equal frames. */
function expected({ expect: { count = 1, ...fields } }: Vector): object[] {
  return Array.from({ length: Number(count) }, () => fields);
}

for (const protocol of VECTOR_PROTOCOLS) {
  describe(protocol, () => {
    for (const vector of vectorsOf(protocol)) {
      const codec = codecFor(vector);
      const bytes = bytesOf(vector);
      const direction = directionOf(vector);
      const name = `${vector.device}: ${vector.ascii}`;

      it(`${name} alone`, () => {
        const { messages, discarded } = feed(codec, direction, [bytes]);
        expect(messages).toMatchObject(expected(vector));
        expect(discarded).toBe(0);
      });

      it(`${name} cut at every byte`, () => {
        for (let at = 1; at < bytes.length; at += 1) {
          expect(feed(codec, direction, [bytes.subarray(0, at), bytes.subarray(at)]).messages).toMatchObject(
            expected(vector),
          );
        }
        expect(
          feed(
            codec,
            direction,
            Array.from(bytes, (byte) => Uint8Array.of(byte)),
          ).messages,
        ).toMatchObject(expected(vector));
      });

      it(`${name} glued to its neighbours`, () => {
        for (const other of vectorsOf(protocol).filter((each) => directionOf(each) === direction)) {
          const glued = Buffer.concat([bytesOf(other), bytes, bytesOf(other)]);
          expect(feed(codec, direction, [glued]).messages).toMatchObject([other, vector, other].flatMap(expected));
        }
      });

      it(`${name} surrounded by noise`, () => {
        const { messages, discarded } = feed(codec, direction, [Buffer.concat([NOISE, bytes, NOISE, bytes, NOISE])]);
        expect(messages).toMatchObject([...expected(vector), ...expected(vector)]);
        expect(discarded).toBe(3 * NOISE.length);
      });
    }
  });
}
