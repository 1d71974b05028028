// Whatever arrives: the same frames however the bytes are cut, every byte accounted for, bounded memory,
// resynchronisation at any byte, and no tag from a damaged frame.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listTags } from '../../../drivers/rfid/codecs/readerCodec.ts';
import { feed } from '../vectors.ts';
import { CHECKSUMMED, codecOf, deviceFrames } from './streams.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_124);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
/** Twice the longest frame: CT/SW and CL7206 allow about a thousand bytes, LLRP 256 KiB. */
const HELD_MOST = 2_100;

for (const protocol of [...CHECKSUMMED, 'llrp', 'modbus-tcp-rfid'] as const) {
  const codec = codecOf(protocol);
  const frames = deviceFrames(protocol);
  const piece = fc.oneof(
    fc.constantFrom(...frames),
    fc
      .tuple(fc.constantFrom(...frames), fc.nat(), fc.nat(7))
      .map(([frame, at, bit]) => flipped(frame, (at % frame.length) * 8 + bit)),
    fc.tuple(fc.constantFrom(...frames), fc.nat()).map(([frame, at]) => frame.subarray(0, at % frame.length)),
    fc.uint8Array({ maxLength: 40 }),
  );
  const stream = fc.array(piece, { maxLength: 12 }).map((pieces) => new Uint8Array(Buffer.concat(pieces)));

  describe(protocol, () => {
    it('gives the same frames and loses the same bytes however they are cut', () => {
      fc.assert(
        fc.property(stream, fc.array(fc.nat(), { maxLength: 20 }), (bytes, cuts) => {
          const points = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
          const chunks = points.slice(1).map((point, i) => bytes.subarray(points[i], point));
          const cut = feed(codec, 'device', chunks);
          const whole = feed(codec, 'device', [bytes]);
          const single = feed(
            codec,
            'device',
            Array.from(bytes, (byte) => Uint8Array.of(byte)),
          );
          expect(cut).toEqual(whole);
          expect(single).toEqual(whole);
          expect(whole.frames.reduce((sum, { raw }) => sum + raw.length, whole.discarded)).toBe(bytes.length);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    });

    it('finds a frame after anything at all once the line has fallen silent', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 600 }), fc.constantFrom(...frames), (noise, frame) => {
          const state = codec.flush(codec.decode(codec.initialState('device'), noise).state).state;
          const { messages } = feed(codec, 'device', [frame]);
          expect(codec.decode(state, frame).frames.map(({ message }) => message)).toEqual(messages);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    });
  });
}

describe.each([...CHECKSUMMED])('%s', (protocol) => {
  const codec = codecOf(protocol);
  const frames = deviceFrames(protocol);

  it('holds a bounded number of bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 200, maxLength: 2_000 }), { minLength: 5, maxLength: 10 }),
        (chunks) => {
          let state = codec.initialState('device');
          for (const chunk of chunks) {
            state = codec.decode(state, chunk).state;
            expect(heldBytes(state)).toBeLessThanOrEqual(HELD_MOST);
          }
        },
      ),
      { seed: SEED, numRuns: 50 },
    );
  });

  it('never makes another tag of a frame with one flipped bit, and tells the damage', () => {
    for (const frame of frames) {
      const good = feed(codec, 'device', [frame]).messages.flatMap(listTags);
      let told = 0;
      for (let bit = 0; bit < frame.length * 8; bit += 1) {
        const { messages } = feed(codec, 'device', [flipped(frame, bit)]);
        expect(messages.flatMap(listTags)).toEqual([]);
        if (messages.some(({ kind, checksumOk }) => kind === 'invalid' && checksumOk === false)) told += 1;
      }
      // Flips in head, length or tail leave no frame at all.
      if (good.length > 0) expect(told).toBeGreaterThan(frame.length * 4);
    }
  });

  it('does not let a damaged length swallow the frames behind it', () => {
    const tagged = frames.filter((frame) => feed(codec, 'device', [frame]).messages.flatMap(listTags).length > 0);
    expect(tagged.length).toBeGreaterThan(0);
    for (const frame of tagged) {
      const want = feed(codec, 'device', [frame]).messages;
      for (let at = 0; at < Math.min(6, frame.length); at += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          const bytes = Buffer.concat([flipped(frame, at * 8 + bit), frame, frame, frame]);
          const { messages } = feed(codec, 'device', [bytes]);
          expect(messages.filter(({ kind }) => kind !== 'invalid')).toEqual([...want, ...want, ...want]);
        }
      }
    }
  });
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const damaged = Uint8Array.from(bytes);
  damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return damaged;
}

function heldBytes(state: unknown): number {
  return Object.values(state as Record<string, unknown>).reduce<number>(
    (sum, value) => sum + (value instanceof Uint8Array ? value.buffer.byteLength : 0),
    0,
  );
}
