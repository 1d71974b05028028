// `hakari decode --model`: what a request asks for is said for every register it covers, for bits that are no registers
// and
// for coils that are written. Without a model, two registers are a number only if they can be but one.
import type { FrameDirection } from '../../../drivers/contract/codec.ts';
import { expect, test } from 'vitest';
import { modbusCrc } from '../../../drivers/modbus/modbusCrc.ts';
import { createModbusRtuCodec } from '../../../drivers/modbus/modbusRtuCodec.ts';
import { MODELS, feed } from '../vectors.ts';

function heard(
  hex: string,
  direction: FrameDirection,
  name: string | null = null,
  decimals: number | null = null,
): Record<string, unknown> | undefined {
  const body = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const crc = modbusCrc(body);
  const model = name === null ? null : MODELS.get(name);
  if (name !== null && model?.kind !== 'modbus-scale') throw new Error(`no model ${name}`);
  return feed(createModbusRtuCodec(model?.kind === 'modbus-scale' ? { model, decimals } : null), direction, [
    Buffer.of(...body, crc & 0xff, crc >> 8),
  ]).messages[0];
}

test.each([
  ['laumas-tlb', '01 03 0006 0005', 'status (40007), gross weight (40008), net weight (40010)'],
  // Half of the net weight is none of it.
  ['laumas-tlb', '01 03 0006 0004', 'status (40007), gross weight (40008)'],
  ['dini-dgt', '01 04 0000 0005', 'gross weight (30001), net weight (30003), status (30005)'],
  ['unipulse-f320', '01 04 0000 0003', 'displayed weight (30003)'],
  ['unipulse-f320', '01 02 0000 0004', 'notReady (10001), stable (10002), centreOfZero (10003), overload (10004)'],
  ['unipulse-f320', '01 05 0002 FF00', 'command zero (3)'],
  ['and-ad8551r', '01 05 07D3 FF00', 'command rezero (2004)'],
  ['rinstrum-c500', '01 05 0001 FF00', 'command tare (2)'],
  ['flintec-dad141', '01 03 3300 0005', 'gross weight (53057), net weight (53059), status (53061)'],
  ['laumas-tlb', '01 10 0005 0001 02 0008', 'command zero (40006)'],
])('%s: %s', (model, hex, meaning) => {
  expect(heard(hex, 'host', model)).toMatchObject({ kind: 'request', meaning });
});

test('what the model does not know has no meaning', () => {
  expect(heard('01 05 07D3 0000', 'host', 'and-ad8551r')).not.toHaveProperty('meaning');
  expect(heard('01 03 0006 0001', 'host', 'dini-dgt')).not.toHaveProperty('meaning');
  expect(heard('01 0F 0000 0003 01 05', 'host', 'unipulse-f320')).not.toHaveProperty('meaning');
});

test.each([
  // Gross is negative by a status bit; the registers hold absolute values.
  [
    'laumas-tlb',
    1,
    '01 03 0A 0C80 000004D2 000003E8',
    { at: 6, reading: { value: '-123.4', unit: 'kg', mode: 'gross', stable: true, tare: '-223.4' } },
  ],
  [
    'laumas-tlb',
    null,
    '01 03 0A 0804 000004D2 000003E8',
    { at: 6, reading: { kind: 'error', error: 'overload', value: null } },
  ],
  ['dini-dgt', 2, '01 04 0A 000004D2 000003E8 0004', { at: 0, reading: { value: '12.34', stable: true } }],
  [
    'and-ad8551r',
    2,
    '01 03 04 D687 0012',
    { int32: 1_234_567, at: 2_000, reading: { value: '12345.67', unit: 'g', stable: false } },
  ],
  // The number of decimals comes with every weight.
  ['hbm-wtx', null, '01 03 0C 000003E8 FFFFFB2E 0000 0010', { at: 0, reading: { value: '-123.4', unit: 'kg' } }],
])('an answer as long as the one block of %s, with %s decimals', (model, decimals, hex, said) => {
  expect(heard(hex, 'device', model, decimals)).toMatchObject({ kind: 'response', ...said });
});

test('no weight without decimals, with another number of registers, or with blocks that need each other', () => {
  expect(heard('01 03 0A 0800 000004D2 000003E8', 'device', 'laumas-tlb')).not.toHaveProperty('reading');
  expect(heard('01 03 08 0800 000004D2 0000', 'device', 'laumas-tlb', 1)).not.toHaveProperty('reading');
  expect(heard('01 04 06 0001 0000 04D2', 'device', 'unipulse-f320', 1)).not.toHaveProperty('reading');
});

test('two registers without a model', () => {
  expect(heard('01 03 04 D687 0012', 'device')).toMatchObject({
    registers: [54_919, 18],
    int32: 1_234_567,
    wordOrder: 'low-word-first',
  });
  expect(heard('01 03 04 FFFF FF9C', 'device')).not.toHaveProperty('int32', 4_294_967_196);
  // 1234 or 80 871 424, and a floating point number: nobody can say.
  expect(heard('01 03 04 0000 04D2', 'device')).not.toHaveProperty('int32');
  expect(heard('01 03 04 42F6 E979', 'device')).not.toHaveProperty('int32');
});
