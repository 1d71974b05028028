// One open port with one modbus-serial client on it, one request in flight. modbus-serial is given our port, so that
// raw bytes, watchdog, record and replay work here too, and our clock does the time-outs. Knows no register map; what
// must happen between requests is the bus's business (bus.ts).
import { EventEmitter } from 'node:events';
import modbusSerial from 'modbus-serial';
import type { Clock } from '../contract/clock.ts';
import type { InstrumentFault } from '../contract/fault.ts';
import type { Port } from '../contract/port.ts';
import type { Framing } from './framing.ts';

/** Coils (1), discrete inputs (2), holding registers (3) or input registers (4). */
export interface ReadAsk {
  unit: number;
  functionCode: 1 | 2 | 3 | 4;
  at: number;
  count: number;
  timeoutMs: number;
}

/** One coil (5), one register (6) or registers in a row (16). */
export interface WriteAsk {
  unit: number;
  functionCode: 5 | 6 | 16;
  at: number;
  values: readonly number[];
  timeoutMs: number;
}

export type Ask = ReadAsk | WriteAsk;

/** No answer, or none that can be used. `exception`: the code by which the device refused. */
export interface Refused {
  fault: InstrumentFault;
  detail: string;
  exception?: number;
}

/** `values`: what was read, a bit as 0 or 1; nothing after a write. */
export type Answer = { values: readonly number[]; raw: Uint8Array; atMs: number } | Refused;

/** Gateways say "the target did not respond" with these: the slave is silent, not the line. */
const GATEWAY_EXCEPTIONS = new Set([10, 11]);

/** The "port" of modbus-serial: an emitter of whole RTU frames. */
class ClientPort extends EventEmitter {
  readonly isOpen = true;
  readonly #send: (frame: Uint8Array) => void;

  constructor(send: (frame: Uint8Array) => void) {
    super();
    this.#send = send;
  }

  open(done: (error: Error | null) => void): void {
    done(null);
  }

  write(frame: Uint8Array): void {
    this.#send(frame);
  }
}

interface Waiting {
  settle(answer: Answer): void;
}

export class Connection {
  readonly #port: Port;
  readonly #framing: Framing;
  readonly #clock: Clock;
  readonly #clientPort: ClientPort;
  readonly #client: InstanceType<typeof modbusSerial.default>;
  #waiting: Waiting | null = null;
  #raw: Uint8Array = new Uint8Array();
  #lastByteAtMs: number;

  constructor(port: Port, framing: Framing, clock: Clock) {
    this.#port = port;
    this.#framing = framing;
    this.#clock = clock;
    this.#lastByteAtMs = clock.monotonicMs();
    this.#clientPort = new ClientPort((frame) => this.#send(frame));
    this.#client = new modbusSerial.default(this.#clientPort);
    // Our port opens at once and without failing; the call hangs the client's parser on it.
    this.#client.open();
  }

  lastByteAtMs(): number {
    return this.#lastByteAtMs;
  }

  /** Throws if the stream is not Modbus at all. */
  took(chunk: Uint8Array): void {
    this.#lastByteAtMs = this.#clock.monotonicMs();
    const frame = this.#framing.take(chunk);
    if (!frame || !this.#waiting) return;
    this.#raw = frame;
    this.#clientPort.emit('data', Buffer.from(frame));
  }

  /** Rejects never. The caller asks one after the other. */
  ask(ask: Ask): Promise<Answer> {
    const { unit, timeoutMs } = ask;
    return new Promise((resolve) => {
      const cancel = this.#clock.after(timeoutMs, () => {
        const damaged = this.#framing.forget();
        this.#settle(
          damaged
            ? { fault: 'checksum-wrong', detail: `unit ${unit}'s answer came damaged` }
            : { fault: 'no-reply', detail: `unit ${unit} gave no answer within ${timeoutMs} ms` },
        );
      });
      this.#waiting = {
        settle: (answer) => {
          cancel();
          resolve(answer);
        },
      };
      this.#request(ask, (error, values) => {
        if (error) this.#settle(refusal(error));
        else this.#settle({ values, raw: this.#raw, atMs: this.#clock.monotonicMs() });
      });
    });
  }

  #request(ask: Ask, done: (error: Error | null, values: number[]) => void): void {
    const client = this.#client;
    const read = (error: Error | null, result?: { data: readonly (number | boolean)[] }): void => {
      // Bits come padded to whole bytes.
      done(error, (result?.data ?? []).slice(0, 'count' in ask ? ask.count : 0).map(Number));
    };
    const written = (error: Error | null): void => done(error, []);
    switch (ask.functionCode) {
      case 1:
        client.writeFC1(ask.unit, ask.at, ask.count, read);
        break;
      case 2:
        client.writeFC2(ask.unit, ask.at, ask.count, read);
        break;
      case 3:
        client.writeFC3(ask.unit, ask.at, ask.count, read);
        break;
      case 4:
        client.writeFC4(ask.unit, ask.at, ask.count, read);
        break;
      case 5:
        client.writeFC5(ask.unit, ask.at, ask.values[0] === 1, written);
        break;
      case 6:
        client.writeFC6(ask.unit, ask.at, ask.values[0] ?? 0, written);
        break;
      case 16:
        client.writeFC16(ask.unit, ask.at, [...ask.values], written);
        break;
    }
  }

  closed(reason: string): void {
    this.#settle({ fault: 'port-closed', detail: reason });
  }

  close(): Promise<void> {
    return this.#port.close();
  }

  #send(frame: Uint8Array): void {
    this.#port.write(this.#framing.ask(frame)).catch((error: unknown) => {
      this.#settle({ fault: 'port-closed', detail: error instanceof Error ? error.message : String(error) });
    });
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#framing.forget();
    waiting?.settle(answer);
  }
}

function refusal(error: Error): Refused {
  const code = (error as Error & { modbusCode?: number }).modbusCode;
  if (code === undefined) return { fault: 'frame-refused', detail: error.message };
  return { fault: GATEWAY_EXCEPTIONS.has(code) ? 'no-reply' : 'reply-refused', detail: error.message, exception: code };
}
