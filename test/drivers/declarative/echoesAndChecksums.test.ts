// What stands around the fields: the scale's echo of a command, a checksum, a length in place of an end, a parity bit;
// and the commands of a described scale, both ways.
import { describe, expect, it } from 'vitest';
import { parseModelFile } from '../../../config/modelFiles.ts';
import { findAddressError } from '../../../drivers/scale/textScaleCodec.ts';
import { feed } from '../vectors.ts';
import { ascii, codecOfText, hear, modelText, shipped } from './frames.ts';

describe('a scale that repeats the command', () => {
  // Sterling 7600; its first bytes may be lost.
  const codec = codecOfText(
    modelText(
      String.raw`
end: "\r\n"
pattern: '(?<kind>Count|Gross|Net) +(?<value>-?\d+(?:\.\d+)?) (?<unit>[A-Za-z]{1,6})'
words: { kind: { Count: count, Gross: gross, Net: net } }
echo: [SCO, SGW, S]
commands: { after: "\r", words: { readNow: SGW, readCount: SCO } }
`,
      '{ text: "SCOCount      15 Pieces\\r\\n", expect: { kind: count, value: "15" } }',
    ),
  );

  it.each(['SGWGross   12.35 kg\r\n', 'WGross   12.35 kg\r\n', 'Gross   12.35 kg\r\n', 'SGross   12.35 kg\r\n'])(
    '%j',
    (line) => {
      expect(hear(codec, line)).toMatchObject({
        messages: [{ kind: 'weight', value: '12.35', unit: 'kg', mode: 'gross' }],
        discarded: 0,
      });
    },
  );

  it('makes no weight of the echo alone, and none of what is no echo', () => {
    expect(hear(codec, 'SGW\r').messages).toEqual([{ kind: 'ack', echoOf: 'SGW' }]);
    expect(hear(codec, 'XGWGross   12.35 kg\r\n')).toMatchObject({ messages: [], discarded: 19 });
  });
});

const FRAMES: readonly (readonly [name: string, frame: string, good: string, wrong: string])[] = [
  [
    'xor-hex before the end',
    `start: "\\x02"\nend: "\\x03"\nchecksum: { kind: xor-hex, place: before-end, from: 1 }\npattern: '(?<value>[+-]\\d{6})(?<decimals>\\d)'`,
    '\x02+00123421D\x03',
    '\x02+00123431D\x03',
  ],
  [
    'sum-hex before the end of a line',
    `end: "\\r\\n"\nchecksum: { kind: sum-hex, place: before-end, from: 0 }\npattern: '(?<value>[+-]\\d\\d\\.\\d\\d)'`,
    '+12.3423\r\n',
    '+13.3423\r\n',
  ],
  [
    'complement-7bit behind the end',
    `start: "\\x02"\nend: "\\r"\nchecksum: { kind: complement-7bit, place: behind-end, from: 0 }\npattern: '(?<value>\\d\\d\\.\\d\\d)'`,
    '\x0212.34\ry',
    '\x0213.34\ry',
  ],
  [
    'complement-7bit in a fixed length',
    `start: "="\nbytes: 7\nchecksum: { kind: complement-7bit, place: before-end, from: 0 }\npattern: '(?<value>\\d\\d\\.\\d\\d)'`,
    '=12.34K',
    '=13.34K',
  ],
];

describe.each(FRAMES)('%s', (_name, frame, good, wrong) => {
  const codec = codecOfText(
    modelText(
      frame,
      `{ hex: "${Buffer.from(good, 'latin1').toString('hex')}", expect: { value: "12.34", checksumOk: true } }`,
    ),
  );

  it('gives a weight where it is right, and none where it is wrong', () => {
    expect(codec.checksummed).toBe(true);
    expect(hear(codec, good + wrong + good).messages).toMatchObject([
      { value: '12.34', checksumOk: true },
      { kind: 'invalid', checksumOk: false },
      { value: '12.34' },
    ]);
    expect(hear(codec, wrong).messages[0]?.['value']).toBeUndefined();
  });

  it('is found however the bytes are cut', () => {
    const bytes = ascii(good + wrong + good);
    const whole = feed(codec, 'device', [bytes]);
    for (let at = 1; at < bytes.length; at += 1)
      expect(feed(codec, 'device', [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  });
});

it('a checksum that happens to be a start byte ends its frame', () => {
  const frame = FRAMES[2]?.[1] ?? '';
  // Digits whose checksum is 02.
  const digits =
    Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0')).find(
      (text) => (2 + 13 + 0x2e + 2 + Array.from(text).reduce((sum, digit) => sum + digit.charCodeAt(0), 0)) % 128 === 0,
    ) ?? '';
  const line = `\x02${digits.slice(0, 2)}.${digits.slice(2)}\r\x02`;
  const codec = codecOfText(modelText(frame, '{ text: "\\x0212.34\\ry", expect: { value: "12.34" } }'));
  expect(hear(codec, line + line)).toMatchObject({ messages: [{ kind: 'weight' }, { kind: 'weight' }], discarded: 0 });
});

it('a parity bit that was left in is no part of a character', () => {
  const text = modelText(
    String.raw`
end: "\r\n"
sevenBits: true
pattern: '(?<value>[+-]\d\d) kg'
`,
    '{ text: "+12 kg\\r\\n", expect: { value: "12" } }',
  );
  const bytes = ascii('-34 kg\r\n').map((byte, at) => (at % 2 === 0 ? byte | 0x80 : byte));
  expect(feed(codecOfText(text), 'device', [bytes])).toMatchObject({ messages: [{ value: '-34' }], discarded: 0 });
});

describe('commands', () => {
  const ADDRESSED = modelText(
    String.raw`
end: "\r\n"
pattern: '@(?<address>\d\d)(?<value>[+-]\d\d\d) kg'
commands: { before: "@{address}", after: "\r\n", words: { readNow: W, readStable: WS, zero: Z } }
`,
    '{ text: "@01+123 kg\\r\\n", expect: { value: "123", address: "01" } }',
  );
  const codec = codecOfText(ADDRESSED);

  it.each([
    ['readNow', '01', '@01W\r\n', 'readNow'],
    ['WS', '23', '@23WS\r\n', 'readStable'],
    ['zero', '07', '@07Z\r\n', 'zero'],
  ])('%s to %s is %j', (command, address, bytes, name) => {
    expect(Buffer.from(codec.encodeRequest(command, address)).toString('latin1')).toBe(bytes);
    expect(feed(codec, 'host', [codec.encodeRequest(command, address)])).toMatchObject({
      messages: [{ kind: 'command', command: name, address }],
      discarded: 0,
    });
    expect(
      feed(
        codec,
        'host',
        Array.from(ascii(bytes), (byte) => Uint8Array.of(byte)),
      ),
    ).toMatchObject({ messages: [{ command: name }], discarded: 0 });
  });

  it('that the file does not name are never sent', () => {
    expect(() => codec.encodeRequest('calibrate', '01')).toThrow(RangeError);
    expect(() => codec.encodeRequest('W\r\nZ', '01')).toThrow(RangeError);
    const silent = codecOfText(
      modelText(`end: "\\r"\npattern: '(?<value>\\d)'`, '{ text: "1\\r", expect: { value: "1" } }'),
    );
    expect(() => silent.encodeRequest('Z', null)).toThrow(RangeError);
    expect(feed(silent, 'host', [ascii('Z\r')])).toMatchObject({ messages: [], discarded: 2 });
  });

  it('without an end are told apart by their own letters, however they are cut', () => {
    const letters = codecOfText(
      modelText(
        `end: "\\r"\npattern: '(?<value>\\d)'\ncommands: { after: "", words: { readNow: "\\x05", zero: Z, zeroAll: ZA } }`,
        '{ text: "1\\r", expect: { value: "1" } }',
      ),
    );
    const said = { messages: [{ command: 'readNow' }, { command: 'zero' }, { command: 'zeroAll' }], discarded: 0 };
    expect(feed(letters, 'host', [ascii('\x05ZZA')])).toMatchObject(said);
    expect(
      feed(
        letters,
        'host',
        Array.from(ascii('\x05ZZA'), (byte) => Uint8Array.of(byte)),
      ),
    ).toMatchObject(said);
  });

  it('an address is asked for where the frame needs one, and refused where it has none', () => {
    const outcome = parseModelFile('addressed.yaml', ADDRESSED);
    if (outcome.kind === 'faulty' || outcome.model.kind !== 'text-scale') throw new Error('no model');
    expect(findAddressError(outcome.model, null)).toContain('asked by address');
    expect(findAddressError(outcome.model, '01')).toBeNull();
    expect(findAddressError(shipped('radwag').model, '01')).toContain('has no addresses');
    expect(findAddressError(shipped('cas-pdi').model, '1')).toBeNull();
  });
});
