// `npm run dev`: builds code and page again when a source changes, and runs the demo again from the new build. It is
// the way of production: the same build, the same processes.
import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../sourceTree.ts';

/** One change is told several times. */
const QUIET_MS = 700;
const BIN = join(ROOT, 'node_modules/.bin');
const DEMO = ['--enable-source-maps', join(ROOT, 'dist/agent/main.js'), 'demo', ...process.argv.slice(2)];

/** The compiler writes dist/.tsbuildinfo when a build is done. The page is no reason: a reload shows the new one. */
const WATCHED = [
  ['dist', /^\.tsbuildinfo$/],
  ['config', /\.yaml$/],
  ['config/models', /\.yaml$/],
] as const;

function start(command: string, args: readonly string[]): ChildProcess {
  return spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
}

let isRestarting = false;
let isEnding = false;

function startDemo(): ChildProcess {
  const child = start(process.execPath, DEMO);
  child.once('exit', () => {
    if (isEnding) process.exit(0);
    if (isRestarting) demo = startDemo();
    isRestarting = false;
  });
  return child;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function restartDemo(): void {
  if (hasEnded(demo)) {
    demo = startDemo();
    return;
  }
  isRestarting = true;
  demo.kill('SIGTERM');
}

const builders = [
  start(join(BIN, 'tsc'), ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput']),
  start(join(BIN, 'vite'), ['build', 'agent/screen', '--watch', '--logLevel', 'warn']),
];
let demo = startDemo();
let quiet: NodeJS.Timeout | undefined;

for (const [folder, files] of WATCHED) {
  watch(join(ROOT, folder), (_, name) => {
    if (!files.test(name ?? '')) return;
    clearTimeout(quiet);
    quiet = setTimeout(restartDemo, QUIET_MS);
  });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    isEnding = true;
    clearTimeout(quiet);
    for (const builder of builders) builder.kill(signal);
    if (hasEnded(demo)) process.exit(0);
    demo.kill(signal);
  });
}
