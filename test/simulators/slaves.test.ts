// The Modbus slave and the Laumas table, asked by hand-made requests.
import { expect, test } from 'vitest';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';
import {
  answerModbusPdu,
  simulateModbusRtuSlave,
  simulateModbusTcpSlave,
  appendModbusCrc,
} from '../../simulators/wires/modbusSlave.ts';
import { createLaumasRegisters } from '../../simulators/wires/laumas.ts';
import { createSimulatedIndicator } from '../../simulators/world/simulatedIndicator.ts';
import { createScalePlatform } from '../../simulators/world/scalePlatform.ts';
import { stoppedClock } from './stoppedClock.ts';
import type { Indicator } from '../../simulators/wires/indicator.ts';

function loaded(massMg: number): Indicator {
  const platform = createScalePlatform({ hertz: 4, dampingMs: 100, overshoot: 0.03 });
  const facts = { maxMg: 1_500_000_000, intervalMg: 500_000, unit: 'kg' as const, decimals: 1, spanError: 0 };
  const indicator = createSimulatedIndicator({
    spec: facts,
    platform,
    random: createRandomStream('slave'),
    startMs: 0,
  });
  if (massMg > 0)
    platform.place({ id: 'bag', massMg, atMs: 0, touchdown: { lowerMs: 100, restingShare: 1, restMs: 0, tremble: 0 } });
  indicator.advanceTo(4_000);
  return indicator;
}

const read = (first: number, count: number): Uint8Array =>
  Uint8Array.from([3, first >>> 8, first & 0xff, count >>> 8, count & 0xff]);
const hex = (bytes: Iterable<number>): string => Buffer.from([...bytes]).toString('hex');

test('gross, status and division of a standing bag', () => {
  const table = createLaumasRegisters(loaded(1_002_500_000));
  // 1002.5 kg in half kilograms with one decimal: 10025 = 0x2729; stable is bit 11; division 0.5 is 7, unit kg is 0.
  expect(hex(answerModbusPdu(table, read(7, 2)))).toBe('030400002729');
  expect(hex(answerModbusPdu(table, read(6, 1)))).toBe('03020800');
  expect(hex(answerModbusPdu(table, read(13, 1)))).toBe('03020007');
});

test('an empty platform shows stable and the centre of zero (bits 11 and 12)', () => {
  expect(hex(answerModbusPdu(createLaumasRegisters(loaded(0)), read(6, 1)))).toBe('03021800');
});

test('tare by command 7 in 40006 leaves gross and shows net', () => {
  const table = createLaumasRegisters(loaded(1_000_000_000));
  expect(hex(answerModbusPdu(table, Uint8Array.from([16, 0, 5, 0, 1, 2, 0, 7])))).toBe('1000050001');
  expect(hex(answerModbusPdu(table, read(7, 4)))).toBe('030800002710' + '00000000');
});

test('unknown functions, registers and counts get their exception', () => {
  const table = createLaumasRegisters(loaded(0));
  expect(hex(answerModbusPdu(table, Uint8Array.from([4, 0, 0, 0, 1])))).toBe('8401');
  expect(hex(answerModbusPdu(table, read(9_000, 1)))).toBe('8302');
  expect(hex(answerModbusPdu(table, read(0, 33)))).toBe('8303');
});

test('on a serial line: a wrong CRC, another address and half a request get no answer; the next sound request does', () => {
  const clock = stoppedClock();
  const replies: string[] = [];
  const table = createLaumasRegisters(loaded(0));
  const slave = simulateModbusRtuSlave({ address: 1, table, clock, refresh: () => undefined })((frame) =>
    replies.push(hex(frame)),
  );
  const sound = appendModbusCrc([1, ...read(6, 1)]);
  slave.receive(Uint8Array.from([...sound.subarray(0, 6), 0, 0]));
  slave.receive(appendModbusCrc([2, ...read(6, 1)]));
  slave.receive(sound.subarray(0, 5));
  clock.advance(50);
  expect(replies).toEqual([]);
  slave.receive(sound.subarray(0, 3));
  slave.receive(sound.subarray(3));
  expect(replies).toEqual([hex(appendModbusCrc([1, 3, 2, 0x18, 0x00]))]);
});

test('over TCP: two requests in one chunk get two answers with their own transaction numbers', () => {
  const replies: string[] = [];
  const slave = simulateModbusTcpSlave({
    address: 1,
    table: createLaumasRegisters(loaded(0)),
    refresh: () => undefined,
  })((frame) => replies.push(hex(frame)));
  const request = (transaction: number): number[] => [0, transaction, 0, 0, 0, 6, 1, ...read(6, 1)];
  slave.receive(Uint8Array.from([...request(7), ...request(8)]));
  expect(replies).toEqual(['000700000005010302' + '1800', '000800000005010302' + '1800']);
});
