// `hakari detect` recognises what streams on a pty or a socket and never writes one byte, whatever it hears, or hears
// nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runDetectCommand } from '../../agent/commands/detectCommand.ts';
import type { ProtocolCandidate } from '../../drivers/detect/protocolCandidates.ts';
import { repeatEvery, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { encodeAndIndicatorFrame } from '../../simulators/wires/and-std.ts';
import type { SimulatedDevice, SimulatedWire } from '../../simulators/wires/simulatedWire.ts';
import { openTcpWire } from '../../simulators/wires/tcpWire.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import { bytesOf, vectorsOf } from '../drivers/vectors.ts';
import { called } from './calls.ts';

const clock = createSimulatorClock();
let folder: string;
let wires: SimulatedWire[];
/** Every byte that reached a device. */
let written: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-detect-'));
  wires = [];
  written = 0;
});
afterEach(async () => {
  for (const wire of wires) await wire.close();
  rmSync(folder, { recursive: true, force: true });
  expect(written).toBe(0);
});

function streaming(frames: readonly Uint8Array[]): SimulatedDevice {
  return (send) => {
    let count = 0;
    const stop = repeatEvery(clock, 40, () => {
      const frame = frames[count % frames.length];
      count += 1;
      if (frame) send(frame);
    });
    return { receive: (bytes) => (written += bytes.length), close: stop };
  };
}

async function onPty(device: SimulatedDevice): Promise<string> {
  const link = join(folder, 'port');
  wires.push(await openSerialWire({ link, device, clock }));
  return link;
}

interface Line {
  bytes: number;
  candidates: (ProtocolCandidate & { models: string[] })[];
}

const weights = [123.4, 123.4, 98.2, -0.2].map((kg) =>
  encodeAndIndicatorFrame(
    { mg: Math.round(kg * 10) * 100_000, unit: 'kg', decimals: 1 },
    { stable: true, mode: 'gross', over: false },
  ),
);

test('a streaming indicator on a pty', async () => {
  const { code, out } = await called(runDetectCommand, [await onPty(streaming(weights)), '--seconds', '24', '--json']);
  const [line] = out.map((text) => JSON.parse(text) as Line);
  expect(code).toBe(0);
  // The first setting already heard enough: the pty takes any speed.
  expect(out).toHaveLength(1);
  expect(line?.candidates[0]).toMatchObject({ name: 'and-std', checksumsRight: null });
  expect(line?.candidates[0]?.surePercent).toBeGreaterThanOrEqual(85);
  expect(line?.candidates[0]?.models).toContain('and-ad4406');
  expect(line?.candidates[0]?.why).toMatch(/frames, \d+ of \d+ bytes belong to none, the protocol has no checksum/);
});

test('a reader with checksums behind a socket, in words', async () => {
  const wire = await openTcpWire({
    port: 0,
    clientsMax: 1,
    device: streaming(
      vectorsOf('m100')
        .filter((vector) => vector.expect['kind'] === 'tag')
        .map(bytesOf),
    ),
    clock,
  });
  wires.push(wire);
  const { code, out } = await called(runDetectCommand, [`127.0.0.1:${wire.port}`, '--seconds', '1']);
  expect(code).toBe(0);
  expect(out[0]).toMatch(/^100 %  127\.0\.0\.1:\d+ {2}m100 {2}\(models: m100-generic/);
  expect(out[1]).toMatch(/\d+ checksums right; the last said \{"kind":"tag"/);
});

test('noise is nothing, and so is silence', async () => {
  const noise = Uint8Array.from({ length: 40 }, (_, index) => (index * 73 + 129) & 0xff);
  const heard = await called(runDetectCommand, [await onPty(streaming([noise])), '--seconds', '6']);
  expect([heard.code, heard.out]).toEqual([1, []]);
  expect(heard.err).toContain('no known protocol fits them');
  const quiet = await openTcpWire({ port: 0, clientsMax: 1, device: streaming([]), clock });
  wires.push(quiet);
  const silent = await called(runDetectCommand, [`127.0.0.1:${quiet.port}`, '--seconds', '0.5']);
  expect([silent.code, silent.err.includes('detect never asks')]).toEqual([1, true]);
});

test('a port that does not open, and wrong calls', async () => {
  const absent = await called(runDetectCommand, [join(folder, 'absent')]);
  expect([absent.code, absent.err]).toEqual([2, expect.stringContaining('No such file')]);
  for (const args of [[], ['com1'], ['a:1', 'b:2'], ['a:99999'], ['a:1', '--seconds', 'x'], ['a:1', '--fast']])
    expect((await called(runDetectCommand, args)).code).toBe(2);
});
