// What must never become a weight, and what must never be changed on the way to one.
import { describe, expect, test } from 'vitest';
import type { Reading, FaultObservation } from '../../drivers/contract/observation.ts';
import { interpretScaleMessage } from '../../drivers/scale/scaleObservation.ts';
import type { ScaleReadingRules } from '../../drivers/scale/scaleObservation.ts';
import { SCALE_CODECS } from '../../drivers/scale/scaleCodecs.ts';
import { feed } from './vectors.ts';

const RULES: ScaleReadingRules = { unit: null, unmarked: 'gross', settings: { unit: 'kg', decimals: 1 } };

function heard(line: string, rules: ScaleReadingRules = RULES): Reading | FaultObservation | null {
  const codec = SCALE_CODECS['and-std'];
  if (!codec) throw new Error('no codec');
  const { frames } = feed(codec, 'device', [Buffer.from(`${line}\r\n`, 'latin1')]);
  const [frame] = frames;
  return frame ? interpretScaleMessage(frame.message, { instrument: 'scale-1', atMs: 1, raw: frame.raw }, rules) : null;
}

describe('weights', () => {
  test.each([
    ['ST,GS,+00123.0kg', 123_000_000],
    ['ST,GS,+00123,0kg', 123_000_000],
    ['ST;GS;+00123,0;kg', 123_000_000],
    ['ST,NT,-   0.5 kg', -500_000],
    ['ST,NT,-    00.5kg', -500_000],
    ['ST,GS    20.7kg', 20_700_000],
    ['ST,GS,     0.0,kg', 0],
    ['ST,OK,+0001.2 kg', 1_200_000],
    ['\x02US,GS,+0001.2kg\x03', 1_200_000],
    ['rubbish ST,GS,+0001ST,GS,+00123.0kg', 123_000_000],
  ])('%j', (line, massMg) => {
    expect(heard(line)).toMatchObject({ kind: 'reading', massMg, unit: 'kg', decimals: 1 });
  });

  test('what the frame does not say is not invented', () => {
    expect(heard('ST,+00123.0 kg')).toMatchObject({ mode: 'gross', stable: true, checksummed: false });
    expect(heard('OK,+00010.0 kg')).toMatchObject({ stable: false });
    expect(heard('HD,GS,+00010.0kg')).toMatchObject({ stable: false });
    expect(heard('ST,+00123.0', { ...RULES, unit: 'kg' })).toMatchObject({ kind: 'reading', massMg: 123_000_000 });
  });
});

describe('no weights', () => {
  test.each([
    ['OL,GS,     .  kg', 'overload'],
    ['OL,+999999.9 kg', 'overload'],
    ['UL,GS,+00000.0kg', 'underload'],
    ['VL,GS,+00012.0,kg', 'scale-error'],
    ['ST,+00123.0', 'unit-missing'],
    ['ST,+00123.0 lb', 'unit-refused'],
    ['QT,+00000123 PC', 'unit-refused'],
    ['ST,+00123.0  g', 'unit-changed'],
    ['ST,+0012.30 kg', 'unit-changed'],
    // A digit that is not verified is a digit more than the site file says.
    ['ST,GS,+00123.5[6]kg', 'unit-changed'],
    ['ST,GS,+007.12/3kg', 'unit-changed'],
    ['ST,+00123000000000.0 kg', null],
    ['I', 'not-ready'],
    ['?', 'reply-refused'],
    ['EC,E11', 'not-ready'],
  ])('%j is %s', (line, fault) => {
    const observation = heard(line);
    if (fault === null) expect(observation?.kind).not.toBe('reading');
    else expect(observation).toMatchObject({ kind: 'fault', fault });
  });

  test.each([
    'ST,GS,+00123[6]kg',
    'ST,GS,+00123.5[]kg',
    'ST,GS,+001 23.0kg',
    'ST,GS,+00123..0kg',
    'ST,GS,+-0123.0kg',
    'ST,GS,+kg',
    'ST,GS,',
    '+00123.0kg',
    'GS,+00123.0kg',
    'ST,XX,+00123.0kg',
    'ST,GS,+00\xb123.0kg',
    'UW,+1.234567 kg',
    'TR,+001.2 kg',
    'AN,00001234',
    'MT',
    'toString',
    'constructor',
    '\x06',
  ])('%j says nothing of the load', (line) => {
    expect(heard(line)).toBeNull();
  });
});

test('only a CRC lets one frame be believed: a sum of seven bits does not', () => {
  const weight = { kind: 'weight', value: '123.0', unit: 'kg', stable: true, decimals: 1, checksumOk: true } as const;
  const one = { instrument: 'scale-1', atMs: 1, raw: Uint8Array.of(2) };
  expect(interpretScaleMessage(weight, one, RULES)).toMatchObject({ kind: 'reading', checksummed: false });
  expect(interpretScaleMessage(weight, one, { ...RULES, hasCrc: true })).toMatchObject({
    kind: 'reading',
    checksummed: true,
  });
  expect(interpretScaleMessage({ ...weight, checksumOk: false }, one, { ...RULES, hasCrc: true })).toMatchObject({
    kind: 'fault',
    fault: 'checksum-wrong',
  });
});
