// A byte stream to an instrument: a serial line or a TCP connection. Codecs never see it; drivers never see what is
// behind it.

export interface PortEvents {
  onBytes(chunk: Uint8Array): void;
  /** Once, whatever the cause; after it the port is dead and a new one must be opened. */
  onClosed(reason: string): void;
}

export interface Port {
  /** Resolves when the operating system has taken the bytes; rejects with a plain Error when the port is dead. */
  write(bytes: Uint8Array): Promise<void>;
  /** Idempotent. `closed` is called. */
  close(): Promise<void>;
}

/**
 * Opens a port or rejects with an Error that says what and where. Drivers are given this, so replay and tests can stand
 * in.
 */
export type OpenPort = (address: PortAddress, events: PortEvents) => Promise<Port>;

export interface SerialAddress {
  kind: 'serial';
  /** Stable path: /dev/serial/by-id/… or by-path/…; a pty in the demo. */
  path: string;
  baud: number;
  dataBits: 7 | 8;
  parity: 'none' | 'even' | 'odd';
  stopBits: 1 | 2;
}

export interface TcpAddress {
  kind: 'tcp';
  host: string;
  port: number;
}

export type PortAddress = SerialAddress | TcpAddress;

/** A short name for messages: "/dev/ttyS0 2400 7E1" or "127.0.0.1:4001". */
export function formatPortAddress(address: PortAddress): string {
  if (address.kind === 'tcp') return `${address.host}:${address.port}`;
  const frame = `${address.dataBits}${address.parity.charAt(0).toUpperCase()}${address.stopBits}`;
  return `${address.path} ${address.baud} ${frame}`;
}
