// A Modbus slave written from the protocol's specification (Modbus Application Protocol 1.1b3, Modbus over Serial Line
// 1.02): functions 03 and 16 over a register table, framed as RTU or TCP. It checks the request's CRC and does not pace
// its answers. Must not know what the registers mean, and shares nothing with the driver.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { SimulatedDevice } from './simulatedWire.ts';

/** Registers by their 0-based wire address (40001 is 0). */
export interface SlaveRegisterTable {
  /** Undefined: there is no such register. */
  read(address: number): number | undefined;
  /** False: there is no such register, or it refuses the value. */
  write(address: number, value: number): boolean;
  /** Most registers in one request. */
  readonly requestRegistersMax: number;
}

const READ_HOLDING = 3;
const WRITE_MULTIPLE = 16;
const EXCEPTION = { function: 1, address: 2, value: 3 } as const;
const RTU_FRAME_MAX = 256;
/**
 * After this silence a half-received request is forgotten (the standard's 3.5 characters are finer than an operating
 * system can tell).
 */
const RTU_FORGET_MS = 20;

/** CRC-16 of Modbus over Serial Line 6.2.2: polynomial A001 (reflected 8005), start FFFF; sent low byte first. */
export function modbusCrc(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}

export function appendModbusCrc(pdu: readonly number[]): Uint8Array {
  const body = Uint8Array.from(pdu);
  const crc = modbusCrc(body);
  return Uint8Array.from([...body, crc & 0xff, crc >>> 8]);
}

const word = (bytes: Uint8Array, offset: number): number => ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);

function readHolding(table: SlaveRegisterTable, first: number, count: number): number[] | number {
  if (count < 1 || count > table.requestRegistersMax) return EXCEPTION.value;
  const reply = [READ_HOLDING, 2 * count];
  for (let address = first; address < first + count; address += 1) {
    const value = table.read(address);
    if (value === undefined) return EXCEPTION.address;
    reply.push((value >>> 8) & 0xff, value & 0xff);
  }
  return reply;
}

function writeMultiple(table: SlaveRegisterTable, pdu: Uint8Array): number[] | number {
  const first = word(pdu, 1);
  const count = word(pdu, 3);
  if (count < 1 || count > table.requestRegistersMax || pdu[5] !== 2 * count || pdu.length !== 6 + 2 * count)
    return EXCEPTION.value;
  for (let index = 0; index < count; index += 1) {
    if (!table.write(first + index, word(pdu, 6 + 2 * index))) return EXCEPTION.address;
  }
  return [...pdu.subarray(0, 5)];
}

/** The answer to one protocol data unit (function code and data, without address and checksum). */
export function answerModbusPdu(table: SlaveRegisterTable, pdu: Uint8Array): number[] {
  const code = pdu[0] ?? 0;
  let answer: number[] | number = EXCEPTION.function;
  if (code === READ_HOLDING)
    answer = pdu.length === 5 ? readHolding(table, word(pdu, 1), word(pdu, 3)) : EXCEPTION.value;
  if (code === WRITE_MULTIPLE) answer = writeMultiple(table, pdu);
  return typeof answer === 'number' ? [code | 0x80, answer] : answer;
}

/** Length of the RTU request that starts these bytes; null: not known yet; 0: no request this slave could know. */
function rtuLength(bytes: Uint8Array): number | null {
  if (bytes.length < 2) return null;
  const code = bytes[1] ?? 0;
  if (code >= 1 && code <= 6) return 8;
  if (code !== WRITE_MULTIPLE) return 0;
  return bytes.length < 7 ? null : 9 + (bytes[6] ?? 0);
}

/** A slave on a serial line. Requests with a wrong CRC, or for another address, get no answer (Serial Line 2.4.2). */
export function simulateModbusRtuSlave(options: {
  address: number;
  table: SlaveRegisterTable;
  clock: Clock;
  refresh: () => void;
}): SimulatedDevice {
  return (send) => {
    let buffer = new Uint8Array(0);
    let forget = (): void => undefined;
    const answer = (request: Uint8Array): void => {
      const body = request.subarray(0, -2);
      const crc = modbusCrc(body);
      if (request.at(-2) !== (crc & 0xff) || request.at(-1) !== crc >>> 8) return;
      if (request[0] !== options.address) return;
      options.refresh();
      send(appendModbusCrc([options.address, ...answerModbusPdu(options.table, body.subarray(1))]));
    };
    const take = (): void => {
      for (;;) {
        const length = rtuLength(buffer);
        if (length === null || (length > 0 && buffer.length < length)) return;
        if (length === 0 || length > RTU_FRAME_MAX) {
          buffer = new Uint8Array(0);
          return;
        }
        answer(buffer.subarray(0, length));
        buffer = buffer.slice(length);
      }
    };
    return {
      receive: (bytes) => {
        forget();
        buffer = Uint8Array.from([...buffer, ...bytes].slice(-2 * RTU_FRAME_MAX));
        take();
        forget = options.clock.after(RTU_FORGET_MS, () => {
          buffer = new Uint8Array(0);
        });
      },
      close: () => forget(),
    };
  };
}

/**
 * A slave behind TCP: MBAP header (transaction, protocol 0, length, unit) before each unit. A wrong header ends
 * understanding.
 */
export function simulateModbusTcpSlave(options: {
  address: number;
  table: SlaveRegisterTable;
  refresh: () => void;
}): SimulatedDevice {
  return (send) => {
    let buffer = new Uint8Array(0);
    const takeOne = (): boolean => {
      if (buffer.length < 7) return false;
      const length = word(buffer, 4);
      if (word(buffer, 2) !== 0 || length < 2 || length > RTU_FRAME_MAX) {
        buffer = new Uint8Array(0);
        return false;
      }
      if (buffer.length < 6 + length) return false;
      const request = buffer.slice(0, 6 + length);
      buffer = buffer.slice(6 + length);
      const unit = request[6] ?? 0;
      // Unit FF is "this device" on TCP (Modbus Messaging on TCP/IP 4.4.2.1).
      if (unit !== options.address && unit !== 0xff) return true;
      options.refresh();
      const pdu = answerModbusPdu(options.table, request.subarray(7));
      send(Uint8Array.from([request[0] ?? 0, request[1] ?? 0, 0, 0, 0, pdu.length + 1, unit, ...pdu]));
      return true;
    };
    return {
      receive: (bytes) => {
        buffer = Uint8Array.from([...buffer, ...bytes].slice(-4 * RTU_FRAME_MAX));
        while (takeOne());
      },
      close: () => undefined,
    };
  };
}
