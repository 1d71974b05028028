// One thread of the fuzzer: takes a task, runs it, answers, takes the next. Started by main.ts, in a process with
// --expose-gc.
import { parentPort, workerData } from 'node:worker_threads';
import { encoderOf } from './corpus.ts';
import { CAPTURE_CASES, weigh } from './capture.ts';
import type { Answer, Result, Task } from './messages.ts';
import { BLOCK, TICKS } from './pool.ts';
import { fuzz, FRAMES_A_BLOCK } from './run.ts';

const WARM_PART = 10;
/** Far more than what compiled code and counters add, far less than ten bytes for each of a million frames. */
const GROWTH_BYTES_MOST = 8 * 1024 * 1024;

const progress = workerData as Int32Array;

function getsOn(block: number): void {
  Atomics.store(progress, BLOCK, block);
  Atomics.add(progress, TICKS, 1);
}

/** Of this thread, after a collection: objects, and the buffers that they keep. */
function bytesInUse(): number {
  if (globalThis.gc === undefined) throw new Error('memory cannot be measured without --expose-gc');
  // A buffer is freed after the object that held it was swept.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function run({ protocol, seed, frames, block, loads }: Task): Result {
  const startMs = performance.now();
  let early = 0;
  const warmAt = Math.ceil(frames / FRAMES_A_BLOCK / WARM_PART);
  const onBlock = (at: number): void => {
    if (at === warmAt || at === block) early = bytesInUse();
    getsOn(at);
  };
  const outcome = fuzz({ protocol, seed, frames, ...(block === undefined ? {} : { block }), onBlock });
  const late = bytesInUse();
  if (early === 0) throw new RangeError(`${frames} frames are too few to see memory grow`);
  if (late - early > GROWTH_BYTES_MOST)
    throw new Error(`${protocol}: ${late - early} bytes more in use at the end than after the first tenth`);
  const captures: Result['captures'] = {};
  if (loads > 0 && encoderOf(protocol))
    for (const errorClass of CAPTURE_CASES)
      captures[errorClass] = weigh({ protocol, errorClass, seed, loads, onLoad: () => getsOn(-1) });
  return { outcome, captures, tookMs: performance.now() - startMs, memoryBytes: { early, late } };
}

function answerTo(task: Task): Answer {
  try {
    return { ok: true, result: run(task) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `\n${error.cause.stack ?? ''}` : '';
    return { ok: false, problem: (error instanceof Error ? error.message : String(error)) + cause };
  }
}

parentPort?.on('message', (task) => parentPort?.postMessage(answerTo(task as Task)));
