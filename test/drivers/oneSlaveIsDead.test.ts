// Four slaves on one line, one of them dead: it is asked ever more rarely, so the others keep their rate; and it comes
// back.
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SimulatedWire } from '../../simulators/wires/simulatedWire.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import { CountingSlaves } from './countingSlaves.ts';
import { Rig, clock, model, pause, scaleAt, serialAt, until } from './rig.ts';

const TIMEOUT_MS = 200;
let rig: Rig;
let wire: SimulatedWire;

beforeEach(() => {
  rig = new Rig();
});
afterEach(async () => {
  await rig.end();
  await wire.close();
});

test('a dead slave costs the line a few time-outs, and is read again when it lives', async () => {
  let dead = true;
  const slaves = new CountingSlaves(({ unit }) => (unit === 3 && dead ? null : 0));
  const link = join(rig.folder, 'line');
  wire = await openSerialWire({ link, device: slaves.rtu(), clock });
  const tlb = model('laumas-tlb', { poll: { intervalMs: 20, timeoutMs: TIMEOUT_MS } });
  for (const unit of [1, 2, 3, 4])
    rig.start(scaleAt(String(unit), { model: tlb, port: serialAt(link), address: String(unit) }));

  const watchedMs = 7_000;
  await pause(watchedMs);
  const questions = slaves.questions(3).length;
  // The waits grow to eight seconds: three questions in the first seven, each costing one time-out.
  expect(questions).toBeLessThanOrEqual(3);
  expect((questions * TIMEOUT_MS) / watchedMs).toBeLessThan(0.1);
  for (const unit of ['1', '2', '4']) expect(rig.readings(unit).length).toBeGreaterThan(0.5 * (watchedMs / 20) * 0.9);
  expect(rig.readings('3')).toEqual([]);
  expect(new Set(rig.faults().flatMap(({ instrument, fault }) => (instrument === '3' ? [fault] : [])))).toEqual(
    new Set(['no-reply']),
  );
  // One port for all four.
  expect(rig.reasons).toEqual([]);

  dead = false;
  await until('the slave that lives again', () => rig.readings('3').length > 3, 12_000);
});
