// Every model that is shipped is valid and can be made into a driver; what a model file or an instrument may not say is
// refused with all its faults.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseModelFile } from '../../config/modelFiles.ts';
import type { InstrumentConfig } from '../../drivers/models/instrumentModel.ts';
import { planScaleBlocks, decodeScaleRegisters } from '../../drivers/modbus/scaleRegisters.ts';
import { ModbusBuses, findInstrumentErrors, createDriver } from '../../drivers/instruments/driverFactory.ts';
import { clock, model, scaleAt, serialAt } from './rig.ts';
import { MODELS } from './vectors.ts';

const FOLDER = new URL('../../config/models/', import.meta.url);
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

function text(name: string): string {
  return readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8');
}

function configured(name: string): InstrumentConfig {
  const facts = model(name);
  const reads = facts.kind === 'reader' || facts.kind === 'modbus-reader';
  const unit = facts.kind === 'modbus-scale' ? (facts.unit ?? 'kg') : 'kg';
  const port = facts.serial === null ? { kind: 'tcp' as const, host: '127.0.0.1', port: 1 } : serialAt('/dev/none');
  const given = scaleAt('one', { model: facts, port });
  return {
    ...given,
    scale: reads || given.scale === null ? null : { ...given.scale, unit },
    region: reads ? (facts.regions[0] ?? null) : null,
  };
}

describe('shipped models', () => {
  test.each(files)('%s', (file) => {
    const outcome = parseModelFile(file, readFileSync(new URL(file, FOLDER), 'utf8'));
    if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.errors, null, 1));
    expect(findInstrumentErrors(configured(outcome.model.name))).toEqual([]);
    const context = {
      clock,
      openPort: () => Promise.reject(new Error('not opened here')),
      onObservation: () => undefined,
    };
    expect(createDriver(configured(outcome.model.name), context, new ModbusBuses()).health().state).toBe('closed');
  });
});

describe('a model file', () => {
  test('tells every fault at once, with its place', () => {
    const wrong = text('laumas-tlb')
      .replace('unit: kg', 'unit: lb')
      .replace('functionCode: 3', 'functionCode: 1\nspeed: 9600')
      .replace('type: uint32', 'type: uint24');
    const outcome = parseModelFile('laumas-tlb.yaml', wrong);
    expect(outcome.kind === 'faulty' ? outcome.errors.map(({ path, allowed }) => `${path}: ${allowed}`) : []).toEqual([
      expect.stringMatching(/^functionCode: /),
      expect.stringMatching(/^unit: one of mg, g, kg, t/),
      expect.stringMatching(/^weights.gross.type: one of int16/),
      expect.stringMatching(/^speed: /),
    ]);
  });

  test('of a Modbus scale must name its unit', () => {
    const outcome = parseModelFile('laumas-tlb.yaml', text('laumas-tlb').replace('unit: kg', ''));
    expect(outcome).toMatchObject({ kind: 'faulty', errors: [{ path: 'unit', problem: 'missing' }] });
  });

  test('names a codec that exists', () => {
    expect(parseModelFile('x.yaml', text('and-ad4406').replace('and-std', 'and-stf'))).toMatchObject({
      kind: 'faulty',
      errors: [{ path: 'protocol' }],
    });
  });

  test.each(['', 'kind: toaster', '- a', 'kind: [', '"x"'])('that is none is refused: %j', (content) => {
    expect(parseModelFile('x.yaml', content).kind).toBe('faulty');
  });
});

describe('an instrument', () => {
  test('a module without a Japanese region needs one from the site', () => {
    const reader = { ...configured('m100-generic'), region: null };
    expect(findInstrumentErrors(reader)).toEqual([expect.stringContaining('no Japanese radio region')]);
    expect(findInstrumentErrors({ ...reader, region: 'JP' })).toEqual([expect.stringContaining('has no region JP')]);
    expect(() =>
      createDriver(
        reader,
        { clock, openPort: () => Promise.reject(new Error('no')), onObservation: () => undefined },
        new ModbusBuses(),
      ),
    ).toThrow(/one: module m100-generic/);
  });

  test('a Modbus address outside its range, a scale without facts and another unit are refused together', () => {
    const tlb = configured('laumas-tlb');
    expect(findInstrumentErrors({ ...tlb, address: '300', scale: null })).toHaveLength(2);
    expect(findInstrumentErrors({ ...tlb, scale: tlb.scale && { ...tlb.scale, unit: 't' } })).toEqual([
      expect.stringContaining('weighs in kg'),
    ]);
  });
});

describe('registers of a Modbus model', () => {
  const tlb = MODELS.get('laumas-tlb');
  if (tlb?.kind !== 'modbus-scale') throw new Error('no laumas-tlb');
  const shown = (status: number, gross: [number, number], net: [number, number] = [0, 0]) =>
    decodeScaleRegisters(
      tlb,
      new Map([
        [6, status],
        [7, gross[0]],
        [8, gross[1]],
        [9, net[0]],
        [10, net[1]],
      ]),
      1,
    );

  test('adjacent ones are one request', () => {
    expect(planScaleBlocks(tlb)).toEqual([{ functionCode: 3, at: 6, count: 5 }]);
  });

  test('sign, stability and zero come from the status', () => {
    expect(shown(0x0800, [0x0001, 0x86a0])).toMatchObject({
      kind: 'weight',
      value: '10000.0',
      stable: true,
      centreOfZero: false,
      mode: 'gross',
      unit: 'kg',
    });
    expect(shown(0x0080, [0, 5])).toMatchObject({ value: '-0.5', stable: false });
    expect(shown(0x1800, [0, 0])).toMatchObject({ value: '0.0', centreOfZero: true });
    expect(shown(0x0c00, [0, 1_500], [0, 1_300])).toMatchObject({ value: '150.0', tare: '20.0' });
  });

  test.each([
    [0x0001, 'scale-error'],
    [0x0002, 'scale-error'],
    [0x0804, 'overload'],
    [0x0808, 'overload'],
    [0x0810, 'overload'],
  ])('status %i is %s, whatever the weight registers hold', (status, error) => {
    expect(shown(status, [0, 1_000])).toEqual({ kind: 'error', error, value: null });
  });

  test('word order, byte order, floats and decimals from a register', () => {
    const other = {
      ...tlb,
      status: {},
      decimals: { from: 'register' as const, at: 4, shift: 4, mask: 7, table: null },
      wordOrder: 'low-word-first' as const,
      weights: { displayed: { at: 0, type: 'int32' as const, negative: null } },
    };
    expect(
      decodeScaleRegisters(
        other,
        new Map([
          [0, 0xd687],
          [1, 0x0012],
          [4, 0x20],
        ]),
        null,
      ),
    ).toMatchObject({ value: '12345.67', decimals: 2, stable: false });
    expect(
      decodeScaleRegisters(
        other,
        new Map([
          [0, 0xfffe],
          [1, 0xffff],
          [4, 0x20],
        ]),
        null,
      ),
    ).toMatchObject({ value: '-0.02' });
    const swapped = { ...other, byteOrder: 'low-byte-first' as const };
    expect(
      decodeScaleRegisters(
        swapped,
        new Map([
          [0, 0x87d6],
          [1, 0x1200],
          [4, 0x20],
        ]),
        null,
      ),
    ).toMatchObject({ value: '12345.67' });
    const float = {
      ...tlb,
      status: {},
      decimals: { from: 'model' as const, decimals: 2 },
      weights: { gross: { at: 0, type: 'float32' as const, negative: null } },
    };
    // 268.40 as IEEE 754 single: 43 86 33 33.
    expect(
      decodeScaleRegisters(
        float,
        new Map([
          [0, 0x4386],
          [1, 0x3333],
        ]),
        null,
      ),
    ).toMatchObject({ value: '268.40', mode: 'gross' });
    expect(
      decodeScaleRegisters(
        float,
        new Map([
          [0, 0x7fc0],
          [1, 0],
        ]),
        null,
      ),
    ).toMatchObject({ kind: 'error', error: 'value-refused' });
  });

  test('without decimals from anywhere there is no weight', () => {
    expect(
      decodeScaleRegisters(
        tlb,
        new Map([
          [6, 0x0800],
          [7, 0],
          [8, 1],
          [9, 0],
          [10, 0],
        ]),
        null,
      ),
    ).toMatchObject({ kind: 'error' });
  });
});
