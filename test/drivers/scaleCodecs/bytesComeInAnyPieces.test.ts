// A serial port cuts bytes where it likes: the frames, their raw bytes and the discarded bytes are the same however it
// does.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feed } from '../vectors.ts';
import { ascii, codecOf, STREAMS } from './protocols.ts';

/** Whole frames, frames with one byte changed, lost or doubled, and noise that is rich in bytes with a meaning. */
function streamOf(frames: readonly string[]): fc.Arbitrary<Uint8Array> {
  const whole = fc.constantFrom(...frames).map(ascii);
  const damaged = fc
    .tuple(whole, fc.nat(30), fc.integer({ min: 0, max: 255 }), fc.constantFrom('change', 'lose', 'double'))
    .map(([frame, place, byte, how]) => {
      const at = place % frame.length;
      const middle = how === 'change' ? [byte] : how === 'lose' ? [] : [frame[at] ?? 0, frame[at] ?? 0];
      return Uint8Array.from([...frame.subarray(0, at), ...middle, ...frame.subarray(at + 1)]);
    });
  const telling = fc.constantFrom(...Array.from(new Set(frames.join('')), (letter) => letter.charCodeAt(0)));
  const noise = fc.uint8Array({ maxLength: 30 });
  const tellingNoise = fc.array(telling, { maxLength: 30 }).map((bytes) => Uint8Array.from(bytes));
  return fc
    .array(fc.oneof({ arbitrary: whole, weight: 4 }, { arbitrary: damaged, weight: 3 }, noise, tellingNoise), {
      maxLength: 10,
    })
    .map((parts) => Uint8Array.from(Buffer.concat(parts)));
}

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((from, i) => bytes.subarray(from, cuts[i] ?? bytes.length));
}

describe.each(Object.entries(STREAMS))('%s', (protocol, frames) => {
  const codec = codecOf(protocol);

  it.each(['device', 'host'] as const)('gives the same frames, from the %s', (direction) => {
    fc.assert(
      fc.property(streamOf(frames), fc.array(fc.nat(400), { maxLength: 12 }), (bytes, places) => {
        const whole = feed(codec, direction, [bytes]);
        expect(feed(codec, direction, cutAt(bytes, places))).toEqual(whole);
        expect(
          feed(
            codec,
            direction,
            Array.from(bytes, (byte) => Uint8Array.of(byte)),
          ),
        ).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  it('hears each of its frames, all of them in a row, and counts no byte of theirs as noise', () => {
    const { frames: heard, discarded } = feed(codec, 'device', [ascii(frames.join(''))]);
    expect(heard).toHaveLength(frames.length);
    expect(discarded).toBe(0);
  });
});
