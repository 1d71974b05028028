// Whatever bytes come, in whatever pieces: no crash, the same frames, a bounded memory, every byte a frame's or
// counted.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feed } from '../vectors.ts';
import { ascii, codecOfModel, codecOfText, FRAMED, hear, modelText } from './frames.ts';

function streamOf(frames: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const whole = fc.constantFrom(...frames);
  const damaged = fc
    .tuple(whole, fc.nat(30), fc.integer({ min: 0, max: 255 }), fc.constantFrom('change', 'lose', 'double'))
    .map(([frame, place, byte, how]) => {
      const at = place % frame.length;
      const middle = how === 'change' ? [byte] : how === 'lose' ? [] : [frame[at] ?? 0, frame[at] ?? 0];
      return Uint8Array.from([...frame.subarray(0, at), ...middle, ...frame.subarray(at + 1)]);
    });
  const telling = fc
    .array(fc.constantFrom(...new Set(frames.flatMap((frame) => [...frame]))), { maxLength: 80 })
    .map((bytes) => Uint8Array.from(bytes));
  return fc
    .array(
      fc.oneof(
        { arbitrary: whole, weight: 3 },
        { arbitrary: damaged, weight: 3 },
        fc.uint8Array({ maxLength: 80 }),
        telling,
      ),
      { maxLength: 10 },
    )
    .map((parts) => Uint8Array.from(Buffer.concat(parts)));
}

describe.each(FRAMED.map(({ model, examples }) => [model.name, model, examples.map(({ bytes }) => bytes)] as const))(
  '%s',
  (_name, model, frames) => {
    it.each(['anywhere', 'with-a-frame'] as const)('beginning %s', (begins) => {
      const codec = codecOfModel(model, begins);
      const most = model.frame?.bytesMost ?? 0;
      fc.assert(
        fc.property(streamOf(frames), fc.array(fc.nat(400), { maxLength: 12 }), (bytes, places) => {
          const whole = feed(codec, 'device', [bytes]);
          const cuts = [0, ...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
          expect(
            feed(
              codec,
              'device',
              cuts.map((from, i) => bytes.subarray(from, cuts[i + 1] ?? bytes.length)),
            ),
          ).toEqual(whole);
          let state = codec.initialState('device');
          const single = { frames: 0, discarded: 0 };
          for (const byte of bytes) {
            const step = codec.decode(state, Uint8Array.of(byte));
            state = step.state;
            single.frames += step.frames.length;
            single.discarded += step.discarded;
            expect((state as { bytes: Uint8Array }).bytes.length).toBeLessThanOrEqual(most);
          }
          const rest = codec.flush(state);
          expect([single.frames + rest.frames.length, single.discarded + rest.discarded]).toEqual([
            whole.frames.length,
            whole.discarded,
          ]);
          const ends = bytes.filter(
            (byte) => (model.frame?.end ?? '').includes(String.fromCharCode(byte)) || byte === 13 || byte === 10,
          ).length;
          const told = whole.discarded + whole.frames.reduce((sum, { raw }) => sum + raw.length, 0);
          expect(told).toBeLessThanOrEqual(bytes.length);
          expect(told).toBeGreaterThanOrEqual(bytes.length - ends);
        }),
        { numRuns: 120 },
      );
    });
  },
);

describe('a frame longer than the file allows', () => {
  const LINES = modelText(
    String.raw`
end: "\r\n"
bytesMost: 20
pattern: '(?<value>[+-]\d+) kg'
`,
    '{ text: "+12 kg\\r\\n", expect: { value: "12" } }',
  );
  const MARKED = modelText(
    String.raw`
start: "\x02"
end: "\x03"
bytesMost: 20
pattern: '(?<value>[+-]\d+) kg'
`,
    '{ text: "\\x02+12 kg\\x03", expect: { value: "12" } }',
  );

  it('is dropped and counted, and the next one heard', () => {
    const long = `+${'1'.repeat(40)} kg`;
    expect(hear(codecOfText(LINES), `${long}\r\n+12 kg\r\n`)).toMatchObject({
      messages: [{ value: '12' }],
      discarded: long.length,
    });
    expect(hear(codecOfText(MARKED), `\x02${long}\x03\x02+12 kg\x03`)).toMatchObject({
      messages: [{ value: '12' }],
      discarded: long.length + 2,
    });
  });

  it('holds no more however much comes without an end', () => {
    for (const codec of [codecOfText(LINES), codecOfText(MARKED)]) {
      let state = codec.initialState('device');
      for (let i = 0; i < 2_000; i += 1) {
        ({ state } = codec.decode(state, ascii('\x02+1111111')));
        expect((state as { bytes: Uint8Array }).bytes.length).toBeLessThan(20);
      }
    }
  });
});

it('a chunk that the port overwrites later changes no frame', () => {
  const [first] = FRAMED;
  if (first === undefined) throw new Error('no model');
  const chunk = Uint8Array.from(first.examples[0]?.bytes ?? []);
  const { frames } = feed(codecOfModel(first.model), 'device', [chunk]);
  const before = Buffer.from(frames[0]?.raw ?? []).toString('hex');
  chunk.fill(0);
  expect(Buffer.from(frames[0]?.raw ?? []).toString('hex')).toBe(before);
});
