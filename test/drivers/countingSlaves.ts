// Modbus slaves that show the number of the question as their weight: a reading that is not the number of the last
// question is an old answer. Written from the Modbus standard; shares nothing with the drivers.
import type { SimulatedDevice } from '../../simulators/wires/simulatedWire.ts';
import { appendModbusCrc } from '../../simulators/wires/modbusSlave.ts';
import { clock } from './rig.ts';

export interface Asked {
  unit: number;
  first: number;
  count: number;
  number: number;
  atMs: number;
}

/** Milliseconds until the answer goes out; null: no answer. */
export type When = (asked: Asked) => number | null;

const STABLE = 1 << 11;

/** Registers of a Laumas transmitter: status at 6, gross at 7 and 8. */
function answer({ first, count, number }: Asked): number[] {
  const table = new Map([
    [6, STABLE],
    [7, number >>> 16],
    [8, number & 0xffff],
  ]);
  const words = Array.from({ length: count }, (_, i) => table.get(first + i) ?? 0);
  return [3, 2 * count, ...words.flatMap((word) => [word >>> 8, word & 0xff])];
}

export class CountingSlaves {
  readonly asked: Asked[] = [];
  readonly #when: When;

  constructor(when: When) {
    this.#when = when;
  }

  lastFull(unit: number, count: number): number | undefined {
    return this.asked.findLast((one) => one.unit === unit && one.count === count)?.number;
  }

  questions(unit: number): Asked[] {
    return this.asked.filter((one) => one.unit === unit);
  }

  #ask(unit: number, pdu: Buffer, reply: (pdu: number[]) => void): void {
    const asked = {
      unit,
      first: pdu.readUInt16BE(1),
      count: pdu.readUInt16BE(3),
      number: this.asked.length + 1,
      atMs: clock.monotonicMs(),
    };
    this.asked.push(asked);
    const delayMs = this.#when(asked);
    if (delayMs === null) return;
    if (delayMs === 0) reply(answer(asked));
    else clock.after(delayMs, () => reply(answer(asked)));
  }

  /** All of them on one RTU line. Requests come whole: the driver writes each at once. */
  rtu(): SimulatedDevice {
    return (send) => {
      let pending = Buffer.alloc(0);
      return {
        receive: (bytes) => {
          pending = Buffer.concat([pending, bytes]);
          for (; pending.length >= 8; pending = pending.subarray(8)) {
            const unit = pending[0] ?? 0;
            this.#ask(unit, pending.subarray(1, 6), (pdu) => send(appendModbusCrc([unit, ...pdu])));
          }
        },
        close: () => undefined,
      };
    };
  }

  /** Behind Modbus TCP. */
  mbap(): SimulatedDevice {
    return (send) => {
      let pending = Buffer.alloc(0);
      return {
        receive: (bytes) => {
          pending = Buffer.concat([pending, bytes]);
          for (; pending.length >= 12; pending = pending.subarray(12)) {
            const head = Buffer.from(pending.subarray(0, 4));
            const unit = pending[6] ?? 0;
            this.#ask(unit, Buffer.from(pending.subarray(7, 12)), (pdu) =>
              send(Buffer.from([...head, 0, pdu.length + 1, unit, ...pdu])),
            );
          }
        },
        close: () => undefined,
      };
    };
  }
}
