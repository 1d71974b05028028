// One open port with one modbus-serial client on it, one request in flight. modbus-serial is given our port, so that
// raw bytes, watchdog, recording and replay work here too, and our clock does the time-outs. What must happen between
// requests is decided in modbusBus.ts. Must not know any register map.
//
// @see MODBUS Application Protocol V1.1b3, section 6 (functions 1 to 6 and 16) and section 7 (exceptions)
import { EventEmitter } from 'node:events';
import modbusSerial from 'modbus-serial';
import { errorText } from '../contract/errorText.ts';
import type { Clock } from '../contract/clock.ts';
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { Port } from '../contract/port.ts';
import type { ModbusFraming } from './modbusFraming.ts';

/** A read of coils (1), discrete inputs (2), holding registers (3) or input registers (4). */
export interface ModbusReadRequest {
  unit: number;
  functionCode: 1 | 2 | 3 | 4;
  /** The first address as on the wire: 40001 is 0. */
  at: number;
  count: number;
  timeoutMs: number;
}

/** A write of one coil (5), one register (6) or registers in a row (16). */
export interface ModbusWriteRequest {
  unit: number;
  functionCode: 5 | 6 | 16;
  /** The first address as on the wire: 40001 is 0. */
  at: number;
  /** A coil as 0 or 1. */
  values: readonly number[];
  timeoutMs: number;
}

/** A request to one unit. */
export type ModbusRequest = ModbusReadRequest | ModbusWriteRequest;

/** There is no response, or none that can be used. */
export interface ModbusFailure {
  fault: InstrumentFaultCode;
  detail: string;
  /** The exception code by which the device refused the request. */
  exceptionCode?: number;
}

/** `values`: what was read, a bit as 0 or 1; empty after a write. `raw` is the response as an RTU frame. */
export type ModbusResponse = { values: readonly number[]; raw: Uint8Array; atMs: number } | ModbusFailure;

/** Gateway exceptions (0Ah, 0Bh): the unit is silent, not the line. */
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
  settle(response: ModbusResponse): void;
}

/** One open port, one request in flight. */
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

  /** Milliseconds since boot when the last byte came; before the first, when the connection was made. */
  lastByteAtMs(): number {
    return this.#lastByteAtMs;
  }

  /**
   * Takes bytes of the port.
   *
   * @throws {RangeError} when the stream is not Modbus TCP
   */
  receive(chunk: Uint8Array): void {
    this.#lastByteAtMs = this.#clock.monotonicMs();
    const frame = this.#framing.receive(chunk);
    if (!frame || !this.#pendingResponse) return;
    this.#raw = frame;
    this.#clientPort.emit('data', Buffer.from(frame));
  }

  /** Never rejects. The caller sends one request after the other. */
  request(request: ModbusRequest): Promise<ModbusResponse> {
    const { unit, timeoutMs } = request;
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
        settle: (response) => {
          cancel();
          resolve(response);
        },
      };
      this.#callClient(request, (error, values) => {
        if (error) this.#settle(failureFromError(error));
        else this.#settle({ values, raw: this.#raw, atMs: this.#clock.monotonicMs() });
      });
    });
  }

  #callClient(request: ModbusRequest, done: (error: Error | null, values: number[]) => void): void {
    const client = this.#client;
    const onRead = (error: Error | null, result?: { data: readonly (number | boolean)[] }): void => {
      // Bits come padded to whole bytes.
      done(error, (result?.data ?? []).slice(0, 'count' in request ? request.count : 0).map(Number));
    };
    const onWritten = (error: Error | null): void => done(error, []);
    switch (request.functionCode) {
      case 1:
        client.writeFC1(request.unit, request.at, request.count, onRead);
        break;
      case 2:
        client.writeFC2(request.unit, request.at, request.count, onRead);
        break;
      case 3:
        client.writeFC3(request.unit, request.at, request.count, onRead);
        break;
      case 4:
        client.writeFC4(request.unit, request.at, request.count, onRead);
        break;
      case 5:
        client.writeFC5(request.unit, request.at, request.values[0] === 1, onWritten);
        break;
      case 6:
        client.writeFC6(request.unit, request.at, request.values[0] ?? 0, onWritten);
        break;
      case 16:
        client.writeFC16(request.unit, request.at, [...request.values], onWritten);
        break;
    }
  }

  /** The port has closed: a pending request fails. */
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

  #settle(response: ModbusResponse): void {
    const pending = this.#pendingResponse;
    this.#pendingResponse = null;
    this.#framing.cancelRequest();
    pending?.settle(response);
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
