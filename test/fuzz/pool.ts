// Shares tasks among worker threads and notices one that gets on with nothing: a codec that never returns cannot say so
// itself. Knows no codec and no task.
import type { Worker } from 'node:worker_threads';

/** Cells that a worker writes while it works and the pool reads. */
export const TICKS = 0;
/** The block that it works on; -1: none. */
export const BLOCK = 1;
const CELLS = 2;

export interface Pool<Task, Answer> {
  /** Emptied from the front. */
  tasks: Task[];
  workers: number;
  start: (progress: Int32Array) => Worker;
  took: (answer: Answer) => void;
  /** A task without an answer: its worker hung or died, and another one goes on with the next task. */
  lost: (task: Task, how: string, block: number) => void;
  /**
   * A worker hangs if so many looks in a row find it where it was. Looks, not hours: a machine that sleeps does not
   * look.
   */
  looks: { everyMs: number; most: number };
}

type Ending<Answer> = { answer: Answer } | { how: string };

export async function runAll<Task, Answer>(pool: Pool<Task, Answer>): Promise<void> {
  await Promise.all(Array.from({ length: Math.min(pool.workers, pool.tasks.length) }, () => workThrough(pool)));
}

async function workThrough<Task, Answer>(pool: Pool<Task, Answer>): Promise<void> {
  let worker: Worker | null = null;
  let progress: Int32Array = new Int32Array(0);
  for (let task = pool.tasks.shift(); task !== undefined; task = pool.tasks.shift()) {
    if (worker === null) {
      progress = new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT)).fill(-1);
      worker = pool.start(progress);
    }
    const ending: Ending<Answer> = await ask<Answer>(worker, task, { progress, looks: pool.looks });
    if ('answer' in ending) {
      pool.took(ending.answer);
      continue;
    }
    await worker.terminate();
    worker = null;
    pool.lost(task, ending.how, Atomics.load(progress, BLOCK));
  }
  await worker?.terminate();
}

function ask<Answer>(
  worker: Worker,
  task: unknown,
  { progress, looks }: { progress: Int32Array; looks: Pool<never, never>['looks'] },
): Promise<Ending<Answer>> {
  return new Promise((resolve) => {
    let ticks = -1;
    let still = 0;
    const watch = setInterval(() => {
      const now = Atomics.load(progress, TICKS);
      still = now === ticks ? still + 1 : 0;
      ticks = now;
      if (still >= looks.most) end({ how: `it hangs: nothing was done for ${(looks.most * looks.everyMs) / 1_000} s` });
    }, looks.everyMs);
    const answered = (answer: unknown): void => end({ answer: answer as Answer });
    const failed = (error: unknown): void => end({ how: `its worker failed: ${String(error)}` });
    const ended = (code: number): void => end({ how: `its worker ended with ${code}` });
    const end = (ending: Ending<Answer>): void => {
      clearInterval(watch);
      worker.off('message', answered).off('error', failed).off('exit', ended);
      resolve(ending);
    };
    worker.on('message', answered).on('error', failed).on('exit', ended);
    worker.postMessage(task);
  });
}
