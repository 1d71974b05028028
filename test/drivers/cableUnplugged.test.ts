// The cable of a streaming scale is pulled and plugged in again, on a real pty through the real serial port code.
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { repeatEvery } from '../../simulators/runtime/simulatorClock.ts';
import type { SimulatedDevice, SimulatedWire } from '../../simulators/wires/simulatedWire.ts';
import { dropOutgoing } from '../../simulators/wires/wireReactions.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import { Rig, clock, model, pause, scaleAt, serialAt, until } from './rig.ts';

let rig: Rig;
let wire: SimulatedWire;
/** What the scale shows, in tenths of a kilogram. */
let tenths = 1_230;

const indicator: SimulatedDevice = (send) => {
  const stop = repeatEvery(clock, 20, () =>
    send(Buffer.from(`ST,GS,+${(tenths / 10).toFixed(1).padStart(7, '0')}kg\r\n`)),
  );
  return { receive: () => undefined, close: stop };
};

beforeEach(async () => {
  rig = new Rig();
  tenths = 1_230;
  wire = await openSerialWire({ link: join(rig.folder, 'scale'), device: indicator, clock });
});
afterEach(async () => {
  await rig.end();
  await wire.close();
});

const scale = (silentAfterMs = 3_000) =>
  scaleAt('scale-1', { model: model('and-ad4406', { silentAfterMs }), port: serialAt(join(rig.folder, 'scale')) });

test('it reads, says that the port closed, and reads the present weight again afterwards', async () => {
  const driver = rig.start(scale());
  await until('readings', () => rig.readings().length >= 10);
  expect(rig.readings()[0]).toMatchObject({
    massMg: 123_000_000,
    unit: 'kg',
    decimals: 1,
    stable: true,
    mode: 'gross',
    checksummed: false,
  });
  expect(Buffer.from(rig.readings()[0]?.raw ?? []).toString()).toBe('ST,GS,+00123.0kg\r');

  for (let cycle = 0; cycle < 10; cycle += 1) {
    const faultsBefore = rig.faults().length;
    await wire.unplug();
    await until('the hang-up', () => rig.faults().length > faultsBefore);
    const seen = rig.observations.length;
    tenths += 100;
    await wire.replug();
    await until('readings after the plug is back', () =>
      rig.observations.slice(seen).some(({ kind }) => kind === 'reading'),
    );
    const first = rig.observations.slice(seen).find((one) => one.kind === 'reading');
    expect(first).toMatchObject({ massMg: tenths * 100_000 });
  }
  expect(driver.health()).toMatchObject({ state: 'open', lastFault: '', counts: { opens: 11 } });
});

test('nothing is read of a scale that is not there yet, and it connects when it comes', async () => {
  await wire.unplug();
  const driver = rig.start(scale());
  await until('the fault', () => rig.faults().some(({ fault }) => fault === 'port-absent'));
  expect(driver.health().state).toBe('waiting');
  expect(rig.readings()).toEqual([]);
  await wire.replug();
  await until('readings', () => rig.readings().length > 0);
});

test('a line that stays open but says nothing more is closed and opened again', async () => {
  const driver = rig.start(scale(300));
  await until('readings', () => rig.readings().length >= 5);
  const speakAgain = wire.addReaction(dropOutgoing());
  await until('the watchdog', () => rig.faults().some(({ fault }) => fault === 'silent'));
  await until('a second opening', () => driver.health().counts.opens >= 2);
  speakAgain();
  const seen = rig.readings().length;
  await until('readings', () => rig.readings().length > seen);
});

test('a port says closed exactly once, whoever ends it and however often', async () => {
  const address = serialAt(join(rig.folder, 'scale'));
  const reasons: string[] = [];
  const events = { onBytes: () => undefined, onClosed: (reason: string) => reasons.push(reason) };
  const first = await openPort(address, events);
  await Promise.all([first.close(), first.close()]);
  expect(reasons).toEqual(['closed']);
  await expect(first.write(Uint8Array.of(1))).rejects.toThrow('closed');

  const second = await openPort(address, events);
  await wire.unplug();
  await until('closed', () => reasons.length === 2);
  await second.close();
  await pause(100);
  expect(reasons).toHaveLength(2);
  await expect(openPort(address, events)).rejects.toThrow(/No such file/);
});
