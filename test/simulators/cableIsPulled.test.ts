// A pulled cable on real wires: the agent's end hangs up, nothing answers at the path, and the same path works again
// afterwards.
import { constants, lstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadStream } from 'node:tty';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repeatEvery, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import type { SimulatedDevice } from '../../simulators/wires/simulatedWire.ts';
import { dropOutgoing } from '../../simulators/wires/wireReactions.ts';
import { openTcpWire } from '../../simulators/wires/tcpWire.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-cable-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const clock = createSimulatorClock();

/** Says "tick" all the time and repeats what it hears in capitals. */
const parrot: SimulatedDevice = (send) => {
  const stop = repeatEvery(clock, 20, () => send(Buffer.from('tick\r\n')));
  return { receive: (bytes) => send(Buffer.from(Buffer.from(bytes).toString().toUpperCase())), close: stop };
};

function openLine(path: string): ReadStream {
  const line = new ReadStream(openSync(path, constants.O_RDWR | constants.O_NOCTTY));
  line.on('error', () => undefined);
  return line;
}

function heard(line: ReadStream, wanted: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    line.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(wanted)) resolve(text);
    });
  });
}

const ended = (line: ReadStream): Promise<void> => new Promise((resolve) => line.once('close', () => resolve()));

test('a serial cable is pulled and plugged in again at the same path', async () => {
  const link = join(folder, 'scale-1');
  const wire = await openSerialWire({ link, device: parrot, clock });
  const first = openLine(link);
  await heard(first, 'tick');
  const hungUp = ended(first);
  await wire.unplug();
  await hungUp;
  // A link left behind would soon lead to somebody else's terminal: the numbers are used again.
  expect(() => lstatSync(link)).toThrow(/ENOENT/);
  await wire.replug();
  const second = openLine(link);
  await heard(second, 'tick');
  second.write('hello');
  await heard(second, 'HELLO');
  second.destroy();
  await wire.close();
});

test('closing and reopening the agent’s end is no hang-up, and nothing the device said comes back to it as an echo', async () => {
  const link = join(folder, 'scale-1');
  const toDevice: string[] = [];
  const talker: SimulatedDevice = (send) => {
    const stop = repeatEvery(clock, 10, () => send(Buffer.from('tick\r\n')));
    return { receive: (bytes) => toDevice.push(Buffer.from(bytes).toString()), close: stop };
  };
  const wire = await openSerialWire({ link, device: talker, clock });
  for (let round = 0; round < 3; round += 1) {
    const line = openLine(link);
    await heard(line, 'tick');
    line.destroy();
    await ended(line);
  }
  expect(toDevice.join('')).toBe('');
  await wire.close();
});

test('our own end of the line takes no byte away from the agent', async () => {
  const link = join(folder, 'scale-1');
  const early: SimulatedDevice = (send) => {
    send(Buffer.from('said before anybody listened'));
    return { receive: () => undefined, close: () => undefined };
  };
  const wire = await openSerialWire({ link, device: early, clock });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const line = openLine(link);
  await heard(line, 'said before anybody listened');
  line.destroy();
  await wire.close();
});

test('a second client of a device server is let go without a byte; the first goes on', async () => {
  const wire = await openTcpWire({ port: 0, clientsMax: 1, device: parrot, clock });
  const first = connect(wire.port, '127.0.0.1');
  await new Promise((resolve) => first.once('data', resolve));
  const second = connect(wire.port, '127.0.0.1');
  let bytes = 0;
  second.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await new Promise((resolve) => second.once('end', resolve));
  expect(bytes).toBe(0);
  await new Promise((resolve) => first.once('data', resolve));
  first.destroy();
  second.destroy();
  await wire.close();
});

test('a network cable is pulled: connections end, the port refuses, and after plugging in the same port answers', async () => {
  const wire = await openTcpWire({ port: 0, clientsMax: 1, device: parrot, clock });
  const first = connect(wire.port, '127.0.0.1');
  first.on('error', () => undefined);
  await new Promise((resolve) => first.once('data', resolve));
  const gone = new Promise((resolve) => first.once('close', resolve));
  await wire.unplug();
  await gone;
  const refused = connect(wire.port, '127.0.0.1');
  const error = await new Promise<NodeJS.ErrnoException>((resolve) => refused.once('error', resolve));
  expect(error.code).toBe('ECONNREFUSED');
  await wire.replug();
  const second = connect(wire.port, '127.0.0.1');
  await new Promise((resolve) => second.once('data', resolve));
  second.destroy();
  await wire.close();
});

test('a silent device still hears, and speaks again when the fault is gone', async () => {
  const link = join(folder, 'scale-1');
  const wire = await openSerialWire({ link, device: parrot, clock });
  const mend = wire.addReaction(dropOutgoing());
  const line = openLine(link);
  let bytes = 0;
  line.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(bytes).toBe(0);
  mend();
  await heard(line, 'tick');
  line.destroy();
  await wire.close();
});
