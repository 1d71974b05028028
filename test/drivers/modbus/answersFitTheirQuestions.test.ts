// An answer is believed only if everything that it carries fits its question: unit, function, byte count, and for a
// write the address and the value that it repeats. On RTU and on Modbus TCP.
import { describe, expect, test } from 'vitest';
import { MbapFraming, RtuFraming } from '../../../drivers/modbus/modbusFraming.ts';
import { appendModbusCrc } from '../../../simulators/wires/modbusSlave.ts';

const READ_9_COILS = [7, 1, 0, 10, 0, 9];
const READ_INPUTS = [7, 2, 0, 0, 0, 8];
const WRITE_COIL = [7, 5, 0, 3, 0xff, 0];
const WRITE_REGISTER = [7, 6, 0, 3, 0x12, 0x34];
const WRITE_REGISTERS = [7, 16, 0, 3, 0, 1, 2, 0x12, 0x34];

const CASES: [string, number[], number[], boolean][] = [
  ['coils', READ_9_COILS, [7, 1, 2, 0xff, 1], true],
  ['coils, one byte short', READ_9_COILS, [7, 1, 1, 0xff], false],
  ['discrete inputs', READ_INPUTS, [7, 2, 1, 0xff], true],
  ['discrete inputs, answered as coils', READ_INPUTS, [7, 1, 1, 0xff], false],
  ['a coil written', WRITE_COIL, [7, 5, 0, 3, 0xff, 0], true],
  ['another coil written', WRITE_COIL, [7, 5, 0, 4, 0xff, 0], false],
  ['a coil written off', WRITE_COIL, [7, 5, 0, 3, 0, 0], false],
  ['a register written', WRITE_REGISTER, [7, 6, 0, 3, 0x12, 0x34], true],
  ['another value written', WRITE_REGISTER, [7, 6, 0, 3, 0x12, 0x35], false],
  ['registers written', WRITE_REGISTERS, [7, 16, 0, 3, 0, 1], true],
  ['registers written elsewhere', WRITE_REGISTERS, [7, 16, 0, 4, 0, 1], false],
  ['another unit', WRITE_REGISTERS, [8, 16, 0, 3, 0, 1], false],
  ['a refusal', WRITE_COIL, [7, 0x85, 2], true],
  ['a refusal of another function', WRITE_COIL, [7, 0x83, 2], false],
];

describe.each(CASES)('%s', (_, request, answer, isBelieved) => {
  test('on RTU', () => {
    const strays: number[][] = [];
    const framing = new RtuFraming((frame) => void strays.push([...frame]));
    framing.frameRequest(appendModbusCrc(request));
    expect(framing.receive(appendModbusCrc(answer)) !== null).toBe(isBelieved);
    expect(strays).toHaveLength(isBelieved ? 0 : 1);
  });

  test('on Modbus TCP', () => {
    const framing = new MbapFraming();
    const asked = framing.frameRequest(appendModbusCrc(request));
    const packet = Uint8Array.from([...asked.subarray(0, 4), 0, answer.length, ...answer]);
    expect(framing.receive(packet) !== null).toBe(isBelieved);
  });
});
