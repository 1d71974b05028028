// Whatever arrives: the same frames however the bytes are cut, every byte accounted for, bounded memory, and no weight
// or tag that was not sent.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STREAM_PROTOCOLS, bytesOf, codecFor, directionOf, feed, vectorsOf } from './vectors.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_123);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);

/** Longest thing a codec may hold: an M100 frame, a text line, an RTU frame. */
const HELD_MOST = 700;

for (const protocol of STREAM_PROTOCOLS) {
  const rows = vectorsOf(protocol);
  const device = rows.filter((row) => directionOf(row) === 'device');
  const [sample] = device;
  if (!sample) throw new Error(protocol);
  const codec = codecFor(sample);

  /** Whole frames, frames with a flipped bit, halves of frames, noise. */
  const piece = fc.oneof(
    fc.constantFrom(...device).map((row) => bytesOf(row)),
    fc.tuple(fc.constantFrom(...device), fc.nat(), fc.nat(7)).map(([row, at, bit]) => {
      const bytes = Uint8Array.from(bytesOf(row));
      const where = at % bytes.length;
      bytes[where] = (bytes[where] ?? 0) ^ (1 << bit);
      return bytes;
    }),
    fc
      .tuple(fc.constantFrom(...device), fc.nat())
      .map(([row, at]) => bytesOf(row).subarray(0, at % bytesOf(row).length)),
    fc.uint8Array({ maxLength: 40 }),
  );
  const stream = fc.array(piece, { maxLength: 12 }).map((pieces) => new Uint8Array(Buffer.concat(pieces)));

  describe(protocol, () => {
    test('arbitrary chunks give the same frames and the same lost bytes', () => {
      fc.assert(
        fc.property(stream, fc.array(fc.nat(), { maxLength: 20 }), (bytes, cuts) => {
          const points = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
          const chunks = points.slice(1).map((point, i) => bytes.subarray(points[i], point));
          const cut = feed(codec, 'device', chunks);
          const whole = feed(codec, 'device', [bytes]);
          expect(cut.messages).toEqual(whole.messages);
          expect(cut.frames.map(({ raw }) => Buffer.from(raw).toString('hex'))).toEqual(
            whole.frames.map(({ raw }) => Buffer.from(raw).toString('hex')),
          );
          expect(cut.discarded).toBe(whole.discarded);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    });

    test('a frame after anything at all is found, if the line falls silent or a terminator comes first', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...device), (noise, row) => {
          let state = codec.initialState('device');
          state = codec.decode(state, noise).state;
          state = codec.flush(state).state;
          const { frames } = codec.decode(state, bytesOf(row));
          expect(frames.map(({ message }) => message)).toMatchObject([row.expect]);
        }),
        { seed: SEED, numRuns: RUNS },
      );
    });

    test('it holds a bounded number of bytes and loses none of its count', () => {
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
  });
}

function heldBytes(state: unknown): number {
  return Object.values(state as Record<string, unknown>).reduce<number>(
    (sum, value) => sum + (value instanceof Uint8Array ? value.buffer.byteLength : 0),
    0,
  );
}

test('endless text without a terminator is thrown away and counted', () => {
  const codec = codecFor(vectorsOf('and-std')[0] ?? fail());
  let state = codec.initialState('device');
  let lost = 0;
  for (let i = 0; i < 1_000; i += 1) {
    const decoded = codec.decode(state, Buffer.alloc(1_000, 'ST,GS,'));
    state = decoded.state;
    lost += decoded.discarded;
    expect(decoded.frames).toEqual([]);
    expect(heldBytes(state)).toBeLessThanOrEqual(HELD_MOST);
  }
  expect(lost + codec.flush(state).discarded).toBe(1_000_000);
});

test('a damaged length does not swallow the frames behind it', () => {
  const [row] = vectorsOf('m100').filter(({ expect: { kind } }) => kind === 'tag');
  if (!row) throw new Error('no tag');
  const good = bytesOf(row);
  const damaged = Uint8Array.from(good);
  // Its length now ends at the tail of the next frame.
  damaged[4] = (damaged[4] ?? 0) + good.length;
  const { messages, discarded } = feed(codecFor(row), 'device', [Buffer.concat([damaged, good, good])]);
  expect(messages).toMatchObject([row.expect, row.expect]);
  expect(discarded).toBe(damaged.length);
});

test('a flipped bit in a checksummed frame never makes another tag', () => {
  for (const row of vectorsOf('m100').filter(({ expect: { kind } }) => kind === 'tag')) {
    const good = bytesOf(row);
    for (let bit = 0; bit < good.length * 8; bit += 1) {
      const damaged = Uint8Array.from(good);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(feed(codecFor(row), 'device', [damaged]).messages.filter(({ kind }) => kind === 'tag')).toEqual([]);
    }
  }
});

function fail(): never {
  throw new Error('no vector');
}
