// One process of the fuzzer: takes a task, runs it, answers, takes the next. Started by main.ts with an IPC channel and --expose-gc.
import { allCodecs } from './corpus.ts';
import { CAPTURE_CASES, weigh } from './capture.ts';
import type { Answer, Result, Task } from './messages.ts';
import { fuzz } from './run.ts';
import { encoderOf } from './corpus.ts';

const WARM_PART = 10;
/** Far more than what compiled code and counters add, far less than a byte for each frame. */
const HEAP_GROWTH_MOST = 8 * 1024 * 1024;

function heapInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function run({ protocol, seed, frames, block, loads }: Task): Result {
  const startMicros = process.cpuUsage().user;
  if (block === undefined) fuzz({ protocol, seed, frames: Math.ceil(frames / WARM_PART) });
  const early = heapInUse();
  const outcome = fuzz({ protocol, seed, frames, ...(block === undefined ? {} : { block }) });
  const late = heapInUse();
  if (late - early > HEAP_GROWTH_MOST) throw new Error(`${protocol}: ${late - early} bytes more in use at the end than after the first tenth`);
  const captures: Result['captures'] = {};
  if (loads > 0 && encoderOf(protocol)) for (const errorClass of CAPTURE_CASES) captures[errorClass] = weigh({ protocol, errorClass, seed, loads });
  return { outcome, captures, cpuMs: (process.cpuUsage().user - startMicros) / 1_000, heapBytes: { early, late } };
}

function answerTo(task: Task): Answer {
  try {
    if (!Object.hasOwn(allCodecs(), task.protocol)) throw new RangeError(`there is no codec ${task.protocol}`);
    return { ok: true, result: run(task) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `\n${error.cause.stack ?? ''}` : '';
    return { ok: false, protocol: task.protocol, problem: (error instanceof Error ? error.message : String(error)) + cause };
  }
}

process.on('message', (task) => process.send?.(answerTo(task as Task)));
