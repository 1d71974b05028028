// The demo ends without a word: by SIGKILL, or because one of its processes dies. Nothing it started goes on running.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { leftOver, MAIN } from './demoProcess.ts';

const TEST_LIMIT_MS = 120_000;
const GONE_LIMIT_MS = 20_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-demo-killed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function started(): Promise<ChildProcessWithoutNullStreams> {
  const demo = spawn(process.execPath, [MAIN, 'demo', '--once', '--data', join(folder, 'data')], { stdio: 'pipe' });
  for await (const line of createInterface({ input: demo.stdout }))
    if (line.startsWith('Headquarters announced')) break;
  return demo;
}

test('killed outright, it leaves no process behind', { timeout: TEST_LIMIT_MS }, async () => {
  const demo = await started();
  expect((await leftOver(folder)).length).toBeGreaterThanOrEqual(4);
  demo.kill('SIGKILL');
  await vi.waitFor(async () => expect(await leftOver(folder)).toEqual([]), { timeout: GONE_LIMIT_MS, interval: 200 });
});

test('when headquarters dies the demo says so, fails, and ends the others', { timeout: TEST_LIMIT_MS }, async () => {
  const demo = await started();
  let words = '';
  demo.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const ended = new Promise((resolve) => demo.once('close', resolve));
  const headquarters = (await leftOver(folder)).find(
    ({ words }) => words.includes('headquarters') && words.includes('run'),
  );
  if (!headquarters) expect.fail('headquarters does not run');
  process.kill(headquarters.pid, 'SIGKILL');
  expect(await ended).toBe(1);
  expect(words).toContain('headquarters ended by itself (SIGKILL)');
  expect(await leftOver(folder)).toEqual([]);
});
