// Each shipped Modbus scale against the register image that its maker documents: value, sign, unit, decimals,
// stability, range, and every condition that is no weight. In one request, where the table allows it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reading } from '../../../drivers/contract/observation.ts';
import { until } from '../rig.ts';
import { OnSlave, wide } from './onSlave.ts';
import type { Slave } from './slave.ts';

let bench: OnSlave;
beforeEach(() => {
  bench = new OnSlave();
});
afterEach(() => bench.end());

interface Case {
  name: string;
  says: string;
  image: (slave: Slave) => void;
  reading?: Partial<Reading>;
  fault?: string;
  reads: string[];
}

const LAUMAS = ['3 6+5'];
const FLINTEC = ['3 0+7'];
const DINI = ['4 0+5'];
const WTX = ['3 0+6'];
const C500 = ['4 0+10'];
const PAVONE = ['3 0+5'];
const DAD = ['3 13056+5'];
const F320 = ['2 0+4', '4 0+3', '2 0+4'];
const holding =
  (at: number, ...words: number[]) =>
  (slave: Slave) =>
    slave.set('holding', at, words);
const input =
  (at: number, ...words: number[]) =>
  (slave: Slave) =>
    slave.set('input', at, words);
/** Net, gross, status, and the word with decimals and unit. */
const wtx = (status: number, format: number, gross = 1_234) =>
  holding(0, ...wide(gross - 200), ...wide(gross), status, format);
const KG_1 = 0x10;
const c500 = (status: number, error = 0, gross = 1_234) =>
  input(0, ...wide(gross), ...wide(gross - 200), 0, 0, 0x00ff, status, ...wide(error));
const f320 = (bits: number[], decimals: number, value: number) => (slave: Slave) => {
  slave.set('input', 0, [decimals, 0, value]);
  bits.forEach((bit, at) => slave.inputs.set(at, bit));
};

const CASES: Case[] = [
  {
    name: 'laumas-tlb',
    says: 'stable gross',
    image: holding(6, 0x0800, ...wide(1_234), ...wide(1_234)),
    reading: { massMg: 123_400_000, stable: true, mode: 'gross' },
    reads: LAUMAS,
  },
  {
    name: 'laumas-tlb',
    says: 'sign in the status',
    image: holding(6, 0x0880, ...wide(1_234), ...wide(1_234)),
    reading: { massMg: -123_400_000 },
    reads: LAUMAS,
  },
  {
    name: 'flintec-ft13',
    says: 'gross beside a tare',
    image: holding(0, ...wide(1_000), 0x000a, ...wide(234), ...wide(1_234)),
    reading: { massMg: 123_400_000, tareMg: 23_400_000, stable: true },
    reads: FLINTEC,
  },
  {
    name: 'flintec-ft13',
    says: 'busy',
    image: holding(0, ...wide(1_000), 0x0003, ...wide(0), ...wide(1_000)),
    fault: 'not-ready',
    reads: FLINTEC,
  },
  {
    name: 'flintec-ft13',
    says: 'data not valid',
    image: holding(0, ...wide(1_000), 0x0000, ...wide(0), ...wide(1_000)),
    fault: 'not-ready',
    reads: FLINTEC,
  },
  {
    name: 'flintec-ft13',
    says: 'an error',
    image: holding(0, ...wide(1_000), 0x2002, ...wide(0), ...wide(1_000)),
    fault: 'scale-error',
    reads: FLINTEC,
  },
  {
    name: 'dini-dgt',
    says: 'absolute gross, negative',
    image: input(0, ...wide(1_234), ...wide(1_234), 0x0006),
    reading: { massMg: -123_400_000, stable: true },
    reads: DINI,
  },
  {
    name: 'dini-dgt',
    says: 'tare active',
    image: input(0, ...wide(1_234), ...wide(1_000), 0x0024),
    reading: { massMg: 123_400_000, tareMg: 23_400_000 },
    reads: DINI,
  },
  {
    name: 'dini-dgt',
    says: 'underload',
    image: input(0, ...wide(5), ...wide(5), 0x000c),
    fault: 'underload',
    reads: DINI,
  },
  {
    name: 'dini-dgt',
    says: 'overload',
    image: input(0, ...wide(9_000), ...wide(9_000), 0x0014),
    fault: 'overload',
    reads: DINI,
  },
  {
    name: 'dini-dgt-rs485',
    says: 'gross in holding registers',
    image: holding(100, ...wide(1_234), ...wide(1_000), ...wide(234), 0x0024),
    reading: { massMg: 123_400_000, tareMg: 23_400_000, stable: true },
    reads: ['3 100+7'],
  },
  {
    name: 'hbm-wtx',
    says: 'unit and decimals',
    image: wtx(0x0000, KG_1),
    reading: { massMg: 123_400_000, unit: 'kg', decimals: 1, stable: true, range: 1 },
    reads: WTX,
  },
  {
    name: 'hbm-wtx',
    says: 'net shown, second range, moving',
    image: wtx(0x0190, KG_1),
    reading: { massMg: 123_400_000, tareMg: 20_000_000, mode: 'gross', stable: false, range: 2 },
    reads: WTX,
  },
  { name: 'hbm-wtx', says: 'negative', image: wtx(0x0000, KG_1, -5), reading: { massMg: -500_000 }, reads: WTX },
  {
    name: 'hbm-wtx',
    says: 'tonnes instead of kilograms',
    image: wtx(0x0000, KG_1 | 0x100),
    fault: 'unit-changed',
    reads: WTX,
  },
  { name: 'hbm-wtx', says: 'pounds', image: wtx(0x0000, KG_1 | 0x180), fault: 'unit-refused', reads: WTX },
  { name: 'hbm-wtx', says: 'more decimals', image: wtx(0x0000, 0x20), fault: 'unit-changed', reads: WTX },
  { name: 'hbm-wtx', says: 'below the lower limit', image: wtx(0x0004, KG_1), fault: 'underload', reads: WTX },
  { name: 'hbm-wtx', says: 'above the safe load', image: wtx(0x000c, KG_1), fault: 'overload', reads: WTX },
  { name: 'hbm-wtx', says: 'filler mode', image: wtx(0x0000, KG_1 | 2), fault: 'not-ready', reads: WTX },
  { name: 'hbm-wtx', says: 'zero required', image: wtx(0x0400, KG_1), fault: 'not-ready', reads: WTX },
  {
    name: 'rinstrum-c500',
    says: 'gross, stable, centre of zero off',
    image: c500(0x0008),
    reading: { massMg: 123_400_000, stable: true, centreOfZero: false, range: 1 },
    reads: C500,
  },
  {
    name: 'rinstrum-c500',
    says: 'net shown, range 2, in motion',
    image: c500(0x0014),
    reading: { massMg: 123_400_000, tareMg: 20_000_000, stable: false, range: 2 },
    reads: C500,
  },
  { name: 'rinstrum-c500', says: 'underload', image: c500(0x0009), fault: 'underload', reads: C500 },
  { name: 'rinstrum-c500', says: 'an error status', image: c500(0x0008, 0x10000), fault: 'scale-error', reads: C500 },
  {
    name: 'pavone-dat400',
    says: 'stable gross',
    image: holding(0, 0x0002, ...wide(1_234), ...wide(1_234)),
    reading: { massMg: 123_400_000, stable: true, centreOfZero: false },
    reads: PAVONE,
  },
  {
    name: 'pavone-dat400',
    says: 'overload',
    image: holding(0, 0x0022, ...wide(1_234), ...wide(1_234)),
    fault: 'overload',
    reads: PAVONE,
  },
  {
    name: 'pavone-dat400',
    says: 'not calibrated',
    image: holding(0, 0x0082, ...wide(1_234), ...wide(1_234)),
    fault: 'scale-error',
    reads: PAVONE,
  },
  {
    name: 'pavone-jbx8',
    says: 'negative',
    image: holding(0, 0x0002, ...wide(-7), ...wide(-7)),
    reading: { massMg: -700_000 },
    reads: PAVONE,
  },
  {
    name: 'flintec-dad141',
    says: 'gross beside a tare',
    image: holding(0x3300, ...wide(1_234), ...wide(1_000), 0x0030),
    reading: { massMg: 123_400_000, tareMg: 23_400_000, stable: true },
    reads: DAD,
  },
  {
    name: 'flintec-dad141',
    says: 'over range',
    image: holding(0x3300, ...wide(1_234), ...wide(1_234), 0x0012),
    fault: 'overload',
    reads: DAD,
  },
  {
    name: 'and-ad8551r',
    says: 'low word first, in grams, never stable',
    image: holding(2_000, 0xd687, 0x0012),
    reading: { massMg: 123_456_700, unit: 'g', stable: false },
    reads: ['3 2000+2'],
  },
  {
    name: 'unipulse-f320',
    says: 'status in discrete inputs',
    image: f320([0, 1, 0, 0], 1, 1_234),
    reading: { massMg: 123_400_000, stable: true, centreOfZero: false },
    reads: F320,
  },
  {
    name: 'unipulse-f320',
    says: 'negative, near zero',
    image: f320([0, 1, 1, 0], 1, -3),
    reading: { massMg: -300_000, centreOfZero: true },
    reads: F320,
  },
  { name: 'unipulse-f320', says: 'held', image: f320([1, 1, 0, 0], 1, 1_234), fault: 'not-ready', reads: F320 },
  { name: 'unipulse-f320', says: 'overload', image: f320([0, 1, 0, 1], 1, 1_234), fault: 'overload', reads: F320 },
  {
    name: 'unipulse-f320',
    says: 'other decimals than configured',
    image: f320([0, 1, 0, 0], 2, 1_234),
    fault: 'unit-changed',
    reads: F320,
  },
];

describe('over Modbus TCP', () => {
  test.each(CASES.map((one) => [one.name, one.says, one] as const))(
    '%s: %s',
    async (name, _, { image, reading, fault, reads }) => {
      image(bench.slave);
      const given = await bench.tcp(name);
      // The A&D converter weighs in grams.
      const unit = given.model.kind === 'modbus-scale' ? given.model.unit : null;
      bench.rig.start({ ...given, scale: given.scale && { ...given.scale, unit: unit ?? 'kg' } });
      await until('an observation', () => bench.rig.observations.length > 0);
      const [first] = bench.rig.observations;
      expect(first?.kind === 'reading' ? first : undefined).toEqual(
        reading ? expect.objectContaining(reading) : undefined,
      );
      expect(first?.kind === 'fault' ? first.fault : undefined).toBe(fault);
      expect(bench.slave.reads.slice(0, reads.length)).toEqual(reads);
    },
  );
});

test('over RTU on a serial line, discrete inputs and input registers too', async () => {
  f320([0, 1, 0, 0], 1, 1_234)(bench.slave);
  bench.rig.start(await bench.serial('unipulse-f320'));
  await until('readings', () => bench.rig.readings().length >= 5);
  expect(bench.rig.readings()[4]).toMatchObject({ massMg: 123_400_000, stable: true });
  expect(bench.rig.faults()).toEqual([]);
});

test('the JBX8 is asked as unit FF', async () => {
  const units = new Set<number>();
  bench.slave.onRead = ({ unit }) => void units.add(unit);
  holding(0, 2, 0, 1, 0, 1)(bench.slave);
  bench.rig.start(await bench.tcp('pavone-jbx8'));
  await until('readings', () => bench.rig.readings().length > 0);
  expect(units).toEqual(new Set([255]));
});
