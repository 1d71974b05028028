// Every simulated scale and reader behind a real port, read by the agent's own driver: the same weight and the same tag
// come back.
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReaderModel, TextScaleModel } from '../../drivers/models/instrumentModel.ts';
import { SIMULATED_READER_PROTOCOLS } from '../../simulators/wires/simulatedReaders.ts';
import { SIMULATED_SCALE_PROTOCOLS } from '../../simulators/wires/simulatedScales.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import { openTcpWire } from '../../simulators/wires/tcpWire.ts';
import type { SimulatedWire } from '../../simulators/wires/simulatedWire.ts';
import { createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { Rig, scaleAt, serialAt, until } from '../drivers/rig.ts';
import { fixedAerial, fixedIndicator, scaleModel } from './fixedWorld.ts';

const clock = createSimulatorClock();
let rig: Rig;
let wire: SimulatedWire | null;
beforeEach(() => {
  rig = new Rig();
  wire = null;
});
afterEach(async () => {
  await rig.end();
  await wire?.close();
});

/** Region by protocol, where the module has no Japanese one. */
const REGIONS: Readonly<Record<string, string>> = {
  m100: 'EU',
  'm100-aadd': 'EU',
  uhfreader18: 'US',
  uhfreader288: 'US',
  'impinj-a0': 'EU',
  cl7206: 'EU',
};
const EPC = '3074257BF7194E4000001A85';
const LONG_EPC = '1FB41F712AC9C37AB79D618173188324001A';

describe('scales, over a pseudo-terminal', () => {
  test.each(Object.keys(SIMULATED_SCALE_PROTOCOLS))('%s', async (protocol) => {
    const simulated = SIMULATED_SCALE_PROTOCOLS[protocol];
    if (!simulated) throw new Error(protocol);
    const indicator = fixedIndicator({ grossMg: 123_400_000 });
    const link = join(rig.folder, 'scale-1');
    wire = await openSerialWire({ link, device: simulated.createDevice(indicator, clock), clock });
    const model: TextScaleModel = scaleModel(protocol, simulated.pollCommand);
    rig.start(scaleAt('scale-1', { model, port: serialAt(link) }));
    await until('three readings', () => rig.readings().length >= 3);
    expect(new Set(rig.readings().map(({ massMg, unit, decimals }) => `${massMg} ${unit} ${decimals}`))).toEqual(
      new Set(['123400000 kg 1']),
    );
    expect(rig.faults()).toEqual([]);
  });
});

describe('readers, over TCP', () => {
  test.each(Object.keys(SIMULATED_READER_PROTOCOLS))('%s', async (protocol) => {
    const simulated = SIMULATED_READER_PROTOCOLS[protocol];
    if (!simulated) throw new Error(protocol);
    const socket = await openTcpWire({
      port: 0,
      clientsMax: 1,
      device: simulated.createDevice(fixedAerial([EPC, LONG_EPC]), clock),
      clock,
    });
    wire = socket;
    const region = REGIONS[protocol] ?? null;
    const model: ReaderModel = {
      kind: 'reader',
      name: 'simulated',
      title: '',
      maker: '',
      serial: null,
      tcpPort: null,
      silentAfterMs: 5_000,
      protocol,
      regions: [region ?? 'JP'],
    };
    rig.start({
      id: 'gate',
      model,
      port: { kind: 'tcp', host: '127.0.0.1', port: socket.port },
      address: null,
      scale: null,
      region,
      serialNumber: null,
    });
    await until('both tags, twice', () => rig.tags().filter(({ epcHex }) => epcHex === LONG_EPC).length >= 2);
    expect(new Set(rig.tags().map(({ epcHex }) => epcHex))).toEqual(new Set([EPC, LONG_EPC]));
    expect(new Set(rig.tags().map(({ antenna }) => antenna))).toEqual(new Set([1]));
    expect(rig.faults()).toEqual([]);
  });
});
