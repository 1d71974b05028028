// The simulators' encoders against byte strings from manuals, captures and other projects (test/fixtures/vectors.json):
// the same strings that the drivers are held to, so that a mistake shared by both ends cannot hide.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { encodeAndBalanceFrame, encodeAndIndicatorFrame } from '../../simulators/wires/and-std.ts';
import { encodeM100Frame, storedCrc, encodeM100TagNotice } from '../../simulators/wires/m100.ts';
import { modbusCrc, appendModbusCrc } from '../../simulators/wires/modbusSlave.ts';

interface Vector {
  protocol: string;
  device: string;
  hex: string;
  expect: Record<string, unknown>;
  origin: string;
}

const vectors = JSON.parse(readFileSync(new URL('../fixtures/vectors.json', import.meta.url), 'utf8')) as Vector[];
const has = (hex: string): boolean => vectors.some((vector) => vector.hex === hex);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const kg = (thousandths: number): number => thousandths * 1_000;

describe('A&D', () => {
  test.each([
    [
      'indicator, gross, stable',
      encodeAndIndicatorFrame(
        { mg: kg(123_000), unit: 'kg', decimals: 1 },
        { stable: true, mode: 'gross', over: false },
      ),
    ],
    [
      'indicator, tare',
      encodeAndIndicatorFrame(
        { mg: kg(123_000), unit: 'kg', decimals: 1 },
        { stable: true, mode: 'tare', over: false },
      ),
    ],
    [
      'indicator, overload',
      encodeAndIndicatorFrame({ mg: 0, unit: 'kg', decimals: 2 }, { stable: true, mode: 'gross', over: true }),
    ],
    [
      'balance, stable',
      encodeAndBalanceFrame({ mg: kg(1_234), unit: 'kg', decimals: 3 }, { stable: true, over: false, under: false }),
    ],
    [
      'balance, above its range',
      encodeAndBalanceFrame({ mg: 0, unit: 'g', decimals: 1 }, { stable: true, over: true, under: false }),
    ],
  ])('%s', (_, frame) => {
    expect(has(hexOf(frame))).toBe(true);
  });

  test('a negative weight keeps its sign and its width', () => {
    const frame = encodeAndIndicatorFrame(
      { mg: kg(-400), unit: 'kg', decimals: 1 },
      { stable: false, mode: 'gross', over: false },
    );
    expect(Buffer.from(frame).toString()).toBe('US,GS,-00000.4kg\r\n');
  });
});

describe('M100', () => {
  const tags = vectors.filter(
    (vector) => vector.protocol === 'm100' && vector.expect['kind'] === 'tag' && vector.expect['pc'] === '3000',
  );

  test('tag notices with checksum and StoredCRC', () => {
    expect(tags.length).toBeGreaterThanOrEqual(2);
    for (const { hex, expect: wanted } of tags) {
      expect(hexOf(encodeM100TagNotice({ epcHex: String(wanted['epc']), rssiDbm: Number(wanted['rssiDbm']) }))).toBe(
        hex,
      );
    }
  });

  test('StoredCRC of every captured tag', () => {
    const all = vectors.filter(
      (vector) =>
        typeof vector.expect['epc'] === 'string' &&
        vector.expect['crcOk'] === true &&
        typeof vector.expect['crc'] === 'string',
    );
    expect(all.length).toBeGreaterThanOrEqual(4);
    for (const { expect: wanted } of all) {
      const stored = [...Buffer.from(`${String(wanted['pc'])}${String(wanted['epc'])}`, 'hex')];
      expect(storedCrc(stored).toString(16).toUpperCase().padStart(4, '0')).toBe(wanted['crc']);
    }
  });

  test('an empty round, an acknowledged setting and module information', () => {
    expect(has(hexOf(encodeM100Frame(1, 0xff, [0x15])))).toBe(true);
    expect(has(hexOf(encodeM100Frame(1, 0x07, [0])))).toBe(true);
    // The manual prints checksum 22; its vector notes that 92 is right.
    const info = hexOf(encodeM100Frame(1, 0x03, [0, ...Buffer.from('M100 26dBm V1.0')]));
    expect(info.endsWith('927E')).toBe(true);
    expect(has(`${info.slice(0, -4)}227E`)).toBe(true);
  });
});

describe('Modbus', () => {
  const frames = vectors.filter(
    (vector) => vector.protocol.startsWith('modbus-rtu') && vector.expect['checksumOk'] === true,
  );

  test('the CRC of every recorded frame', () => {
    expect(frames.length).toBeGreaterThanOrEqual(6);
    for (const { hex } of frames) {
      const bytes = Buffer.from(hex, 'hex');
      expect(hexOf(appendModbusCrc([...bytes.subarray(0, -2)]))).toBe(hex);
      expect(modbusCrc(bytes)).toBe(0);
    }
  });
});
