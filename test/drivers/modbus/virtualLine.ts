// A Modbus RTU line in virtual time: the clock moves only from one timer to the next, so that what a test counts does
// not depend on the machine. Bytes take their time on the wire (8N1: 10 bits each), and a slave takes its own to
// answer.
import type { Clock } from '../../../drivers/contract/clock.ts';
import type { Observation } from '../../../drivers/contract/observation.ts';
import type { OpenPort, PortEvents } from '../../../drivers/contract/port.ts';
import type { InstrumentConfig } from '../../../drivers/models/instrumentModel.ts';
import { ModbusBuses, createDriver } from '../../../drivers/instruments/driverFactory.ts';
import { appendModbusCrc } from '../../../simulators/wires/modbusSlave.ts';

export interface VirtualTime extends Clock {
  runUntil(atMs: number): Promise<void>;
}

export function virtualTime(): VirtualTime {
  let nowMs = 0;
  let timers: { atMs: number; action: () => void }[] = [];
  return {
    monotonicMs: () => nowMs,
    timestamp: () => ({ wallMs: nowMs, monotonicMs: nowMs, boot: 'test', trust: 'synchronised' }),
    after: (delayMs, action) => {
      // A microsecond at least: no real clock stands still, and a rest below a float's precision would wait for ever.
      const timer = { atMs: nowMs + Math.max(0.001, delayMs), action };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    runUntil: async (atMs) => {
      for (;;) {
        // Everything that the last step set off happens before time goes on.
        await new Promise(setImmediate);
        const next = timers.filter((timer) => timer.atMs <= atMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (!next) break;
        timers = timers.filter((each) => each !== next);
        nowMs = next.atMs;
        next.action();
      }
      nowMs = atMs;
    },
  };
}

export interface Question {
  unit: number;
  functionCode: number;
  count: number;
  atMs: number;
  /** Counted over all units. */
  number: number;
}

/** Milliseconds that a slave takes; null: it does not answer. */
export type Takes = (question: Question) => number | null;

const BITS_A_BYTE = 10;

export class VirtualLine {
  readonly clock = virtualTime();
  readonly questions: Question[] = [];
  readonly observations: Observation[] = [];
  readonly #baud: number;
  readonly #takes: Takes;
  readonly #abort = new AbortController();
  readonly #lines = new ModbusBuses();
  readonly #busyUntilMs = new Map<number, number>();
  /** Whoever has the port open hears what is on the wire, also answers to questions of an earlier life. */
  #listener: PortEvents | null = null;

  constructor(baud: number, takes: Takes) {
    this.#baud = baud;
    this.#takes = takes;
  }

  start(instrument: InstrumentConfig): void {
    const observe = (observation: Observation): void => void this.observations.push(observation);
    const driver = createDriver(
      instrument,
      { clock: this.clock, openPort: this.#open, onObservation: observe },
      this.#lines,
    );
    const again = async (): Promise<void> => {
      await driver.run(this.#abort.signal);
      if (!this.#abort.signal.aborted) this.clock.after(1_000, () => void again());
    };
    void again();
  }

  async end(): Promise<void> {
    this.#abort.abort();
    await this.clock.runUntil(this.clock.monotonicMs() + 60_000);
  }

  readings(instrument: string): number {
    return this.observations.filter((one) => one.kind === 'reading' && one.instrument === instrument).length;
  }

  readonly #open: OpenPort = (_, events) => {
    this.#listener = events;
    return Promise.resolve({
      write: (bytes) => {
        const [unit = 0, functionCode = 0] = bytes;
        const question = {
          unit,
          functionCode,
          count: Buffer.from(bytes).readUInt16BE(4),
          atMs: this.clock.monotonicMs(),
          number: this.questions.length + 1,
        };
        this.questions.push(question);
        const takesMs = this.#takes(question);
        if (takesMs !== null) this.#answer(question, this.#wireMs(bytes.length) + takesMs);
        return Promise.resolve();
      },
      close: () => {
        if (this.#listener === events) this.#listener = null;
        return Promise.resolve();
      },
    });
  };

  /**
   * In the order of the questions, as a slave does. A Laumas transmitter: status at 6, gross at 7 and 8 is the
   * question's number.
   */
  #answer({ unit, functionCode, count, number }: Question, afterMs: number): void {
    const words = Array.from({ length: count }, (_, i) => (i === 0 ? 1 << 11 : i === 2 ? number : 0));
    const pdu =
      functionCode === 3
        ? [3, 2 * count, ...words.flatMap((word) => [word >> 8, word & 0xff])]
        : [functionCode | 0x80, 1];
    const frame = appendModbusCrc([unit, ...pdu]);
    const atMs =
      Math.max(this.clock.monotonicMs() + afterMs, this.#busyUntilMs.get(unit) ?? 0) + this.#wireMs(frame.length);
    this.#busyUntilMs.set(unit, atMs);
    this.clock.after(atMs - this.clock.monotonicMs(), () => this.#listener?.onBytes(frame));
  }

  #wireMs(bytes: number): number {
    return (bytes * BITS_A_BYTE * 1_000) / this.#baud;
  }
}
