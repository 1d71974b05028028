// Canonical JSON: RFC 8785's own examples where our narrower subset allows them, what is refused, and the identity of
// writing and reading for anything that can be written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CANONICAL_MAX_BYTES,
  CANONICAL_MAX_DEPTH,
  encodeCanonicalJson,
  serializeCanonicalJson,
  parseCanonicalJson,
} from '../../drivers/contract/canonicalJson.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('RFC 8785 test vectors', () => {
  // Source: github.com/cyberphone/json-canonicalization, testdata (the RFC's test suite): structures, arrays; values
  // without its floats (RFC 8785 3.2.2, 3.2.3).
  it.each([
    [
      '{\n  "1": {"f": {"f": "hi","F": 5} ,"\\n": 56.0},\n  "10": { },\n  "": "empty",\n  "a": { },\n  "111": [ { } ],\n  "A": { }\n}',
      '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}',
    ],
    ['[\n  56,\n  {\n    "d": true,\n    "10": null,\n    "1": [ ]\n  }\n]', '[56,{"1":[],"10":null,"d":true}]'],
    [
      '{"literals": [null, true, false], "escaping": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"}',
      '{"escaping":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/","literals":[null,true,false]}',
    ],
  ])('%s', (input, output) => {
    expect(serializeCanonicalJson(JSON.parse(input))).toBe(output);
  });

  it('writes the bytes of RFC 8785 3.2.4 for its string', () => {
    // The hexadecimal form of "€$\u000f\nA'B\"\\\\\"/" as that section prints it.
    const hex = '22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f22';
    expect(Buffer.from(encodeCanonicalJson('€$\u000f\nA\'B"\\\\"/')).toString('hex')).toBe(hex);
  });

  // RFC 8785 appendix B, the rows that are safe integers.
  it.each([
    [0, '0'],
    [9007199254740991, '9007199254740991'],
    [-9007199254740991, '-9007199254740991'],
  ])('integer %s', (value, text) => {
    expect(serializeCanonicalJson(value)).toBe(text);
  });
});

describe('what has no canonical form is refused, with its path', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  class Mass {
    mg = 1;
  }
  it.each<[string, unknown, string]>([
    ['a float', { body: { massKg: 123.4 } }, '$.body.massKg'],
    ['minus zero', [1, -0], '$[1]'],
    ['an unsafe integer', { n: 2 ** 53 }, '$.n'],
    ['NaN', { n: NaN }, '$.n'],
    ['infinity', { n: Infinity }, '$.n'],
    ['undefined', { a: 1, b: undefined }, '$.b'],
    ['a bigint', { n: 1n }, '$.n'],
    ['a function', { f: () => 1 }, '$.f'],
    ['a lone surrogate', { name: '\ud800x' }, '$.name'],
    ['a lone low surrogate', { name: 'x\udc00' }, '$.name'],
    ['a name that is not ASCII', { größe: 1 }, '$["größe"]'],
    ['a date', { at: new Date(0) }, '$.at'],
    ['bytes', { raw: new Uint8Array(1) }, '$.raw'],
    ['an instance', { mass: new Mass() }, '$.mass'],
    ['a symbol name', { x: { [Symbol('s')]: 1 } }, '$.x'],
    ['a hole', { list: [1, , 3] }, '$.list[1]'],
    ['deep nesting', nested(CANONICAL_MAX_DEPTH + 1), `$${'[0]'.repeat(CANONICAL_MAX_DEPTH)}`],
  ])('%s', (_what, value, path) => {
    expect(() => serializeCanonicalJson(value)).toThrow(
      expect.objectContaining({ name: 'CanonicalError', path }) as Error,
    );
  });

  it('takes the greatest depth', () => {
    const value = nested(CANONICAL_MAX_DEPTH);
    expect(parseCanonicalJson(encodeCanonicalJson(value))).toEqual(value);
  });

  it('refuses more than the greatest size, in text and in bytes', () => {
    expect(() => encodeCanonicalJson(['a'.repeat(CANONICAL_MAX_BYTES)])).toThrow('larger than');
    // Three bytes a character: within the limit as text, beyond it as UTF-8.
    expect(() => encodeCanonicalJson('秤'.repeat(CANONICAL_MAX_BYTES / 2))).toThrow('larger than');
    expect(() => parseCanonicalJson(new Uint8Array(CANONICAL_MAX_BYTES + 1))).toThrow('larger than');
  });
});

describe('the reader takes canonical bytes only', () => {
  it.each([
    ['white space', '{"a": 1}'],
    ['a line end', '{"a":1}\n'],
    ['members out of order', '{"b":1,"a":2}'],
    ['a member twice', '{"a":1,"a":1}'],
    ['a needless escape', '{"a":"\\u0041"}'],
    ['an escaped slash', '"\\/"'],
    ['upper-case hex in an escape', '"\\u000F"'],
    ['a short escape written long', '"\\u000a"'],
    ['an escaped surrogate', '"\\ud800"'],
    ['a float that is whole', '[1.0]'],
    ['an exponent', '[1e3]'],
    ['minus zero', '[-0]'],
    ['digits beyond precision', '[9007199254740993]'],
    ['a byte order mark', '\ufeff{}'],
    ['no JSON', '{'],
    ['nothing', ''],
  ])('%s', (_what, text) => {
    expect(() => parseCanonicalJson(utf8(text))).toThrow(expect.objectContaining({ name: 'CanonicalError' }) as Error);
  });

  it('refuses broken UTF-8', () => {
    expect(() => parseCanonicalJson(Uint8Array.of(0x22, 0xc3, 0x22))).toThrow('not JSON in UTF-8');
    // Overlong "/" and a surrogate in UTF-8 (CESU).
    expect(() => parseCanonicalJson(Uint8Array.of(0x22, 0xc0, 0xaf, 0x22))).toThrow('not JSON in UTF-8');
    expect(() => parseCanonicalJson(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toThrow('not JSON in UTF-8');
  });

  it('refuses a hundred thousand brackets without falling over', () => {
    expect(() => parseCanonicalJson(utf8('['.repeat(100_000) + ']'.repeat(100_000)))).toThrow(
      `nested deeper than ${CANONICAL_MAX_DEPTH}`,
    );
  });

  it('keeps a member named __proto__ a member', () => {
    const value = parseCanonicalJson(utf8('{"__proto__":1}')) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(serializeCanonicalJson(value)).toBe('{"__proto__":1}');
  });
});

describe('for every value of the subset', () => {
  const name = fc.string({ unit: 'binary-ascii', maxLength: 8 }).filter((key) => key !== '__proto__');
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.maxSafeInteger().map((n) => (Object.is(n, -0) ? 0 : n)),
      fc.string({ unit: 'binary' }),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    ),
  }));

  it('reading gives back what was written', () => {
    fc.assert(
      fc.property(value, (written) => {
        expect(parseCanonicalJson(encodeCanonicalJson(written))).toEqual(written);
      }),
      { numRuns: 500 },
    );
  });

  it('one changed, added or removed byte is refused or means something else', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 1, max: 255 }), (written, at, flip) => {
        const bytes = Buffer.from(encodeCanonicalJson(written));
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ flip;
        let read: unknown;
        try {
          read = parseCanonicalJson(bytes);
        } catch {
          return;
        }
        expect(serializeCanonicalJson(read)).not.toBe(serializeCanonicalJson(written));
      }),
      { numRuns: 500 },
    );
  });
});
