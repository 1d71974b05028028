// Commands with what their devices want around them: a bit that is raised, seen and dropped; a 0 before the same value;
// a coil.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommandableDriver } from '../../../drivers/modbus/registerCommands.ts';
import { clock, until } from '../rig.ts';
import { OnSlave, wide } from './onSlave.ts';

let bench: OnSlave;
beforeEach(() => {
  bench = new OnSlave();
});
afterEach(() => bench.end());

const HANDSHAKE = 1 << 14;
const DONE = 1 << 15;
const FORMAT = 0x10;

/** A WTX: the output word is another image than the input words, so what is written does not show in what is read. */
async function wtx(react: (word: number, raise: (bits: number) => void) => void): Promise<CommandableDriver> {
  let bits = 0;
  bench.slave.onRead = () => {
    bench.slave.set('holding', 0, [...wide(1_000), ...wide(1_200), 0, FORMAT | bits]);
    return undefined;
  };
  bench.slave.onWrite = ({ values: [word = 0] }) => react(word, (raised) => (bits = raised));
  const driver = bench.rig.start(await bench.tcp('hbm-wtx')) as CommandableDriver;
  await until('readings', () => bench.rig.readings().length > 0);
  return driver;
}

function written(): number[] {
  return bench.slave.writes.map(({ values }) => values[0] ?? -1);
}

test('WTX: the bit stands until the handshake, then it is dropped', async () => {
  const driver = await wtx((word, raise) => void clock.after(60, () => raise(word === 0 ? 0 : HANDSHAKE | DONE)));
  expect(await driver.runCommand('tare')).toBeNull();
  // Released first in case an earlier command was left standing.
  expect(written()).toEqual([0, 1, 0]);
  // Weights go on beside it.
  expect(bench.rig.faults()).toEqual([]);
});

test('WTX: a command that is seen and refused is dropped too, and told', async () => {
  const driver = await wtx((word, raise) => raise(word === 0 ? 0 : HANDSHAKE));
  expect(await driver.runCommand('zero')).toMatchObject({ fault: 'reply-refused' });
  expect(written()).toEqual([0, 64, 0]);
});

test('WTX: a handshake that never comes is told, and the bit does not stay', async () => {
  const driver = await wtx(() => undefined);
  expect(await driver.runCommand('tare')).toMatchObject({
    fault: 'no-reply',
    detail: expect.stringContaining('raise') as string,
  });
  expect(written()).toEqual([0, 1, 0]);
});

test('WTX: a handshake left over from before is not taken for this command’s', async () => {
  const driver = await wtx((word, raise) => raise(word === 0 ? HANDSHAKE : HANDSHAKE | DONE));
  expect(await driver.runCommand('tare')).toMatchObject({
    fault: 'no-reply',
    detail: expect.stringContaining('drop') as string,
  });
  expect(written()).toEqual([0]);
});

test('Dini Argeo: 0 goes before each command, so that the same one twice is two', async () => {
  bench.slave.set('input', 0, [...wide(5), ...wide(5), 4]);
  const driver = bench.rig.start(await bench.tcp('dini-dgt')) as CommandableDriver;
  await until('readings', () => bench.rig.readings().length > 0);
  expect([await driver.runCommand('zero'), await driver.runCommand('zero')]).toEqual([null, null]);
  expect(bench.slave.writes.map(({ at, values }) => [at, ...values])).toEqual([
    [0, 0],
    [0, 1],
    [0, 0],
    [0, 1],
  ]);
});

test('Unipulse and A&D: commands are coils', async () => {
  bench.slave.set('input', 0, [1, 0, 1_000]);
  for (let at = 0; at < 4; at += 1) bench.slave.inputs.set(at, 0);
  const driver = bench.rig.start(await bench.serial('unipulse-f320')) as CommandableDriver;
  await until('readings', () => bench.rig.readings().length > 0);
  expect(await driver.runCommand('zero')).toBeNull();
  expect(bench.slave.writes).toEqual([{ unit: 1, table: 'coils', at: 2, values: [1] }]);
  expect(() => driver.runCommand('explode')).toThrow('no command explode');
});
