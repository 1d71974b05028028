// A device behind a TCP port of 127.0.0.1: a device server, or an instrument with its own Ethernet. It takes a limited
// number of clients and closes the connection of any further one at once, without a byte. Must not know what the device
// speaks.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Clock } from '../../drivers/contract/clock.ts';
import { createReactionStack, type SimulatedDevice, type SimulatedWire } from './simulatedWire.ts';

/**
 * Below the ports that the system gives to whoever asks for any: while a wire is unplugged, nobody else must get its
 * port and answer there.
 */
const OWN_PORTS = { first: 20_000, count: 12_000, step: 37 } as const;
const OWN_PORT_TRIES = 200;

export interface TcpWire extends SimulatedWire {
  readonly port: number;
}

const UNSENT_BYTES_MAX = 65_536;

type Serve = (socket: Socket) => void;

function listenAt(serve: Serve, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const opened = createServer(serve);
    opened.once('error', reject);
    opened.listen(port, '127.0.0.1', () => resolve(opened));
  });
}

async function listenOnOwnPort(serve: Serve): Promise<Server> {
  for (let tries = 0; tries < OWN_PORT_TRIES; tries += 1) {
    const wanted = OWN_PORTS.first + ((process.pid * OWN_PORTS.step + tries) % OWN_PORTS.count);
    const opened = await listenAt(serve, wanted).catch(() => null);
    if (opened) return opened;
  }
  return listenAt(serve, 0);
}

/** Opens the port (0: any free one) and waits for clients. Rejects if it is taken. */
export async function openTcpWire(options: {
  port: number;
  clientsMax: number;
  device: SimulatedDevice;
  clock: Clock;
}): Promise<TcpWire> {
  const reactions = createReactionStack(options.clock);
  const clients = new Set<Socket>();
  let server: Server | null = null;
  let port = options.port;

  const serve = (socket: Socket): void => {
    socket.on('error', () => undefined);
    if (clients.size >= options.clientsMax) {
      socket.end();
      return;
    }
    clients.add(socket);
    socket.setNoDelay(true);
    const write = (bytes: Uint8Array): void => {
      if (socket.writable && socket.writableLength <= UNSENT_BYTES_MAX) socket.write(bytes);
    };
    const session = options.device((frame) => reactions.sendOutgoing(frame, write));
    socket.on('data', (chunk) => {
      const received = reactions.filterIncoming(new Uint8Array(chunk as Buffer));
      if (received) session.receive(received);
    });
    socket.on('close', () => {
      session.close();
      clients.delete(socket);
    });
  };

  const listen = async (): Promise<void> => {
    if (server) return;
    server = port === 0 ? await listenOnOwnPort(serve) : await listenAt(serve, port);
    port = (server.address() as AddressInfo).port;
  };

  const hangUp = (): Promise<void> =>
    new Promise((resolve) => {
      const closing = server;
      server = null;
      for (const socket of clients) socket.destroy();
      if (closing) closing.close(() => resolve());
      else resolve();
    });

  await listen();
  return { addReaction: reactions.addReaction, unplug: hangUp, replug: listen, close: hangUp, port };
}
