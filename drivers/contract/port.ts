// A byte stream to an instrument: a serial line or a TCP connection. Codecs never see it; drivers never see what is
// behind it. Must not know any transport or protocol.

/** What a port reports to whoever opened it. */
export interface PortEvents {
  /** A receiver that keeps the bytes copies them: the chunk may be part of a larger buffer. */
  onBytes(chunk: Uint8Array): void;
  /** Called once, whatever the cause; after it the port is dead and a new one must be opened. */
  onClosed(reason: string): void;
}

/** An open byte stream. */
export interface Port {
  /** Resolves when the operating system has taken the bytes; rejects with a plain Error when the port is dead. */
  write(bytes: Uint8Array): Promise<void>;
  /** Idempotent. `onClosed` is called. */
  close(): Promise<void>;
}

/**
 * Opens a port, or rejects with an Error that says what and where. Drivers are given this function, so that replay and
 * tests can take its place.
 */
export type OpenPort = (address: PortAddress, events: PortEvents) => Promise<Port>;

/** A serial path with its line settings. */
export interface SerialAddress {
  kind: 'serial';
  /** Stable path: /dev/serial/by-id/… or by-path/…; a pty in the demo. */
  path: string;
  /** Bits per second. */
  baud: number;
  dataBits: 7 | 8;
  parity: 'none' | 'even' | 'odd';
  stopBits: 1 | 2;
}

/** The host and TCP port of a device or converter. */
export interface TcpAddress {
  kind: 'tcp';
  /** A name or an address; IPv6 without brackets. */
  host: string;
  port: number;
}

/** Where a port is. */
export type PortAddress = SerialAddress | TcpAddress;

/** A short name for messages: "/dev/ttyS0 2400 7E1" or "127.0.0.1:4001". */
export function formatPortAddress(address: PortAddress): string {
  if (address.kind === 'tcp') return `${address.host}:${address.port}`;
  const frame = `${address.dataBits}${address.parity.charAt(0).toUpperCase()}${address.stopBits}`;
  return `${address.path} ${address.baud} ${frame}`;
}
