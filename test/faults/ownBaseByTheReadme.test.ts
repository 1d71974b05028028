// Somebody makes a base as the README says, command by command: the last one, which should run it, ends with an error.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../sourceTree.ts';
import { MAIN } from '../simulators/demoProcess.ts';

let folder = '';
let commands: string[] = [];
let ended: { code: number | null; ready: boolean; err: string };

/** The commands of the README's chapter, one a line. */
function commandsOfTheReadme(): string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const chapter = readme.slice(readme.indexOf('## A base of your own'));
  return (/```\n([^`]+)```/.exec(chapter)?.[1] ?? '').trim().split('\n');
}

/** In a folder that has what the README's folder has; ends when the agent is ready, or by itself. */
function followed(): Promise<typeof ended> {
  const hakari = `hakari() { "${process.execPath}" "${MAIN}" "$@"; }`;
  // The last one stands in the place of the shell, so that ending it ends everything.
  const last = (commands.at(-1) ?? '').replace(/^hakari /, `exec "${process.execPath}" "${MAIN}" `);
  const script = ['set -e', hakari, ...commands.slice(0, -1), last].join('\n');
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let [err, ready] = ['', false];
    child.stdout.on('data', (chunk: Buffer) => {
      if (!/^ready /m.test(chunk.toString())) return;
      ready = true;
      child.kill('SIGTERM');
    });
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('close', (code) => resolve({ code, ready, err }));
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-readme-'));
  symlinkSync(join(ROOT, 'config'), join(folder, 'config'));
  const example = readFileSync(join(ROOT, 'config/sites/example.yaml'), 'utf8');
  // Another program may have the example's port.
  writeFileSync(join(folder, 'SITE.yaml'), example.replace('port: 8080', 'port: 0'));
  commands = commandsOfTheReadme();
  ended = await followed();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('every command but the last has done its work', () => {
  expect(commands.at(-1)).toMatch(/^hakari run /);
  expect(existsSync(join(folder, 'DIR'))).toBe(true);
  expect(existsSync(join(folder, 'DIR', 'ledger.sqlite'))).toBe(true);
});

it.fails('the last one runs the base', () => {
  expect(ended).toMatchObject({ ready: true });
});
