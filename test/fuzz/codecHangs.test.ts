// A codec that never returns, and one that dies: the fuzzer says which, and goes on with the others.
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { runAll } from './pool.ts';

/** Does what its task says; gets on once with each. */
const WORKER = `
  const { parentPort, workerData } = require('node:worker_threads');
  parentPort.on('message', (task) => {
    Atomics.store(workerData, 1, 7);
    Atomics.add(workerData, 0, 1);
    if (task === 'hangs') for (;;);
    if (task === 'dies') process.exit(3);
    parentPort.postMessage(task);
  });
`;

test('a worker that hangs or dies costs its own task only', async () => {
  const took: string[] = [];
  const lost: string[] = [];
  await runAll<string, string>({
    tasks: ['one', 'two', 'hangs', 'three', 'four', 'dies', 'five'],
    workers: 1,
    start: (progress) => new Worker(WORKER, { eval: true, workerData: progress }),
    took: (answer) => took.push(answer),
    lost: (task, how, block) => lost.push(`${task} in block ${block}: ${how}`),
    looks: { everyMs: 50, most: 20 },
  });
  expect(took).toEqual(['one', 'two', 'three', 'four', 'five']);
  expect(lost).toEqual([
    'hangs in block 7: it hangs: nothing was done for 1 s',
    'dies in block 7: its worker ended with 3',
  ]);
});
