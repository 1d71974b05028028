// A codec that throws costs its own instrument the session, aloud, and no other one anything; a rule of the core that
// is broken ends the process. A swapped scale gives no weight under another's number.
import { throwDefect } from '../throwDefect.ts';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BaseStations, type BaseStationsParts } from '../../agent/stations/baseStations.ts';
import { createSystemRandom } from '../../agent/runtime/systemClock.ts';
import type { Driver } from '../../drivers/contract/driver.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import type { ScaleCodec } from '../../drivers/scale/codecs/scaleCodec.ts';
import { SCALE_CODECS } from '../../drivers/scale/scaleCodecs.ts';
import { createStreamingScale } from '../../drivers/scale/streamingScale.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { createRetryingRecorder } from '../../agent/runtime/retryingRecorder.ts';
import { createSystemClock } from '../../agent/runtime/systemClock.ts';
import { openTcpWire, type TcpWire } from '../../simulators/wires/tcpWire.ts';
import { openBeganStore } from './beganStore.ts';
import { Rig, model, scaleAt } from '../drivers/rig.ts';
import { clock, pause, SmallBase, until } from './base.ts';
import { LOADS } from '../core/loads.ts';

let base: SmallBase;
beforeEach(async () => {
  base = await new SmallBase().plugIn();
});
afterEach(() => base.close());

/** Decodes well until it sees what it cannot bear. */
function fragile(unbearable: string): ScaleCodec {
  const real = SCALE_CODECS['and-std'];
  if (!real) throw new Error('no and-std');
  return {
    ...real,
    decode: (state, bytes) => {
      if (Buffer.from(bytes).includes(unbearable)) throw new TypeError('a defect of the codec');
      return real.decode(state, bytes);
    },
  };
}

async function twoScales(
  driver: BaseStationsParts['createDriver'],
  broken: (error: unknown) => void = (error) => base.broken.push(error),
): Promise<{ stations: BaseStations; end: () => Promise<void> }> {
  const loaded = base.load();
  const chance = createSystemRandom();
  const store = await openBeganStore({ site: loaded.site, software: 'test', clock, random: chance });
  const recorder = createRetryingRecorder({
    ledger: store.ledger,
    clock: createSystemClock(),
    log: () => undefined,
    reportDefect: throwDefect,
  });
  const range = { maxMg: 600_000_000, minMg: 4_000_000, intervalMg: 200_000 };
  const load = {
    scale: { ranges: [range], unit: 'kg' as const, decimals: 1 },
    windowMs: 1_000,
    powerUpSuspectMs: 10_000,
    powerUpCertainMs: 300_000,
  };
  const stations = new BaseStations({
    clock,
    random: chance,
    ledger: store.ledger,
    recorder,
    runInfo: () => ({ run: 'r', software: 'test', configHash: loaded.configHash }),
    settings: ['1', '2'].map((n) => ({
      id: `dock-${n}`,
      name: { en: n, ja: n },
      scale: `scale-${n}`,
      readers: [],
      checkWeight: null,
      ...LOADS,
      fitnessSharePpm: null,
      load,
    })),
    gates: [],
    instruments: ['scale-1', 'scale-2'],
    createDriver: driver,
    scaleFacts: (instrument) => ({
      instrument,
      model: 'm',
      serialNumber: null,
      class: 'III',
      ranges: [range],
      unit: 'kg',
      decimals: 1,
      verified: false,
      verificationMark: null,
      verifiedUntil: null,
    }),
    assumeCheckPassed: true,
    storeCurve: () => undefined,
    executeCommand: () => ({ kind: 'not-recorded' }),
    onCapture: () => undefined,
    onStationChange: () => undefined,
    onGateChange: () => undefined,
    onInvariantBroken: broken,
    log: (event, instrument, detail) => base.logged.push({ event: `${event} ${instrument}`, detail }),
  });
  stations.start();
  const end = async (): Promise<void> => {
    await stations.stop();
    await store.close();
  };
  return { stations, end };
}

const port = (): { kind: 'serial'; path: string; baud: number; dataBits: 7; parity: 'even'; stopBits: 1 } => ({
  kind: 'serial',
  path: base.link,
  baud: 2400,
  dataBits: 7,
  parity: 'even',
  stopBits: 1,
});
const rules = { unit: null, unmarked: 'gross' as const, settings: null };

test('a codec that throws: its session ends with the stack in the log, no stale weight, the other scale works on', async () => {
  base.platforms[0].massMg = 5_000_000;
  const healthy: Device2 = socketScale();
  const second = await openTcpWire({ port: 0, clientsMax: 1, clock, device: healthy });
  const { stations, end } = await twoScales((id, observe) =>
    id === 'scale-1'
      ? createStreamingScale(
          { instrument: id, port: port(), codec: fragile('00006.6'), silentAfterMs: 3_000, address: null, rules },
          { clock, openPort: openPort, onObservation: observe },
        )
      : createStreamingScale(
          {
            instrument: id,
            port: { kind: 'tcp', host: '127.0.0.1', port: second.port },
            codec: fragile('never'),
            silentAfterMs: 3_000,
            address: null,
            rules,
          },
          { clock, openPort: openPort, onObservation: observe },
        ),
  );
  const dock = (n: number): ReturnType<BaseStations['views']>[number] | undefined => stations.views()[n - 1];
  await until('both', () => dock(1)?.reading?.value === '5.0' && dock(2)?.reading !== null);
  base.platforms[0].massMg = 6_600_000;
  await until('the defect', () =>
    base.logged.some(
      ({ event, detail }) => event === 'session-ended scale-1' && detail.includes('a defect of the codec'),
    ),
  );
  expect(base.logged.find(({ detail }) => detail.includes('defect'))?.detail).toMatch(
    /driver-failed: TypeError: a defect of the codec\n\s+at /,
  );
  expect([dock(1)?.reading, dock(1)?.noReading]).toEqual([null, 'driver-failed']);
  expect(stations.health('scale-2')?.counts.opens).toBe(1);
  // It is tried again, with the back-off, and works as soon as it can.
  base.platforms[0].massMg = 7_000_000;
  await until('the weight after the defect', () => dock(1)?.reading?.value === '7.0');
  expect(stations.health('scale-2')?.counts.opens).toBe(1);
  expect(base.broken).toEqual([]);
  await end();
  await second.close();
});

type Device2 = Parameters<typeof openTcpWire>[0]['device'];
function socketScale(): Device2 {
  return (send) => {
    let stopped = false;
    const beatOnce = (): void => {
      if (stopped) return;
      send(Buffer.from('ST,GS,+00042.0kg\r\n'));
      clock.after(50, beatOnce);
    };
    beatOnce();
    return { receive: () => undefined, close: () => void (stopped = true) };
  };
}

test('a driver that rejects is tried again, and its last weight does not stand', async () => {
  let runs = 0;
  const bad = (id: string, observe: (observation: Observation) => void): Driver => ({
    instrument: id,
    health: () => ({
      state: 'open',
      lastFault: '',
      lastBytes: new Uint8Array(),
      lastFrameAtMs: null,
      counts: { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: runs },
    }),
    run: async () => {
      runs += 1;
      observe({
        kind: 'reading',
        instrument: id,
        atMs: clock.monotonicMs(),
        raw: Uint8Array.of(1),
        mode: 'gross',
        massMg: 5_000_000,
        unit: 'kg',
        decimals: 1,
        stable: true,
        checksummed: true,
      });
      await pause(50);
      throw new Error('it broke its promise');
    },
  });
  const { stations, end } = await twoScales(bad);
  await until('a second run', () => runs > 2);
  await until('no reading', () => stations.views()[0]?.noReading === 'driver-failed');
  expect(base.logged.find(({ event }) => event === 'driver-failed scale-1')?.detail).toMatch(
    /it broke its promise\n\s+at /,
  );
  await end();
});

test('a broken rule of the core ends the process with its stack, although it came up inside a driver', () => {
  const program = join(base.folder, 'program.mts');
  const root = join(import.meta.dirname, '../..');
  writeFileSync(
    program,
    `import { BaseStations } from '${root}/agent/stations/baseStations.ts';
const clock = { timestamp: () => ({ wallMs: 0, monotonicMs: 0, boot: 'b', trust: 'stepped' }), monotonicMs: () => 0, after: () => () => undefined };
const driver = (id, observe) => ({ instrument: id, health: () => ({ counts: { frames: 0 } }), run: async () => { try { observe({ kind: 'fault', instrument: id }); } catch { console.log('swallowed'); } await new Promise((done) => setTimeout(done, 300)); console.log('went on'); return 'x'; } });
const stations = new BaseStations({ clock, random: { id: () => 'x', fraction: () => 0 }, ledger: { book: { get: () => undefined } }, recorder: { onStorageChange: () => undefined }, runInfo: () => ({}), settings: [{ id: 'd', scale: 's', readers: [], get load() { throw new Error('a broken rule'); } }], instruments: ['s'], createDriver: driver, scaleFacts: () => ({}), assumeCheckPassed: true, gates: [], onGateChange: () => undefined, executeCommand: () => ({}), onCapture: () => undefined, onStationChange: () => undefined, onInvariantBroken: (error) => queueMicrotask(() => { throw error; }), log: () => undefined });
stations.start();
`,
  );
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', 'tsx', program], {
    cwd: root,
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(stderr).toContain('a broken rule');
  expect([status, stdout]).toEqual([1, '']);
});

test('another unit than the site file names gives no weight; the right one, or one that cannot say, does', async () => {
  const rig = new Rig();
  let says = 'I4 A "B021"';
  const scale: Device2 = (send) => ({
    receive: (bytes) => {
      for (const question of Buffer.from(bytes).toString().split('\r\n').filter(Boolean))
        send(Buffer.from(question === 'I4' ? `${says}\r\n` : 'S S     100.0 kg\r\n'));
    },
    close: () => undefined,
  });
  const wire: TcpWire = await openTcpWire({ port: 0, clientsMax: 1, device: scale, clock });
  const polled = model('mt-sics', { poll: { command: 'SI', intervalMs: 20, timeoutMs: 100 } });
  const driver = rig.start(
    scaleAt('scale-1', {
      model: polled,
      port: { kind: 'tcp', host: '127.0.0.1', port: wire.port },
      serialNumber: 'A017',
    }),
  );
  await until('the trouble', () => driver.health().lastFault.startsWith('other-instrument'));
  expect(driver.health().lastFault).toBe('other-instrument: it says serial number "B021", the site file "A017"');
  await until('a second try', () => driver.health().counts.opens >= 2);
  expect(rig.readings()).toEqual([]);
  says = 'I4 A "A017"';
  await until('readings', () => rig.readings().length > 3);
  const [seen, opens] = [rig.readings().length, driver.health().counts.opens];
  expect(driver.health().counts.opens).toBe(opens);
  // A clone that knows no I4 weighs as well.
  says = 'ES';
  await wire.unplug();
  await wire.replug();
  await until('readings again', () => rig.readings().length > seen + 3);
  await rig.end();
  await wire.close();
});
