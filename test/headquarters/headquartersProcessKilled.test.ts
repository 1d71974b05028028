// The reference headquarters as a process, killed with SIGKILL again and again while a backlog comes in: nothing lost,
// nothing twice.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLinkStore } from '../../agent/headquarters/store/sqliteLinkStore.ts';
import type { StockReport } from '../../agent/headquarters/desk/stockReport.ts';
import { openAedes, type TestBroker } from './brokers.ts';
import { openLinkRig, type LinkRig, TOPIC, until } from './linkRig.ts';

const MAIN = join(import.meta.dirname, '../../agent/main.ts');
const run = promisify(execFile);
const ROUNDS = 4;

let rig: LinkRig;
let broker: TestBroker;
let child: ChildProcess | undefined;

beforeEach(async () => {
  broker = await openAedes();
  rig = openLinkRig();
});

afterEach(async () => {
  await kill();
  await rig.close();
  await broker.close();
});

const headquarters = (...args: string[]): string[] => ['--import', 'tsx', MAIN, 'headquarters', ...args];

async function start(dir: string): Promise<void> {
  const started = spawn(process.execPath, headquarters('run', '--dir', dir, '--broker', broker.url), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  await new Promise<void>((resolve, reject) => {
    started.stdout.on('data', (chunk: Buffer) => chunk.toString().startsWith('ready') && resolve());
    started.on('exit', () => reject(new Error('headquarters ended before it was ready')));
  });
}

async function kill(): Promise<void> {
  const dying = child;
  child = undefined;
  if (!dying || dying.exitCode !== null) return;
  const gone = new Promise((resolve) => dying.once('exit', resolve));
  dying.kill('SIGKILL');
  await gone;
}

it('holds exactly the base’s entries in the end', { timeout: 90_000 }, async () => {
  const dir = join(rig.dir, 'headquarters');
  openLinkStore(join(dir, 'headquarters.sqlite')).close();
  await run(
    process.execPath,
    headquarters('enrol', '--dir', dir, '--keys', join(rig.dir, 'base', 'base-keys.json'), '--topic', TOPIC),
  );
  const link = rig.openLink(broker.url, { maxMessageBytes: 25_000 });
  for (let round = 0; round < ROUNDS; round += 1) {
    await start(dir);
    rig.record(1_500, { together: true, text: String(Math.random()) });
    const before = rig.ledger.cursor().seq;
    await until(
      () => rig.ledger.cursor().seq > before,
      () => link.view(),
    );
    await kill();
  }
  await start(dir);
  await until(
    () => rig.ledger.cursor().seq === rig.ledger.head().seq,
    () => link.view(),
    20_000,
  );
  const { stdout } = await run(process.execPath, headquarters('report', '--dir', dir, '--json'));
  const { seq, hash } = rig.ledger.head();
  expect(JSON.parse(stdout) as StockReport).toMatchObject({
    applied: ROUNDS * 1_500 + 1,
    seq,
    headHash: hash,
    rejected: 0,
    refused: 0,
  });
});
