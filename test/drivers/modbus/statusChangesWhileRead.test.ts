// A scale whose status and weight come in two requests moves between them: the old status must not vouch for the new
// weight.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../rig.ts';
import { OnSlave } from './onSlave.ts';

let bench: OnSlave;
beforeEach(() => {
  bench = new OnSlave();
});
afterEach(() => bench.end());

test('a weight read while the status changed is refused; the next whole one is taken', async () => {
  const { slave, rig } = bench;
  slave.set('input', 0, [1, 0, 1_000]);
  [0, 1, 0, 0].forEach((bit, at) => slave.inputs.set(at, bit));
  let moves = true;
  slave.onRead = ({ functionCode }) => {
    // The load changes after the status was read as stable, before the weight is.
    if (functionCode === 4 && moves) {
      slave.inputs.set(1, 0);
      slave.set('input', 2, [3_333]);
    } else if (functionCode === 4) {
      slave.inputs.set(1, 1);
    }
    return undefined;
  };
  rig.start(await bench.tcp('unipulse-f320'));
  await until('a refusal', () => rig.faults().length > 0);
  expect(rig.faults()[0]).toMatchObject({
    fault: 'not-ready',
    detail: expect.stringContaining('status changed') as string,
  });
  expect(rig.readings().filter(({ stable }) => stable)).toEqual([]);
  moves = false;
  await until('a stable reading', () => rig.readings().some(({ stable }) => stable));
  expect(rig.readings().find(({ stable }) => stable)?.massMg).toBe(333_300_000);
});
