// A slave answers after its time-out. Its old answer must never be taken for the next question's, on RTU (where answers
// carry no number), on RTU inside TCP and on Modbus TCP; and whoever answers late once is read again afterwards.
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PortAddress } from '../../drivers/contract/port.ts';
import type { SimulatedWire } from '../../simulators/wires/simulatedWire.ts';
import { openTcpWire } from '../../simulators/wires/tcpWire.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import { CountingSlaves } from './countingSlaves.ts';
import type { When } from './countingSlaves.ts';
import { Rig, clock, model, scaleAt, serialAt, until } from './rig.ts';

const POLL = { intervalMs: 20, timeoutMs: 100 };
/** An honest answer takes most of the interval, so that an old one meets a question in flight. */
const HONEST_MS = 16;
/** Status and two weights of the Laumas model. */
const FULL = 5;

let rig: Rig;
let wire: SimulatedWire;

beforeEach(() => {
  rig = new Rig();
});
afterEach(async () => {
  await rig.end();
  await wire.close();
});

const WIRES: [string, 'rtu' | 'mbap', (slaves: CountingSlaves) => Promise<PortAddress>][] = [
  [
    'RTU on a serial line',
    'rtu',
    async (slaves) => {
      const link = join(rig.folder, 'line');
      wire = await openSerialWire({ link, device: slaves.rtu(), clock });
      return serialAt(link);
    },
  ],
  ['RTU inside TCP', 'rtu', (slaves) => onSocket(slaves.rtu())],
  ['Modbus TCP', 'mbap', (slaves) => onSocket(slaves.mbap())],
];

async function onSocket(device: ReturnType<CountingSlaves['rtu']>): Promise<PortAddress> {
  const socket = await openTcpWire({ port: 0, clientsMax: 1, device, clock });
  wire = socket;
  return { kind: 'tcp', host: '127.0.0.1', port: socket.port };
}

for (const [name, framing, open] of WIRES) {
  /** Starts units on one line; every reading is compared with the number of the last question. */
  const start = async (units: number[], when: When): Promise<{ slaves: CountingSlaves; old: string[] }> => {
    const slaves = new CountingSlaves(when);
    const port = await open(slaves);
    const old: string[] = [];
    rig.onObservation = (observation) => {
      if (observation.kind !== 'reading') return;
      const unit = Number(observation.instrument);
      const shown = observation.massMg / 100_000;
      if (shown !== slaves.lastFull(unit, FULL))
        old.push(`unit ${unit} shows ${shown}, last asked ${String(slaves.lastFull(unit, FULL))}`);
    };
    for (const unit of units) {
      rig.start(
        scaleAt(String(unit), {
          model: model('laumas-tlb', { poll: POLL, tcpFraming: framing }),
          port,
          address: String(unit),
        }),
      );
    }
    return { slaves, old };
  };

  describe(name, () => {
    test('answers that come during the next questions are thrown away', async () => {
      // Time enough for two more questions, were they asked.
      const { old } = await start([1], ({ number }) => (number % 10 === 0 ? 250 : HONEST_MS));
      await until('readings after the late ones', () => rig.readings().length >= 50);
      expect(old).toEqual([]);
      expect(new Set(rig.faults().map(({ fault }) => fault))).toEqual(new Set(['no-reply']));
    });

    test('an answer that comes just too late, again and again, is thrown away', async () => {
      const { old } = await start([1], ({ number }) => (number % 12 === 0 ? 105 : HONEST_MS));
      await until('readings', () => rig.readings().length >= 60);
      expect(old).toEqual([]);
    });

    test('a slave that is always a little too late is never believed one question too soon', async () => {
      const { old, slaves } = await start([1], () => 130);
      await until('questions', () => slaves.asked.length >= 3);
      expect(old).toEqual([]);
      expect(rig.readings()).toEqual([]);
    });

    test('one slave’s late answer is never taken for another’s', async () => {
      const { old } = await start([1, 2], ({ unit, number }) => (unit === 1 && number % 5 === 0 ? 120 : HONEST_MS));
      await until('readings of both', () => rig.readings('1').length >= 20 && rig.readings('2').length >= 40);
      expect(old).toEqual([]);
    });
  });
}
