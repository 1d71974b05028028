// A port opens in the middle of a line, and noise eats beginnings: "1203.0 kg" must never be heard as "3.0 kg", nor
// "0.0 kg".
import { describe, expect, it } from 'vitest';
import { feed } from '../vectors.ts';
import { ascii, codecOfModel, codecOfText, FRAMED, hear, modelText } from './frames.ts';

const LOOSE = modelText(
  String.raw`
end: "\r\n"
pattern: '(?<value>-?\d+\.\d) (?<unit>kg)'
`,
  '{ text: "1230.0 kg\\r\\n", expect: { value: "1230.0" } }',
);

describe('a pattern whose tail fits it too', () => {
  it.each([1, 2, 3])('gives no weight to the first line of a session that lost %i characters', (lost) => {
    const { messages } = hear(codecOfText(LOOSE, 'anywhere'), `${'1230.0 kg\r\n'.slice(lost)}1230.0 kg\r\n`);
    expect(messages).toEqual([
      { kind: 'invalid', reason: 'the beginning of the line may be missing' },
      expect.objectContaining({ value: '1230.0' }),
    ]);
  });

  it('gives none to a line that noise stands in, and hears the next', () => {
    const { messages } = hear(codecOfText(LOOSE), '12\x9c30.0 kg\r\n1230.0 kg\r\n');
    expect(messages.map(({ kind }) => kind)).toEqual(['invalid', 'weight']);
  });

  it('gives none to the end of a line that was longer than the file allows', () => {
    const { messages, discarded } = hear(codecOfText(LOOSE), `${'7'.repeat(500)}0.0 kg\r\n`);
    expect(messages.map(({ kind }) => kind)).not.toContain('weight');
    expect(discarded).toBeGreaterThan(400);
  });

  it('hears a whole line of a person at once', () => {
    expect(hear(codecOfText(LOOSE, 'with-a-frame'), '1230.0 kg\r\n').messages).toMatchObject([{ value: '1230.0' }]);
  });
});

describe('a pattern that no tail fits', () => {
  it('needs no line before it', () => {
    const strict = LOOSE.replace(String.raw`-?\d+`, String.raw`[+-]\d+`)
      .replaceAll('"1230.0', '"+1230.0')
      .replace('value: "+', 'value: "');
    expect(hear(codecOfText(strict, 'anywhere'), '+1230.0 kg\r\n').messages).toMatchObject([{ value: '1230.0' }]);
    expect(hear(codecOfText(strict, 'anywhere'), '30.0 kg\r\n')).toMatchObject({ messages: [], discarded: 7 });
  });
});

describe.each(FRAMED.map(({ model, examples }) => [model.name, model, examples] as const))(
  '%s',
  (_name, model, examples) => {
    it('gives no weight to any example that lost its beginning', () => {
      for (const { bytes } of examples) {
        for (let lost = 1; lost < bytes.length; lost += 1) {
          const { messages } = feed(codecOfModel(model, 'anywhere'), 'device', [bytes.subarray(lost)]);
          expect(messages.filter(({ kind }) => kind === 'weight')).toEqual([]);
        }
      }
    });

    it('makes no other weight of an example that lost its end', () => {
      for (const { bytes } of examples) {
        const [whole] = feed(codecOfModel(model), 'device', [bytes]).messages;
        for (let kept = 1; kept < bytes.length; kept += 1) {
          for (const message of feed(codecOfModel(model), 'device', [bytes.subarray(0, kept), ascii('\r\n')])
            .messages) {
            // Padding may be lost, and on the Ranger the legend behind the unit: nothing there says how long a line is.
            if (message.kind === 'weight')
              expect([message['value'], message['unit']]).toEqual([whole?.['value'], whole?.['unit']]);
          }
        }
      }
    });
  },
);
