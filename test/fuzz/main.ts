// `npm run fuzz -- [FRAMES] [--codec NAME]… [--seed SEED] [--block BLOCK] [--table]`: damages FRAMES frames of every codec and
// asserts what a codec promises. Two processes share the codecs. Prints the seed; exit code 1 if a promise was broken.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { allCodecs } from './corpus.ts';
import type { Answer, Result, Task } from './messages.ts';
import { INDEPENDENT } from './mutate.ts';
import { TABLE_PATH, tablePage } from './table.ts';
import { workOf } from './work.ts';

const PROCESSES = 2;
const FRAMES = 1_000_000;
/** The page of the manual is the same whenever and wherever it is made. */
const TABLE_SEED = 20_240_401;
/** Together about a million damaged frames a codec. */
const TABLE_LOADS = 3_500;
/** Loads of a run without a table. */
const LOADS = 200;

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

function readCall(): Call {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { codec: { type: 'string', multiple: true }, seed: { type: 'string' }, block: { type: 'string' }, table: { type: 'boolean', default: false } },
  });
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

/** One process works through the tasks until none is left. */
function work(child: ChildProcess, tasks: Task[], took: (answer: Answer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const task = tasks.shift();
      if (task) child.send(task);
      else child.disconnect();
    };
    child.on('message', (answer) => {
      took(answer as Answer);
      next();
    });
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`a process of the fuzzer ended with ${code ?? 'a signal'}`));
    });
    next();
  });
}

function print({ outcome, captures, cpuMs, heapBytes }: Result): void {
  const wrong = INDEPENDENT.reduce((sum, name) => sum + (captures[name]?.wrong ?? 0) + (captures[name]?.again ?? 0), 0);
  const weighed = Object.keys(captures).length > 0 ? `, captured wrong ${wrong}` : '';
  const growth = Math.round((heapBytes.late - heapBytes.early) / 1024);
  say(`${outcome.protocol.padEnd(24)} ${String(outcome.frames).padStart(9)} frames ${(cpuMs / 1_000).toFixed(1).padStart(6)} s  held ${outcome.heldMost}, heap ${growth >= 0 ? '+' : ''}${growth} kB${weighed}`);
}

async function main(): Promise<number> {
  const { frames, codecs, seed, block, writesTable } = readCall();
  const loads = block === undefined ? (writesTable ? TABLE_LOADS : LOADS) : 0;
  say(`seed ${seed}, ${frames} damaged frames a codec, ${codecs.length} codecs`);
  const results: Result[] = [];
  const problems: string[] = [];
  const startMs = performance.now();
  const took = (answer: Answer): void => {
    if (answer.ok) {
      results.push(answer.result);
      print(answer.result);
      const left = INDEPENDENT.filter((name) => (answer.result.captures[name]?.wrong ?? 0) + (answer.result.captures[name]?.again ?? 0) > 0);
      if (left.length > 0) problems.push(`${answer.result.outcome.protocol}: the capture rules let a wrong weight through: ${left.join(', ')}; --codec ${answer.result.outcome.protocol} --seed ${seed}`);
    } else problems.push(answer.problem);
  };
  const tasks = codecs.map((protocol): Task => ({ protocol, seed, frames, loads, ...(block === undefined ? {} : { block }) }));
  const path = new URL('workerProcess.js', import.meta.url).pathname;
  const children = Array.from({ length: Math.min(PROCESSES, tasks.length) }, () => fork(path, { execArgv: ['--expose-gc', '--enable-source-maps'] }));
  await Promise.all(children.map((child) => work(child, tasks, took)));
  problems.push(...(block === undefined ? await workOf(codecs) : []));
  say(`${results.length} codecs, ${Math.round((performance.now() - startMs) / 1_000)} s`);
  if (writesTable && problems.length === 0) writeFileSync(TABLE_PATH, tablePage(results, { seed, frames, loads }));
  for (const problem of problems) say(`BROKEN ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
