// A serial line or a pty as a Port; the only user of the serialport package. Must not know any protocol or timer.
//
// On a hang-up the package emits 'close' once, 'close' twice, an 'error' alone, or nothing at all while it retries
// reading. The first three become exactly one `onClosed` here; the fourth has no event and is found by the watchdog of
// the port's user (watchdog.ts).
import { SerialPort } from 'serialport';
import { formatPortAddress } from '../contract/port.ts';
import type { Port, PortEvents, SerialAddress } from '../contract/port.ts';

/** Opens a serial path, or rejects with an Error that names it. */
export function openSerialPort(address: SerialAddress, events: PortEvents): Promise<Port> {
  const serial = new SerialPort({
    path: address.path,
    baudRate: address.baud,
    dataBits: address.dataBits,
    parity: address.parity,
    stopBits: address.stopBits,
    // Without this, closing drops DTR, and some USB adapters reset the instrument behind them.
    hupcl: false,
    autoOpen: false,
  });
  const adapter = new SerialPortAdapter(serial, events);
  return new Promise((resolve, reject) => {
    serial.open((error) => {
      if (error) reject(new Error(`${formatPortAddress(address)}: ${error.message}`));
      else resolve(adapter.markOpen());
    });
  });
}

class SerialPortAdapter implements Port {
  readonly #serial: SerialPort;
  readonly #events: PortEvents;
  readonly #pendingRejects = new Set<(error: Error) => void>();
  #state: 'opening' | 'open' | 'closed' = 'opening';

  constructor(serial: SerialPort, events: PortEvents) {
    this.#serial = serial;
    this.#events = events;
    serial.on('data', (chunk: Buffer) => {
      if (this.#state !== 'closed') events.onBytes(chunk);
    });
    serial.on('close', (error: Error | null) => this.#handleClosed(error ? error.message : 'the line hung up'));
    serial.on('error', (error) => this.#handleError(error));
  }

  markOpen(): this {
    this.#state = 'open';
    return this;
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#state !== 'open') {
        reject(new Error('the port is closed'));
        return;
      }
      this.#pendingRejects.add(reject);
      this.#serial.write(Buffer.from(bytes), (error) => {
        this.#pendingRejects.delete(reject);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#handleClosed('closed');
    await this.#release();
  }

  #handleError(error: Error): void {
    if (this.#state !== 'open') return;
    this.#handleClosed(error.message);
    void this.#release();
  }

  #release(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#serial.isOpen) resolve();
      // An error here means that the descriptor is gone already.
      else this.#serial.close(() => resolve());
    });
  }

  #handleClosed(reason: string): void {
    // Before 'open' the failure of open() itself is the answer.
    if (this.#state !== 'open') return;
    this.#state = 'closed';
    for (const rejectWrite of this.#pendingRejects) rejectWrite(new Error(`the port closed: ${reason}`));
    this.#pendingRejects.clear();
    this.#events.onClosed(reason);
  }
}
