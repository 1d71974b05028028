// `hakari record` and `hakari instrument test` on real ptys and sockets: what they print, what they refuse, what they
// write.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCheckCommand } from '../../agent/commands/checkCommand.ts';
import { runInstrumentCommand } from '../../agent/commands/instrumentCommand.ts';
import { runRecordCommand } from '../../agent/commands/recordCommand.ts';
import { parseRecording } from '../../drivers/ports/portRecording.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { repeatEvery, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import type { SimulatedDevice } from '../../simulators/wires/simulatedWire.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import { SCALE_FACTS, SmallBase } from '../stations/base.ts';
import { called } from './calls.ts';

const clock = createSimulatorClock();
let base: SmallBase;
let folder: string;
beforeEach(async () => {
  base = await new SmallBase().plugIn();
  base.platforms[0].massMg = 123_400_000;
  base.platforms[1].massMg = 268_400_000;
  folder = mkdtempSync(join(tmpdir(), 'hakari-commands-'));
});
afterEach(async () => {
  await base.close();
  rmSync(folder, { recursive: true, force: true });
});

test('record: bytes with their times, and nothing is written to the port', async () => {
  const file = join(folder, 'scale.jsonl');
  const { code, out } = await called(runRecordCommand, [
    base.link,
    file,
    '--seconds',
    '1',
    '--model',
    'and-ad4406',
    '--json',
  ]);
  expect(code).toBe(0);
  const { header, events } = parseRecording('scale.jsonl', readFileSync(file, 'utf8'));
  expect(header.port).toEqual({
    kind: 'serial',
    path: base.link,
    baud: 2400,
    dataBits: 7,
    parity: 'even',
    stopBits: 1,
  });
  expect(events[0]).toMatchObject({ kind: 'open', continued: false });
  expect(events.at(-1)?.kind).toBe('close');
  expect(events.some(({ kind }) => kind === 'out')).toBe(false);
  const bytes = Buffer.concat(events.flatMap((event) => (event.kind === 'in' ? [event.bytes] : [])));
  expect(bytes.toString()).toContain('ST,GS,+00123.4kg\r\n');
  expect(JSON.parse(out[0] ?? '')).toEqual({ port: header.port, file, bytes: bytes.length });
  const times = events.map(({ atMs }) => atMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));

  const again = await called(runRecordCommand, [base.link, file, '--seconds', '1', '--model', 'and-ad4406']);
  expect([again.code, again.err.split('\n')[0]]).toEqual([2, `${file} exists already`]);
  expect((await called(runRecordCommand, [base.link, join(folder, 'x')])).err).toContain(
    'a serial port needs --model MODEL or --settings',
  );
  expect(
    (await called(runRecordCommand, [join(folder, 'no'), join(folder, 'x'), '--settings', '9600 8N1'])).err,
  ).toContain('No such file');
});

test('instrument test: a streaming scale, a Modbus scale, each with its raw bytes', async () => {
  const streaming = await called(runInstrumentCommand, ['test', 'scale-1', '--site', base.path, '--json']);
  expect([streaming.code, JSON.parse(streaming.out[0] ?? '')]).toMatchObject([
    0,
    {
      instrument: 'scale-1',
      observation: { kind: 'reading', massMg: 123_400_000, massKg: '123.4', stable: true },
      message: { kind: 'weight', value: '123.4', unit: 'kg' },
      rawHex: '53542C47532C2B30303132332E346B670D',
      rawText: '"ST,GS,+00123.4kg\\r"',
      sentHex: '',
    },
  ]);
  const modbus = await called(runInstrumentCommand, ['test', 'scale-2', '--site', base.path]);
  expect([modbus.code, modbus.out[0]]).toEqual([0, expect.stringContaining('"massKg":"268.4"')]);
  expect(modbus.out.find((line) => line.startsWith('message: '))).toContain(
    '"reading":{"kind":"weight","value":"268.4"',
  );
  expect(modbus.out.at(-1)).toMatch(/^sent: [0-9A-F]{24}/);
});

test('instrument test: why nothing came', async () => {
  await base.serial.unplug();
  const absent = await called(runInstrumentCommand, ['test', 'scale-1', '--site', base.path, '--seconds', '1']);
  expect([absent.code, absent.out[0]]).toEqual([1, expect.stringMatching(/no reading\. port-absent: .*No such file/)]);
  // Somebody else's protocol on the line.
  const garbage: SimulatedDevice = (send) => ({
    receive: () => undefined,
    close: repeatEvery(clock, 20, () => send(Buffer.from('hello world, this is no scale\r\n'))),
  });
  const wire = await openSerialWire({ link: base.link, device: garbage, clock });
  const other = await called(runInstrumentCommand, ['test', 'scale-1', '--site', base.path, '--seconds', '2']);
  expect([other.code, other.out[0], other.out[1]]).toEqual([
    1,
    expect.stringContaining('frame-refused'),
    expect.stringMatching(/^received: [0-9A-F]+68656C6C6F/),
  ]);
  await wire.close();
});

test('instrument test: while the agent runs, or another program has the port, it refuses and says so', async () => {
  const agent = await base.start();
  const running = await called(runInstrumentCommand, ['test', 'scale-2', '--site', base.path]);
  expect([running.code, running.err]).toEqual([
    2,
    expect.stringContaining('agent of this base is running and holds 127.0.0.1:'),
  ]);
  await agent.stop();

  const port = await openPort(
    { kind: 'serial', path: base.link, baud: 2400, dataBits: 7, parity: 'even', stopBits: 1 },
    { onBytes: () => undefined, onClosed: () => undefined },
  );
  const held = await called(runInstrumentCommand, ['test', 'scale-1', '--site', base.path, '--seconds', '1']);
  expect([held.code, held.out[0]]).toEqual([1, expect.stringMatching(/port-absent: .*lock/i)]);
  await port.close();
});

test('wrong calls of instrument, and the hint of check', async () => {
  for (const args of [
    [],
    ['test'],
    ['look', 'scale-1'],
    ['test', 'scale-9', '--site', base.path],
    ['test', 'scale-1'],
    ['test', 'scale-1', '--site', base.path, '--seconds', '0'],
  ])
    expect((await called(runInstrumentCommand, args)).code).toBe(2);
  const path = join(folder, 'site.yaml');
  writeFileSync(
    path,
    `base: a\nname: { en: A, ja: あ }\nstations:\n  - { id: dock-1, name: { en: D, ja: 一 }, scale: scale-1, checkWeight: { mass: "200", unit: kg } }\ninstruments:\n  - { id: scale-1, model: and-ad4406, port: { serial: /dev/ttyUSB0 }, ${SCALE_FACTS} }\n`,
  );
  const checked = await called(runCheckCommand, ['--site', path]);
  expect([checked.code, checked.err]).toEqual([0, expect.stringMatching(/Hint: scale-1 is on \/dev\/ttyUSB0.*by-id/)]);
});
