// Ports that can be listened in to: whoever opens one gets it as it is, and a test read hears the same bytes beside.
import { type OpenPort, type PortAddress, portName } from '../drivers/contract/port.ts';

export interface Taps {
  open: OpenPort;
  /** Bytes that come from the port, whoever has it open. Returns the function that ends it. */
  listen(address: PortAddress, bytes: (chunk: Uint8Array) => void): () => void;
}

export function tapPorts(open: OpenPort): Taps {
  const listeners = new Map<string, Set<(chunk: Uint8Array) => void>>();
  return {
    open: (address, events) => {
      const name = portName(address);
      return open(address, {
        bytes: (chunk) => {
          const heardBy = listeners.get(name);
          if (heardBy) for (const listener of heardBy) listener(chunk);
          events.bytes(chunk);
        },
        closed: (reason) => events.closed(reason),
      });
    },
    listen: (address, bytes) => {
      const name = portName(address);
      const heardBy = listeners.get(name) ?? new Set();
      listeners.set(name, heardBy.add(bytes));
      return () => {
        heardBy.delete(bytes);
        if (heardBy.size === 0) listeners.delete(name);
      };
    },
  };
}
