// One open port with one modbus-serial client on it, one request in flight. modbus-serial is given our port, so that
// raw bytes, watchdog, record and replay work here too, and our clock does the time-outs. Knows no register map; what
// must happen between requests is the bus's business (bus.ts).
import { EventEmitter } from 'node:events';
import modbusSerial from 'modbus-serial';
import { errorText } from '../contract/errorText.ts';
import type { Clock } from '../contract/clock.ts';
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { Port } from '../contract/port.ts';
import type { ModbusFraming } from './modbusFraming.ts';

/** Coils (1), discrete inputs (2), holding registers (3) or input registers (4). */
export interface ModbusReadRequest {
  unit: number;
  functionCode: 1 | 2 | 3 | 4;
  at: number;
  count: number;
  timeoutMs: number;
}

/** One coil (5), one register (6) or registers in a row (16). */
export interface ModbusWriteRequest {
  unit: number;
  functionCode: 5 | 6 | 16;
  at: number;
  values: readonly number[];
  timeoutMs: number;
}

export type ModbusRequest = ModbusReadRequest | ModbusWriteRequest;

/** No answer, or none that can be used. `exception`: the code by which the device refused. */
export interface ModbusFailure {
  fault: InstrumentFaultCode;
  detail: string;
  exceptionCode?: number;
}

/** `values`: what was read, a bit as 0 or 1; nothing after a write. */
export type ModbusResponse = { values: readonly number[]; raw: Uint8Array; atMs: number } | ModbusFailure;

/** Gateways say "the target did not respond" with these: the slave is silent, not the line. */
const GATEWAY_EXCEPTIONS = new Set([10, 11]);

/** The "port" of modbus-serial: an emitter of whole RTU frames. */
class ModbusSerialClientPort extends EventEmitter {
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

interface PendingResponse {
  settle(answer: ModbusResponse): void;
}

export class ModbusConnection {
  readonly #port: Port;
  readonly #framing: ModbusFraming;
  readonly #clock: Clock;
  readonly #clientPort: ModbusSerialClientPort;
  readonly #client: InstanceType<typeof modbusSerial.default>;
  #pendingResponse: PendingResponse | null = null;
  #raw: Uint8Array = new Uint8Array();
  #lastByteAtMs: number;

  constructor(port: Port, framing: ModbusFraming, clock: Clock) {
    this.#port = port;
    this.#framing = framing;
    this.#clock = clock;
    this.#lastByteAtMs = clock.monotonicMs();
    this.#clientPort = new ModbusSerialClientPort((frame) => this.#send(frame));
    this.#client = new modbusSerial.default(this.#clientPort);
    // Our port opens at once and without failing; the call hangs the client's parser on it.
    this.#client.open();
  }

  lastByteAtMs(): number {
    return this.#lastByteAtMs;
  }

  /** Throws if the stream is not Modbus at all. */
  receive(chunk: Uint8Array): void {
    this.#lastByteAtMs = this.#clock.monotonicMs();
    const frame = this.#framing.receive(chunk);
    if (!frame || !this.#pendingResponse) return;
    this.#raw = frame;
    this.#clientPort.emit('data', Buffer.from(frame));
  }

  /** Rejects never. The caller asks one after the other. */
  request(ask: ModbusRequest): Promise<ModbusResponse> {
    const { unit, timeoutMs } = ask;
    return new Promise((resolve) => {
      const cancel = this.#clock.after(timeoutMs, () => {
        const damaged = this.#framing.cancelRequest();
        this.#settle(
          damaged
            ? { fault: 'checksum-wrong', detail: `unit ${unit}'s answer came damaged` }
            : { fault: 'no-reply', detail: `unit ${unit} gave no answer within ${timeoutMs} ms` },
        );
      });
      this.#pendingResponse = {
        settle: (answer) => {
          cancel();
          resolve(answer);
        },
      };
      this.#callClient(ask, (error, values) => {
        if (error) this.#settle(failureFromError(error));
        else this.#settle({ values, raw: this.#raw, atMs: this.#clock.monotonicMs() });
      });
    });
  }

  #callClient(ask: ModbusRequest, done: (error: Error | null, values: number[]) => void): void {
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

  handleClosed(reason: string): void {
    this.#settle({ fault: 'port-closed', detail: reason });
  }

  close(): Promise<void> {
    return this.#port.close();
  }

  #send(frame: Uint8Array): void {
    this.#port.write(this.#framing.frameRequest(frame)).catch((error: unknown) => {
      this.#settle({ fault: 'port-closed', detail: errorText(error) });
    });
  }

  #settle(answer: ModbusResponse): void {
    const waiting = this.#pendingResponse;
    this.#pendingResponse = null;
    this.#framing.cancelRequest();
    waiting?.settle(answer);
  }
}

function failureFromError(error: Error): ModbusFailure {
  const code = (error as Error & { modbusCode?: number }).modbusCode;
  if (code === undefined) return { fault: 'frame-refused', detail: error.message };
  return {
    fault: GATEWAY_EXCEPTIONS.has(code) ? 'no-reply' : 'reply-refused',
    detail: error.message,
    exceptionCode: code,
  };
}
