// `npm run fuzz -- --help` says how it is called: damages frames of every codec and asserts what a codec promises. Two
// threads share
// the codecs. Prints the seed; exit code 1 if a promise was broken.
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { allCodecs } from './corpus.ts';
import type { Answer, Result, Task } from './messages.ts';
import { INDEPENDENT } from './mutate.ts';
import { runAll } from './pool.ts';
import { FRAMES_A_BLOCK } from './run.ts';
import { TABLE_PATH, tablePage } from './table.ts';

const THREADS = 2;
/** A block takes about a millisecond; a minute without the next one is no slow machine. */
const LOOKS = { everyMs: 1_000, most: 60 };
/** A codec's corpus and counters are some 30 MB. */
const HEAP_MB_MOST = 256;
const FRAMES = 1_000_000;
/** The page of the manual is the same whenever and wherever it is made. */
const TABLE_SEED = 20_240_401;
/** Together about a hundred thousand damaged frames a codec: the page says how many. */
const TABLE_LOADS = 350;
/** Loads of a run without a table. */
const LOADS = 200;

const HELP = `npm run fuzz -- [FRAMES] [options]

Damages FRAMES frames (${FRAMES} unless told) of every codec: built in, or described by a model file. A codec must not throw, hang,
invent or keep bytes, or use more memory as time passes, and no damaged frame may become a recorded weight. Exit code 1: one did.

  --codec NAME    only this codec; may be given several times
  --seed SEED     the same damage again; chosen by chance, and printed, unless told
  --block BLOCK   only this block of ${FRAMES_A_BLOCK} frames, as a failure names it; give codec and seed too
  --table         write the counts of wrong weights to ${TABLE_PATH}, with the seed of that page
  --help          this text

Codecs: ${Object.keys(allCodecs()).join(', ')}
`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Call {
  frames: number;
  codecs: string[];
  seed: number;
  block: number | undefined;
  writesTable: boolean;
}

/** Null: only help is wanted. */
function readCall(): Call | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      codec: { type: 'string', multiple: true },
      seed: { type: 'string' },
      block: { type: 'string' },
      table: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const known = Object.keys(allCodecs());
  const codecs = values.codec ?? known;
  const unknown = codecs.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new RangeError(`there is no codec ${unknown.join(', ')}; known: ${known.join(', ')}`);
  const given = (text: string | undefined, otherwise: number): number => {
    const number = text === undefined ? otherwise : Number(text);
    if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`"${text ?? ''}" is no count`);
    return number;
  };
  return {
    frames: given(positionals[0], FRAMES),
    codecs,
    seed: given(values.seed, values.table ? TABLE_SEED : randomInt(1, 2 ** 31)),
    block: values.block === undefined ? undefined : given(values.block, 0),
    writesTable: values.table,
  };
}

function print({ outcome, captures, tookMs, memoryBytes }: Result): void {
  const wrong = INDEPENDENT.reduce((sum, name) => sum + (captures[name]?.wrong ?? 0) + (captures[name]?.again ?? 0), 0);
  const weighed = Object.keys(captures).length > 0 ? `, captured wrong ${wrong}` : '';
  const growth = Math.round((memoryBytes.late - memoryBytes.early) / 1024);
  say(
    `${outcome.protocol.padEnd(24)} ${String(outcome.frames).padStart(9)} frames ${(tookMs / 1_000).toFixed(1).padStart(6)} s  held ${outcome.heldMost}, memory ${growth >= 0 ? '+' : ''}${growth} kB${weighed}`,
  );
}

function startThread(file: string, progress: Int32Array): Worker {
  return new Worker(new URL(file, import.meta.url), {
    workerData: progress,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MOST },
  });
}

/** What is broken, and what was counted. */
async function run({
  frames,
  codecs,
  seed,
  block,
  writesTable,
}: Call): Promise<{ results: Result[]; problems: string[]; loads: number }> {
  const loads = block === undefined ? (writesTable ? TABLE_LOADS : LOADS) : 0;
  const results: Result[] = [];
  const problems: string[] = [];
  const took = (answer: Answer): void => {
    if (!answer.ok) {
      problems.push(answer.problem);
      return;
    }
    const { outcome, captures } = answer.result;
    results.push(answer.result);
    print(answer.result);
    const left = INDEPENDENT.filter((name) => (captures[name]?.wrong ?? 0) + (captures[name]?.again ?? 0) > 0);
    if (left.length > 0)
      problems.push(
        `${outcome.protocol}: the capture rules let a wrong weight through: ${left.join(', ')}; --codec ${outcome.protocol} --seed ${seed}`,
      );
  };
  await runAll<Task, Answer>({
    tasks: codecs.map((protocol) => ({ protocol, seed, frames, loads, ...(block === undefined ? {} : { block }) })),
    workers: THREADS,
    start: (progress) => startThread('workerProcess.js', progress),
    took,
    lost: ({ protocol }, how, at) =>
      problems.push(
        `${protocol}: ${how}; play it again with: npm run fuzz -- --codec ${protocol} --seed ${seed}${at < 0 ? '' : ` --block ${at}`}`,
      ),
    looks: LOOKS,
  });
  if (block === undefined) {
    await runAll<string[], string[]>({
      tasks: [codecs],
      workers: 1,
      start: (progress) => startThread('workProcess.js', progress),
      took: (found) => problems.push(...found),
      lost: (_, how) => problems.push(`counting work: ${how}`),
      looks: LOOKS,
    });
  }
  return { results, problems, loads };
}

async function main(): Promise<number> {
  const call = readCall();
  if (call === null) {
    process.stdout.write(HELP);
    return 0;
  }
  const { frames, codecs, seed, writesTable } = call;
  say(`seed ${seed}, ${frames} damaged frames a codec, ${codecs.length} codecs`);
  const startMs = performance.now();
  const { results, problems, loads } = await run(call);
  say(`${results.length} codecs, ${Math.round((performance.now() - startMs) / 1_000)} s`);
  if (writesTable && problems.length === 0) writeFileSync(TABLE_PATH, tablePage(results, { seed, frames, loads }));
  for (const problem of problems) say(`BROKEN ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
