// Ports that can be listened in to: whoever opens one gets it as it is, and a test read hears the same bytes beside.
import { type OpenPort, type PortAddress, formatPortAddress } from '../../drivers/contract/port.ts';

export interface PortTaps {
  openPort: OpenPort;
  /** Bytes that come from the port, whoever has it open. Returns the function that ends it. */
  listen(address: PortAddress, bytes: (chunk: Uint8Array) => void): () => void;
}

export function createPortTaps(open: OpenPort): PortTaps {
  const listeners = new Map<string, Set<(chunk: Uint8Array) => void>>();
  return {
    openPort: (address, events) => {
      const name = formatPortAddress(address);
      return open(address, {
        onBytes: (chunk) => {
          const heardBy = listeners.get(name);
          if (heardBy) for (const listener of heardBy) listener(chunk);
          events.onBytes(chunk);
        },
        onClosed: (reason) => events.onClosed(reason),
      });
    },
    listen: (address, bytes) => {
      const name = formatPortAddress(address);
      const heardBy = listeners.get(name) ?? new Set();
      listeners.set(name, heardBy.add(bytes));
      return () => {
        heardBy.delete(bytes);
        if (heardBy.size === 0) listeners.delete(name);
      };
    },
  };
}
