// The thread in which work is counted: nothing but the count may have loaded a codec there.
import { parentPort, workerData } from 'node:worker_threads';
import { TICKS } from './pool.ts';
import { workOf } from './work.ts';

const progress = workerData as Int32Array;

parentPort?.on('message', (protocols) => {
  void workOf(protocols as string[], () => Atomics.add(progress, TICKS, 1)).then((problems) =>
    parentPort?.postMessage(problems),
  );
});
