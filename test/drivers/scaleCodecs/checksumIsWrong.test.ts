// A frame whose checksum does not fit is heard as invalid, and no weight ever comes of it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feed } from '../vectors.ts';
import { ascii, codecOf, hear, STREAMS } from './protocols.ts';

/** The tests' own arithmetic, from the manuals. */
const xorOf = (bytes: Uint8Array): number => bytes.reduce((check, byte) => check ^ byte, 0);
const hexOf = (bytes: Uint8Array): number => Number.parseInt(Buffer.from(bytes).toString('latin1'), 16);

const SOUND: Readonly<Record<string, (raw: Uint8Array) => boolean>> = {
  'mt-continuous-checksum': (raw) => raw.reduce((sum, byte) => sum + (byte & 0x7f), 0) % 128 === 0,
  'yaohua-a12': (raw) => xorOf(raw.subarray(0, 11)) === hexOf(raw.subarray(11, 13)),
  'yaohua-a9': (raw) => xorOf(raw.subarray(1, 9)) === hexOf(raw.subarray(9, 11)),
  'yaohua-cmd': (raw) => raw.length === 1 || xorOf(raw.subarray(1, -3)) === hexOf(raw.subarray(-3, -1)),
};

describe.each(Object.entries(SOUND))('%s', (protocol, isSound) => {
  const codec = codecOf(protocol);
  const frames = STREAMS[protocol] ?? [];

  it('says of itself that it has checksums', () => {
    expect(codec.checksummed).toBe(true);
  });

  it('gives no frame but invalid ones for bytes that fail the test’s own arithmetic', () => {
    const bytes = fc.array(fc.tuple(fc.constantFrom(...frames), fc.nat(20), fc.nat(7)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(bytes, (damage) => {
        const line = damage.map(([frame, place, bit]) => {
          const copy = Uint8Array.from(ascii(frame));
          const at = place % copy.length;
          copy[at] = (copy[at] ?? 0) ^ (1 << bit);
          return copy;
        });
        for (const { raw, message } of feed(codec, 'device', line).frames) {
          if (message.kind === 'invalid') expect(message['value']).toBeUndefined();
          else if (message.kind !== 'nak') expect([isSound(raw), message['checksumOk']]).toEqual([true, true]);
        }
      }),
      { numRuns: 800 },
    );
  });

  it('calls every flip of one bit of a weight’s digits invalid', () => {
    const frame = ascii(frames.find((each) => hear(protocol, each).messages[0]?.kind === 'weight') ?? '');
    const invalid: string[] = [];
    for (let at = 5; at < 9; at += 1) {
      for (let bit = 0; bit < 6; bit += 1) {
        const damaged = Uint8Array.from(frame);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
        const { messages } = feed(codec, 'device', [damaged]);
        expect(messages.filter(({ kind }) => kind === 'weight')).toEqual([]);
        invalid.push(...messages.filter(({ checksumOk }) => checksumOk === false).map(({ kind }) => kind));
      }
    }
    expect(invalid.length).toBeGreaterThan(12);
    expect(new Set(invalid)).toEqual(new Set(['invalid']));
  });
});

describe('mt-continuous, not knowing whether there is a checksum', () => {
  const GOOD = '\x02+; 000050001000\r%';

  it('refuses a wrong one, alone and between frames', () => {
    const wrong = GOOD.replace('%', '&');
    expect(hear('mt-continuous', wrong).messages).toEqual([
      { kind: 'invalid', reason: 'checksum', checksumOk: false, correctChecksum: '25' },
    ]);
    expect(hear('mt-continuous', GOOD + wrong + GOOD).messages.map(({ kind }) => kind)).toEqual([
      'weight',
      'invalid',
      'weight',
    ]);
  });

  it('refuses one that was made an STX', () => {
    const wrong = GOOD.replace('%', '\x02');
    expect(hear('mt-continuous', wrong + GOOD).messages.map(({ kind }) => kind)).toEqual(['invalid', 'weight']);
  });

  it('takes STX and CR for checksums where they are right', () => {
    const frames = ['\x02+0 123456004999\r\x02', '\x02+0 123456000992\r\r'];
    expect(hear('mt-continuous', frames.join('') + frames.join('')).messages).toMatchObject([
      { value: '12345.6', tare: '499.9', checksumOk: true },
      { value: '12345.6', tare: '99.2', checksumOk: true },
      { value: '12345.6', tare: '499.9', checksumOk: true },
      { value: '12345.6', tare: '99.2', checksumOk: true },
    ]);
  });
});

describe('a checksum that was lost', () => {
  it('does not take the next frame with it', () => {
    const frame = '\x02+0 000126000000\r';
    expect(hear('mt-continuous-checksum', `${frame}${frame}-`).messages.map(({ kind }) => kind)).toEqual([
      'invalid',
      'weight',
    ]);
  });
});
