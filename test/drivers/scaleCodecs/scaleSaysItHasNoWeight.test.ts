// Overload, underload, an error, a status: no value, never 0, and never the digits that stand beside it.
import { describe, expect, it } from 'vitest';
import { interpretScaleMessage } from '../../../drivers/scale/scaleObservation.ts';
import { hear } from './protocols.ts';

/** Text as sent, and the words of the message. */
const SAID: Readonly<Record<string, readonly (readonly [text: string, error: string])[]>> = {
  'mt-sics': [
    ['S +\r\n', 'overload'],
    ['S -\r\n', 'underload'],
    ['SI +\r\n', 'overload'],
    ['SIX1 + 0 Z R R 0 0 0 1 N 1.0 1.0 0.0 kg\r\n', 'overload'],
  ],
  'mt-continuous': [
    ['\x02*4 999999000000\r', 'out-of-range'],
    ['\x02*6 999999000000\r', 'out-of-range'],
    // Not zeroed since power-up (B bit 6), ten times expanded (C bit 4), a blank display.
    ['\x02*\x700000123000000\r', 'zero-error'],
    ['\x02*00000123000000\r', 'expanded-display'],
    ['\x02*0       000000\r', 'weight-hidden'],
  ],
  sma: [
    ['\nO1G    9999.999kg \r', 'overload'],
    ['\nU1G      -0.123kg \r', 'underload'],
    ['\nE1G  ----------kg \r', 'zero-error'],
    ['\nI1G  ----------   \r', 'initial-zero-error'],
    ['\nT1N  ----------kg \r', 'tare-error'],
    ['\ne1G       5.025kg \r', 'weight-hidden'],
    ['\n 1G  ----------   \r', 'no-stability'],
  ],
  nci: [
    ['\n9999.99 lb\r\n02\r\x03', 'overload'],
    ['\n0000.00 lb\r\n01\r\x03', 'underload'],
    ['\n0012.34 lb\r\n40\r\x03', 'scale-error'],
    ['\n0012.34 lb\r\n80\r\x03', 'scale-error'],
    ['\n0012.34 lb\r\n04\r\x03', 'scale-error'],
    ['\n0012.34 lb\r\n08\r\x03', 'scale-error'],
    ['\n0012.34 lb\r\n0p8\r\x03', 'zero-error'],
  ],
  sbi: [
    ['     High     \r\n', 'overload'],
    ['      H       \r\n', 'overload'],
    ['     Low      \r\n', 'underload'],
    ['      L       \r\n', 'underload'],
    ['     Cal      \r\n', 'not-ready'],
    ['     Err 54   \r\n', 'scale-error'],
    ['      --      \r\n', 'not-ready'],
    ['Stat       Low      \r\n', 'underload'],
    ['N          High     \r\n', 'overload'],
  ],
  'shimadzu-eb': [
    ['       oL  \r', 'overload'],
    ['-      oL  \r', 'underload'],
    ['U      oLg \r', 'overload'],
  ],
  'dini-ext': [
    ['1OL,1,  9999.9,PT   20.8,         0,kg\r\n', 'overload'],
    ['1UL,1, -9999.9,PT   20.8,         0,kg\r\n', 'underload'],
    ['1VL,1,     0.0,PT   20.8,         0,kg\r\n', 'not-valid'],
    ['1RZ,1,     0.0,PT   20.8,         0,kg\r\n', 'not-valid'],
  ],
  'yaohua-a12': [
    ['         OL23\r\n', 'overload'],
    ['         LO23\r\n', 'underload'],
  ],
};

const HEARD_BY = { instrument: 'scale', atMs: 0, raw: new Uint8Array() };
/** The most credulous model. */
const RULES = { unit: 'kg', unmarked: 'gross', settings: null } as const;

const rows = Object.entries(SAID).flatMap(([protocol, lines]) =>
  lines.map(([text, error]) => [protocol, text, error] as const),
);

describe('no weight', () => {
  it.each(rows)('%s %j is %s', (protocol, text, error) => {
    const { messages } = hear(protocol, text);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ kind: 'error', error, value: null });
    expect(interpretScaleMessage(messages[0] ?? { kind: 'none' }, HEARD_BY, RULES)?.kind).toBe('fault');
  });

  it.each([
    ['\x02?A\r', { error: 'not-ready', motion: true, net: false, centreOfZero: false }],
    ['\x02?B\r', { error: 'overload', overCapacity: true }],
    ['\x02?D\r', { error: 'underload', underZero: true }],
    ['\x02?H\r', { error: 'weight-hidden', outsideZeroCapture: true }],
    ['\x02?P\r', { error: 'weight-hidden', centreOfZero: true }],
    // Bit 5 is net, or constant: no error of its own.
    ['\x02?`\r', { error: 'weight-hidden', net: true }],
    ['\x02?\x7f\r', { error: 'overload', motion: true, net: true }],
    // Parity bits left in.
    ['\x82\xbf\xc1\x8d', { error: 'not-ready', motion: true }],
  ])('toledo-8217 status %j', (text, expected) => {
    expect(hear('toledo-8217', text).messages).toMatchObject([{ kind: 'status', value: null, ...expected }]);
  });

  it('toledo-8217 refuses a status whose constant bit is 0', () => {
    expect(hear('toledo-8217', '\x02?!\r')).toMatchObject({ messages: [], discarded: 4 });
  });

  it('nci answers S with a status alone', () => {
    expect(hear('nci', '\n10\r\x03').messages).toEqual([
      { kind: 'status', value: null, error: 'weight-hidden', motion: true, centreOfZero: false },
    ]);
    expect(hear('nci', '\n02\r\x03').messages).toMatchObject([{ kind: 'status', value: null, error: 'overload' }]);
  });

  it.each([
    ['mt-sics', 'S I\r\n', 'not-executable-now'],
    ['mt-sics', 'S L\r\n', 'logical-error'],
    ['mt-sics', 'ES\r\n', 'syntax-error'],
    ['mt-sics', 'ET\r\n', 'transmission-error'],
    ['mt-sics', 'EL\r\n', 'logical-error'],
    ['mt-sics', 'EI\r\n', 'not-executable-now'],
    ['mt-sics', 'Z +\r\n', 'above-limit'],
    ['mt-sics', 'T -\r\n', 'below-limit'],
    ['sma', '\n?\r', 'unknown-command'],
    ['nci', '\n?\r\x03', 'unknown-command'],
    ['yaohua-cmd', '\x04', 'unknown-command'],
    ['dini-ext', 'ERR03\r\n', 'cannot-execute-now'],
  ])('%s %j is refused: %s', (protocol, text, reason) => {
    expect(hear(protocol, text).messages).toMatchObject([{ kind: 'nak', reason }]);
  });
});
