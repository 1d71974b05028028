// A TCP connection as a Port: device servers, Ethernet scales and readers. Must not know any protocol.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { formatPortAddress } from '../contract/port.ts';
import type { Port, PortEvents, TcpAddress } from '../contract/port.ts';

const CONNECT_TIMEOUT_MS = 3_000;
/** A cable pulled between two switches gives no event: the kernel has to probe. */
const KEEP_ALIVE_AFTER_MS = 10_000;
/** Commands are a few bytes; a peer that accepts none of them any more is dead. */
const MAX_BUFFERED_BYTES = 64 * 1024;

/** Connects to a host and port, or rejects with an Error that names them. */
export function openTcpPort(address: TcpAddress, events: PortEvents): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: address.host,
      port: address.port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS,
    });
    const rejectConnection = (reason: string): void => {
      socket.destroy();
      reject(new Error(`${formatPortAddress(address)}: ${reason}`));
    };
    const onError = (error: Error): void => rejectConnection(error.message);
    const onTimeout = (): void => rejectConnection('no connection in time');
    // The socket's own timer, as it is the kernel's connection attempt that is cut short; nothing is decided by it.
    socket.setTimeout(CONNECT_TIMEOUT_MS, onTimeout);
    socket.once('error', onError);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('timeout', onTimeout);
      socket.off('error', onError);
      resolve(new TcpPortAdapter(socket, events));
    });
  });
}

class TcpPortAdapter implements Port {
  readonly #socket: Socket;
  readonly #events: PortEvents;
  #closed = false;

  constructor(socket: Socket, events: PortEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.on('data', (chunk: Buffer) => {
      if (!this.#closed) events.onBytes(chunk);
    });
    socket.on('end', () => this.#handleClosed('the other side ended the connection'));
    socket.on('error', (error) => this.#handleClosed(error.message));
    socket.on('close', () => this.#handleClosed('the connection closed'));
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) reject(new Error('the connection is closed'));
      else if (this.#socket.writableLength > MAX_BUFFERED_BYTES)
        reject(new Error('the other side takes no more bytes'));
      else
        this.#socket.write(bytes, (error) => {
          if (error) reject(error);
          else resolve();
        });
    });
  }

  close(): Promise<void> {
    this.#handleClosed('closed');
    return Promise.resolve();
  }

  #handleClosed(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroy();
    this.#events.onClosed(reason);
  }
}
