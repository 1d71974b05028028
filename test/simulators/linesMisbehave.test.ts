// Faults of real lines, stacked on every simulated instrument: what the driver believes is the true weight, or nothing.
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';
import { simulateDiniScale } from '../../simulators/wires/dini-ext.ts';
import type { SimulatedDevice, WireReaction, SimulatedWire } from '../../simulators/wires/simulatedWire.ts';
import {
  truncateFrames,
  mergeFrames,
  delayReplies,
  insertNoise,
  dropOutgoing,
  fragmentFrames,
  corruptChecksums,
} from '../../simulators/wires/wireReactions.ts';
import { SIMULATED_READER_PROTOCOLS } from '../../simulators/wires/simulatedReaders.ts';
import { SIMULATED_SCALE_PROTOCOLS } from '../../simulators/wires/simulatedScales.ts';
import { echoRequests, joinDevices } from '../../simulators/wires/sharedLine.ts';
import { openTcpWire } from '../../simulators/wires/tcpWire.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import { Rig, scaleAt, serialAt, until } from '../drivers/rig.ts';
import { fixedAerial, fixedIndicator, scaleModel } from './fixedWorld.ts';

const clock = createSimulatorClock();
const TRUE_MG = 123_400_000;
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

function simulated(protocol: string): { device: SimulatedDevice; question: string | null } {
  const scale = SIMULATED_SCALE_PROTOCOLS[protocol];
  if (!scale) throw new Error(protocol);
  return { device: scale.createDevice(fixedIndicator({ grossMg: TRUE_MG }), clock), question: scale.pollCommand };
}

async function start(
  protocol: string,
  device: SimulatedDevice,
  question: string | null,
  reactions: readonly WireReaction[],
  address: string | null = null,
): Promise<SimulatedWire> {
  const link = join(rig.folder, 'scale-1');
  const made = await openSerialWire({ link, device, clock });
  wire = made;
  for (const reaction of reactions) made.addReaction(reaction);
  const model = { ...scaleModel(protocol, question), silentAfterMs: 700 };
  if (model.poll) model.poll = { ...model.poll, intervalMs: 20, timeoutMs: 150 };
  rig.start(scaleAt('scale-1', { model, port: serialAt(link), address }));
  return made;
}

const values = (): Set<number> => new Set(rig.readings().map(({ massMg }) => massMg));

describe('frames come in pieces, with noise before them and some cut short', () => {
  test.each(Object.keys(SIMULATED_SCALE_PROTOCOLS))('%s', async (protocol) => {
    const { device, question } = simulated(protocol);
    // Of a question's answers, none may be held back for the next: joined frames are for scales that stream.
    const joined = question === null ? [mergeFrames({ frames: 3 })] : [];
    const chance = createRandomStream(`lines/${protocol}`);
    await start(protocol, device, question, [
      fragmentFrames({ pieceBytes: 7, gapMs: 1 }),
      ...joined,
      truncateFrames({ every: 6, keep: 9 }),
      insertNoise(chance, { probability: 0.2, bytesMax: 6 }),
    ]);
    await until('readings', () => rig.readings().length >= 5, 15_000);
    expect(values()).toEqual(new Set([TRUE_MG]));
  });
});

describe('every second checksum is wrong', () => {
  test.each([
    ['mt-continuous-checksum', 1],
    ['yaohua-a12', 3],
    ['yaohua-a9', 2],
    // A damaged answer names no address either: it is nobody's, and the question unanswered.
    ['yaohua-cmd', 4],
  ])('%s', async (protocol, fromEnd) => {
    const { device, question } = simulated(protocol);
    await start(protocol, device, question, [corruptChecksums({ every: 2, fromEnd })]);
    await until('readings and faults', () => rig.readings().length >= 4 && rig.faults().length >= 4);
    expect(values()).toEqual(new Set([TRUE_MG]));
    if (protocol === 'yaohua-cmd') expect(rig.faults().some(({ fault }) => fault === 'no-reply')).toBe(true);
    else expect(new Set(rig.faults().map(({ fault }) => fault))).toEqual(new Set(['checksum-wrong']));
  });

  test.each(Object.keys(SIMULATED_READER_PROTOCOLS).filter((protocol) => protocol !== 'llrp'))(
    '%s',
    async (protocol) => {
      const reader = SIMULATED_READER_PROTOCOLS[protocol];
      if (!reader) throw new Error(protocol);
      const socket = await openTcpWire({
        port: 0,
        clientsMax: 1,
        device: reader.createDevice(fixedAerial(['3074257BF7194E4000001A85']), clock),
        clock,
      });
      wire = socket;
      // The sum of these stands before the last byte.
      socket.addReaction(
        corruptChecksums({ every: 4, fromEnd: protocol.startsWith('m100') || protocol === 'takaya-utr' ? 2 : 1 }),
      );
      const regions = ['EU', 'US', 'JP'];
      const region = ['takaya-utr', 'thingmagic', 'chafon-ctsw'].includes(protocol)
        ? 'JP'
        : protocol.startsWith('uhf')
          ? 'US'
          : 'EU';
      const driver = rig.start({
        id: 'gate',
        model: {
          kind: 'reader',
          name: 'simulated',
          title: '',
          maker: '',
          serial: null,
          tcpPort: null,
          silentAfterMs: 5_000,
          protocol,
          regions,
        },
        port: { kind: 'tcp', host: '127.0.0.1', port: socket.port },
        address: null,
        scale: null,
        region,
        serialNumber: null,
      });
      // A damaged frame is told as such, or lost where the next frame shows that its length cannot be believed either.
      const damaged = (): number => driver.health().counts.checksumErrors + driver.health().counts.discarded;
      await until('tags and damage', () => rig.tags().length >= 4 && damaged() > 0, 20_000);
      expect(new Set(rig.tags().map(({ epcHex }) => epcHex))).toEqual(new Set(['3074257BF7194E4000001A85']));
    },
  );
});

test('silence is a fault, and speech after it a reading', async () => {
  const { device, question } = simulated('mt-continuous-checksum');
  const line = await start('mt-continuous-checksum', device, question, []);
  const speak = line.addReaction(dropOutgoing());
  await until('the fault', () => rig.faults().some(({ fault }) => fault === 'silent'));
  expect(rig.readings()).toEqual([]);
  speak();
  await until('a reading', () => rig.readings().length > 0);
});

test('late answers are nobody’s', async () => {
  const { device, question } = simulated('sma');
  await start('sma', device, question, [delayReplies({ every: 3, delayMs: 250 })]);
  await until('readings and faults', () => rig.readings().length >= 4 && rig.faults().length >= 2, 20_000);
  expect(new Set(rig.faults().map(({ fault }) => fault))).toEqual(new Set(['no-reply']));
});

test.each(['mt-sics', 'sma', 'nci', 'dini-ext', 'yaohua-cmd', 'toledo-8217'])(
  'a two-wire line repeats the question before the answer of %s',
  async (protocol) => {
    const { device, question } = simulated(protocol);
    await start(protocol, echoRequests(device), question, []);
    await until('readings', () => rig.readings().length >= 5);
    expect(values()).toEqual(new Set([TRUE_MG]));
  },
);

test('a pulled cable is a fault, and the same path reads again', async () => {
  const { device, question } = simulated('yaohua-a12');
  const line = await start('yaohua-a12', device, question, [fragmentFrames({ pieceBytes: 4, gapMs: 1 })]);
  await until('readings', () => rig.readings().length >= 3);
  await line.unplug();
  await until('the fault', () => rig.faults().some(({ fault }) => fault === 'port-closed'));
  const before = rig.readings().length;
  await line.replug();
  await until('readings again', () => rig.readings().length > before + 2);
});

function twoScales(): SimulatedDevice {
  const mine = simulateDiniScale(fixedIndicator({ grossMg: TRUE_MG, netMg: TRUE_MG }), clock, {
    code: '01',
    streaming: false,
  });
  const other = simulateDiniScale(fixedIndicator({ grossMg: 55_000_000, netMg: 55_000_000 }), clock, {
    code: '02',
    streaming: true,
  });
  return joinDevices([mine, other]);
}

test('two scales on one line do not speak for each other', async () => {
  await start('dini-ext', twoScales(), 'readNow', [], '01');
  await until('readings', () => rig.readings().length >= 6, 20_000);
  expect(values()).toEqual(new Set([TRUE_MG]));
});

test('nor when both speak at once and their lines run into each other', async () => {
  await start('dini-ext', twoScales(), 'readNow', [fragmentFrames({ pieceBytes: 16, gapMs: 1 })], '01');
  // How often they collide is chance; what comes out of it is the true weight or none.
  await until('observations', () => rig.observations.length >= 20, 20_000);
  for (const value of values()) expect(value).toBe(TRUE_MG);
});
