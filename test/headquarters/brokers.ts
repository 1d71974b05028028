// Real brokers for tests of the link: aedes on TCP, Debian's mosquitto as a process. Both can be killed and come back
// on their port.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';

export interface TestBroker {
  url: string;
  /** Without a goodbye: sockets cut, everything it held gone. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Cuts every connection; the broker lives on. */
  cutAll(): void;
  /** PUBACKs that subscribers gave it; counted by aedes only. */
  pubacks: () => number;
  close(): Promise<void>;
}

export interface BrokerRow {
  name: string;
  mqttVersion: '3.1.1' | '5';
  /** Why it cannot be tested here; empty if it can. */
  missing: string;
  open: () => Promise<TestBroker>;
}

const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find((path) =>
  existsSync(path),
);
const missing = MOSQUITTO === undefined ? 'mosquitto is not installed' : '';

export const BROKERS: readonly BrokerRow[] = [
  { name: 'aedes, MQTT 3.1.1', mqttVersion: '3.1.1', missing: '', open: openAedes },
  { name: 'mosquitto, MQTT 3.1.1', mqttVersion: '3.1.1', missing, open: openMosquitto },
  { name: 'mosquitto, MQTT 5', mqttVersion: '5', missing, open: openMosquitto },
];

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

export async function openAedes(): Promise<TestBroker> {
  let port = 0;
  let pubacks = 0;
  let sockets = new Set<Socket>();
  let server: Server | undefined;
  let broker: Aedes | undefined;
  const start = async (): Promise<void> => {
    const aedes = await Aedes.createBroker();
    aedes.on('ack', () => (pubacks += 1));
    broker = aedes;
    sockets = new Set();
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      aedes.handle(socket);
    });
    port = await listen(server, port);
  };
  const kill = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    server = undefined;
    const dying = broker;
    broker = undefined;
    if (dying) await new Promise<void>((resolve) => dying.close(resolve));
  };
  await start();
  return {
    url: `mqtt://127.0.0.1:${port}`,
    kill,
    restart: start,
    cutAll: () => {
      for (const socket of sockets) socket.destroy();
    },
    pubacks: () => pubacks,
    close: kill,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, 0);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

export async function openMosquitto(): Promise<TestBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'hakari-broker-'));
  const behind = await freePort();
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(config, `listener ${behind} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(MOSQUITTO ?? '', ['-c', config], { stdio: 'ignore' });
    for (let tries = 0; !(await answers(behind)); tries += 1) {
      if (tries > 200) throw new Error('mosquitto does not start');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const kill = async (): Promise<void> => {
    const dying = child;
    child = undefined;
    if (!dying) return;
    const gone = new Promise((resolve) => dying.once('exit', resolve));
    dying.kill('SIGKILL');
    await gone;
  };
  // A plain relay in front, so that connections can be cut while the broker lives.
  const pairs = new Set<Socket>();
  const relay = createServer((near) => {
    const far = connect(behind, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      pairs.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        pairs.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await start();
  const port = await listen(relay, 0);
  const cutAll = (): void => {
    for (const socket of pairs) socket.destroy();
  };
  return {
    url: `mqtt://127.0.0.1:${port}`,
    kill,
    restart: start,
    cutAll,
    pubacks: () => Number.NaN,
    close: async () => {
      cutAll();
      await new Promise((resolve) => relay.close(resolve));
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
