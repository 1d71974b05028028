// Ports with taps: the driver that opens a port gets it unchanged, and a test read listens to the same bytes. Must not
// write to a port.
import { type OpenPort, type PortAddress, formatPortAddress } from '../../drivers/contract/port.ts';

/** A way to open ports, and to listen to them. */
export interface PortTaps {
  openPort: OpenPort;
  /** Listens to the bytes that come from the port while it is open; returns the function that ends it. */
  listen(address: PortAddress, onBytes: (chunk: Uint8Array) => void): () => void;
}

/** Taps on the ports that `openPort` opens. */
export function createPortTaps(openPort: OpenPort): PortTaps {
  const listeners = new Map<string, Set<(chunk: Uint8Array) => void>>();
  return {
    openPort: (address, events) => {
      const name = formatPortAddress(address);
      return openPort(address, {
        onBytes: (chunk) => {
          for (const listener of listeners.get(name) ?? []) listener(chunk);
          events.onBytes(chunk);
        },
        onClosed: (reason) => events.onClosed(reason),
      });
    },
    listen: (address, onBytes) => {
      const name = formatPortAddress(address);
      const portListeners = listeners.get(name) ?? new Set();
      listeners.set(name, portListeners.add(onBytes));
      return () => {
        portListeners.delete(onBytes);
        if (portListeners.size === 0) listeners.delete(name);
      };
    },
  };
}
