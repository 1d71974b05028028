// Every example in every shipped text model: alone, cut at every byte, glued to its neighbours; and, where the file
// describes its frames itself, surrounded by noise and through the driver's own reading.
import { describe, expect, it } from 'vitest';
import { interpretScaleMessage } from '../../../drivers/scale/scaleObservation.ts';
import { feed } from '../vectors.ts';
import { codecOfModel, FRAMED, SHIPPED } from './frames.ts';

/** No start byte, no line end and no text. */
const NOISE = Uint8Array.of(0xff, 0x00, 0x9c, 0x80, 0xfe, 0x1b, 0xd3);

describe.each(SHIPPED.map(({ model, examples }) => [model.name, model, examples] as const))(
  '%s',
  (_name, model, examples) => {
    const codec = codecOfModel(model);
    const expected = examples.map((example) => example.expect);

    it('says what its examples say, alone and cut at every byte', () => {
      for (const { bytes, expect: said } of examples) {
        expect(feed(codec, 'device', [bytes])).toMatchObject({ messages: [said], discarded: 0 });
        for (let at = 1; at < bytes.length; at += 1)
          expect(feed(codec, 'device', [bytes.subarray(0, at), bytes.subarray(at)]).messages).toMatchObject([said]);
        expect(
          feed(
            codec,
            'device',
            Array.from(bytes, (byte) => Uint8Array.of(byte)),
          ).messages,
        ).toMatchObject([said]);
      }
    });

    it('hears them glued together', () => {
      const glued = Buffer.concat([...examples, ...[...examples].reverse()].map(({ bytes }) => bytes));
      expect(feed(codec, 'device', [glued])).toMatchObject({
        messages: [...expected, ...[...expected].reverse()],
        discarded: 0,
      });
    });

    it('asks with a command that its protocol knows', () => {
      const { poll } = model;
      if (poll !== null) expect(codec.encodeRequest(poll.command, null).length).toBeGreaterThan(0);
      if (poll !== null && model.frame !== undefined)
        expect(feed(codec, 'host', [codec.encodeRequest(poll.command, null)])).toMatchObject({
          messages: [{ kind: 'command' }],
          discarded: 0,
        });
    });
  },
);

describe.each(FRAMED.map(({ model, examples }) => [model.name, model, examples] as const))(
  '%s in noise',
  (_name, model, examples) => {
    const codec = codecOfModel(model);

    it('finds its frames, and gives up one that may have lost its beginning rather than guess', () => {
      for (const { bytes, expect: said } of examples) {
        const { messages, discarded } = feed(codec, 'device', [Buffer.concat([NOISE, bytes, NOISE, bytes, NOISE])]);
        expect(messages).toHaveLength(2);
        for (const message of messages)
          expect(message).toMatchObject(
            message.kind === 'invalid' ? { reason: 'the beginning of the line may be missing' } : said,
          );
        expect(discarded).toBe(3 * NOISE.length);
      }
    });

    it('makes no reading of what its examples call an error', () => {
      const rules = { unit: 'kg', unmarked: 'gross', settings: null } as const;
      for (const { bytes, expect: said } of examples.filter(({ expect: { error } }) => error !== undefined)) {
        const [message] = feed(codec, 'device', [bytes]).messages;
        expect(message).toMatchObject({ kind: 'error', value: null, ...said });
        expect(
          interpretScaleMessage(message ?? { kind: 'none' }, { instrument: 'one', atMs: 0, raw: bytes }, rules)?.kind,
        ).toBe('fault');
      }
    });
  },
);

it('every model that describes its frames shows a weight, and a reason for none where it has one', () => {
  expect(FRAMED.map(({ model }) => model.name)).toEqual([
    'cardinal-sb400',
    'cardinal-stream',
    'cas-pdi',
    'ohaus-defender',
    'ohaus-ranger',
    'radwag',
    'rice-lake-stream',
    'rinstrum-a',
    'rinstrum-b',
    'rinstrum-c',
    'rinstrum-e',
    'weigh-tronix-stream',
  ]);
  for (const { examples } of FRAMED)
    expect(examples.some(({ expect: { value } }) => typeof value === 'string')).toBe(true);
});
