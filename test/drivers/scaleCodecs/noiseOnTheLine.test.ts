// Wrong baud rate, a motor beside the cable, another device on the wire: whatever arrives, a codec holds few bytes,
// accounts for each, and finds the next frames by itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feed } from '../vectors.ts';
import { ascii, codecOf, hear, STREAMS } from './protocols.ts';

/** The longest line of any of these protocols. */
const HELD_MOST = 120;

function heldBytes(state: unknown): number {
  return (state as { bytes: Uint8Array }).bytes.length;
}

describe.each(Object.entries(STREAMS))('%s', (protocol, frames) => {
  const codec = codecOf(protocol);
  const [first = ''] = frames;

  it('survives any bytes in both directions and holds few of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }),
        fc.constantFrom('device', 'host'),
        (chunks, direction) => {
          let state = codec.initialState(direction);
          let spent = 0;
          for (const decode of [...chunks.map((chunk) => () => codec.decode(state, chunk)), () => codec.flush(state)]) {
            const decoded = decode();
            ({ state } = decoded);
            expect(heldBytes(state)).toBeLessThanOrEqual(HELD_MOST);
            spent += decoded.discarded + decoded.frames.reduce((sum, { raw }) => sum + raw.length, 0);
          }
          expect(heldBytes(state)).toBe(0);
          // CR and LF between frames, perhaps with a parity bit, belong to no frame and are no noise.
          const blank = chunks.reduce(
            (sum, chunk) => sum + chunk.filter((byte) => [0x0d, 0x0a].includes(byte & 0x7f)).length,
            0,
          );
          const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
          expect(spent).toBeLessThanOrEqual(total);
          expect(spent).toBeGreaterThanOrEqual(total - blank);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([' ', '0', '-', 'A', '\x02', '=', '\x02+', 'ST,'])('drops and counts a hundred thousand times %j', (text) => {
    const flood = ascii(text.repeat(100_000));
    const decoded = codec.decode(codec.initialState('device'), flood);
    expect(heldBytes(decoded.state)).toBeLessThanOrEqual(HELD_MOST);
    expect(decoded.frames).toEqual([]);
    expect(decoded.discarded).toBeGreaterThanOrEqual(flood.length - HELD_MOST);
  });

  it.each(['0', 'A', ' ', '-'])('drops and counts a frame of a hundred thousand %j', (letter) => {
    for (const direction of ['device', 'host'] as const) {
      let state = codec.initialState(direction);
      let discarded = 0;
      for (const chunk of [first.slice(0, 1), letter.repeat(50), letter.repeat(100_000), letter.repeat(50)].map(
        ascii,
      )) {
        const decoded = codec.decode(state, chunk);
        ({ state } = decoded);
        expect(heldBytes(state)).toBeLessThanOrEqual(HELD_MOST);
        discarded += decoded.discarded + decoded.frames.reduce((sum, { raw }) => sum + raw.length, 0);
      }
      expect(discarded).toBeGreaterThanOrEqual(100_000 - HELD_MOST);
    }
  });

  it('is back in step three frames after any noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const alone = hear(protocol, first).messages.at(-1);
        const { messages } = feed(codec, 'device', [noise, ascii(first), ascii(first), ascii(first)]);
        expect(messages.at(-1)).toEqual(alone);
      }),
      { numRuns: 150 },
    );
  });

  it('is back in step when the cable is plugged in at any byte', () => {
    const alone = hear(protocol, first).messages.at(-1);
    for (let at = 1; at < first.length; at += 1) {
      const { messages } = hear(protocol, first.slice(at) + first + first);
      expect(messages.slice(-2)).toEqual([alone, alone]);
      // Half a frame is no weight; only an address in front of a whole one may be lost.
      const weights = messages
        .filter(({ kind }) => kind === 'weight')
        .map((message) => ({ ...message, address: alone?.['address'] }));
      expect(weights).toEqual(weights.map(() => ({ ...alone, address: alone?.['address'] })));
    }
  });
});
