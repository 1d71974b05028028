// A Modbus slave for tests, written from the Modbus Application Protocol 1.1b3: four tables that a test fills, and two
// hooks by which it plays the device behind them. Shares nothing with the drivers.
import type { SimulatedDevice } from '../../../simulators/wires/simulatedWire.ts';
import { appendModbusCrc } from '../../../simulators/wires/modbusSlave.ts';

type Table = 'coils' | 'inputs' | 'holding' | 'input';

export interface Written {
  unit: number;
  table: Table;
  at: number;
  values: number[];
}

const TABLE_OF_READ: Record<number, Table> = { 1: 'coils', 2: 'inputs', 3: 'holding', 4: 'input' };

export class Slave {
  readonly coils = new Map<number, number>();
  readonly inputs = new Map<number, number>();
  readonly holding = new Map<number, number>();
  readonly input = new Map<number, number>();
  /** Every read as "function at+count". */
  readonly reads: string[] = [];
  readonly writes: Written[] = [];
  /** Before a read is answered; a number is the exception that answers it instead. */
  onRead: (read: { unit: number; functionCode: number; at: number; count: number }) => number | undefined = () =>
    undefined;
  /** Writes are answered with exception 4 and not carried out. */
  refusesWrites = false;
  /** After a write was carried out. */
  onWrite: (written: Written) => void = () => undefined;

  /** Registers in a row; 32-bit words come as the test gives them. */
  set(table: 'holding' | 'input', at: number, words: readonly number[]): void {
    words.forEach((word, i) => this[table].set(at + i, word & 0xffff));
  }

  answer(unit: number, pdu: Buffer): number[] {
    const functionCode = pdu[0] ?? 0;
    const at = pdu.readUInt16BE(1);
    const table = TABLE_OF_READ[functionCode];
    if (table) return this.#read({ unit, functionCode, at, count: pdu.readUInt16BE(3) }, table);
    if (functionCode === 5)
      return this.#write({ unit, table: 'coils', at, values: [pdu.readUInt16BE(3) === 0xff00 ? 1 : 0] }, pdu);
    if (functionCode === 6) return this.#write({ unit, table: 'holding', at, values: [pdu.readUInt16BE(3)] }, pdu);
    if (functionCode !== 16) return [functionCode | 0x80, 1];
    const values = Array.from({ length: pdu.readUInt16BE(3) }, (_, i) => pdu.readUInt16BE(6 + 2 * i));
    return this.#write({ unit, table: 'holding', at, values }, pdu);
  }

  #read(read: { unit: number; functionCode: number; at: number; count: number }, table: Table): number[] {
    const { functionCode, at, count } = read;
    this.reads.push(`${functionCode} ${at}+${count}`);
    const exception = this.onRead(read);
    if (exception !== undefined) return [functionCode | 0x80, exception];
    const values = Array.from({ length: count }, (_, i) => this[table].get(at + i));
    if (values.some((value) => value === undefined)) return [functionCode | 0x80, 2];
    if (functionCode > 2)
      return [functionCode, 2 * count, ...values.flatMap((value) => [(value ?? 0) >> 8, (value ?? 0) & 0xff])];
    const bytes = new Array<number>(Math.ceil(count / 8)).fill(0);
    values.forEach((value, i) => (bytes[i >> 3] = (bytes[i >> 3] ?? 0) | ((value ?? 0) << (i & 7))));
    return [functionCode, bytes.length, ...bytes];
  }

  #write(written: Written, pdu: Buffer): number[] {
    if (this.refusesWrites) return [(pdu[0] ?? 0) | 0x80, 4];
    written.values.forEach((value, i) => this[written.table].set(written.at + i, value));
    this.writes.push(written);
    this.onWrite(written);
    return [...pdu.subarray(0, 5)];
  }

  /** Behind Modbus TCP. */
  mbap(): SimulatedDevice {
    return (send) => {
      let pending = Buffer.alloc(0);
      return {
        receive: (bytes) => {
          pending = Buffer.concat([pending, bytes]);
          while (pending.length >= 6 && pending.length >= 6 + pending.readUInt16BE(4)) {
            const end = 6 + pending.readUInt16BE(4);
            const unit = pending[6] ?? 0;
            const pdu = this.answer(unit, Buffer.from(pending.subarray(7, end)));
            send(Buffer.from([...pending.subarray(0, 4), 0, pdu.length + 1, unit, ...pdu]));
            pending = pending.subarray(end);
          }
        },
        close: () => undefined,
      };
    };
  }

  /** On an RTU line. Requests come whole: the driver writes each at once. */
  rtu(): SimulatedDevice {
    return (send) => ({
      receive: (bytes) =>
        send(appendModbusCrc([bytes[0] ?? 0, ...this.answer(bytes[0] ?? 0, Buffer.from(bytes.subarray(1, -2)))])),
      close: () => undefined,
    });
  }
}
