// A polled scale over TCP: one question at a time, silence and refusals are faults, late replies are heard by nobody,
// and two scales on one line do not speak for each other.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SimulatedDevice, SimulatedWire } from '../../simulators/wires/simulatedWire.ts';
import { openTcpWire } from '../../simulators/wires/tcpWire.ts';
import { Rig, clock, model, scaleAt, until } from './rig.ts';

let rig: Rig;
let wire: SimulatedWire;
beforeEach(() => {
  rig = new Rig();
});
afterEach(async () => {
  await rig.end();
  await wire.close();
});

/** Answers each question by `reply`: a line, or nothing; `delayMs` late. */
async function scale(
  reply: (number: number, question: string) => { line: string; delayMs?: number } | null,
  address: string | null = null,
): Promise<{ questions: string[] }> {
  const questions: string[] = [];
  const device: SimulatedDevice = (send) => ({
    receive: (bytes) => {
      for (const question of Buffer.from(bytes).toString('latin1').split('\r\n').filter(Boolean)) {
        questions.push(question);
        const answer = reply(questions.length, question);
        if (answer) clock.after(answer.delayMs ?? 0, () => send(Buffer.from(`${answer.line}\r\n`, 'latin1')));
      }
    },
    close: () => undefined,
  });
  const socket = await openTcpWire({ port: 0, clientsMax: 1, device, clock });
  wire = socket;
  const fsi = model('and-fs-i', { poll: { command: 'Q', intervalMs: 20, timeoutMs: 80 } });
  rig.start(scaleAt('scale-1', { model: fsi, port: { kind: 'tcp', host: '127.0.0.1', port: socket.port }, address }));
  return { questions };
}

test('it asks, with its address, and reads', async () => {
  const { questions } = await scale(
    (number, question) => ({ line: `${question.slice(0, 3)}ST,+${String(number).padStart(6, '0')}.0 kg` }),
    '23',
  );
  await until('readings', () => rig.readings().length >= 10);
  expect(questions[0]).toBe('@23Q');
  const masses = rig.readings().map(({ massMg }) => massMg);
  expect(masses).toEqual([...new Set(masses)].sort((a, b) => a - b));
  expect(rig.readings()[0]).toMatchObject({ unit: 'kg', decimals: 1, stable: true, mode: 'gross' });
});

test('replies after their time-out are heard by nobody', async () => {
  let latest = 0;
  await scale((number) => {
    latest = number;
    return { line: `ST,+${String(number).padStart(6, '0')}.0 kg`, delayMs: number % 5 === 0 ? 170 : 15 };
  });
  const old: number[] = [];
  rig.onObservation = (one) => {
    if (one.kind === 'reading' && one.massMg !== latest * 1_000_000) old.push(one.massMg);
  };
  await until('readings', () => rig.readings().length >= 20);
  expect(old).toEqual([]);
  expect(rig.readings().filter(({ massMg }) => massMg % 5_000_000 === 0)).toEqual([]);
  expect(new Set(rig.faults().map(({ fault }) => fault))).toEqual(new Set(['no-reply']));
});

test('silence, refusals and another scale’s answer are never a weight', async () => {
  await scale(
    (number) =>
      [null, { line: '@23I' }, { line: '@23?' }, { line: '@24ST,+0001.000 kg' }, { line: '@23OL,+9999.999 kg' }][
        number % 5
      ] ?? null,
    '23',
  );
  await until('faults', () => rig.faults().length >= 8);
  expect(rig.readings()).toEqual([]);
  expect(new Set(rig.faults().map(({ fault }) => fault))).toEqual(
    new Set(['no-reply', 'not-ready', 'reply-refused', 'overload']),
  );
});

test('a device server that takes one client only, and has one, is a port that closed', async () => {
  await scale(() => ({ line: 'ST,+000001.0 kg' }));
  await until('readings', () => rig.readings().length > 3);
  await wire.unplug();
  await until('the fault', () => rig.faults().some(({ fault }) => fault === 'port-closed'));
  await until('refused', () => rig.faults().some(({ fault }) => fault === 'port-absent'));
  const seen = rig.readings().length;
  await wire.replug();
  await until('readings again', () => rig.readings().length > seen);
});
