// The site file names headquarters' public keys, and nobody has them: the check finds no fault, and no page says where
// the file comes from.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCheckCommand } from '../../agent/commands/checkCommand.ts';
import { runAgentCommand } from '../../agent/commands/runCommand.ts';
import { ROOT } from '../sourceTree.ts';
import { called } from './calls.ts';

let folder = '';
let site = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-no-keys-'));
  site = join(folder, 'site.yaml');
  cpSync(join(ROOT, 'config/sites/example.yaml'), site);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('run ends for want of the file', async () => {
  const { code, err } = await called(runAgentCommand, ['--site', site]);
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('headquarters.json') as string });
});

it.fails('check says that the file is not there', async () => {
  const { out, err } = await called(runCheckCommand, ['--site', site]);
  expect([...out, err].join('\n')).toContain('headquarters.json');
});

it('README or manual say how headquarters makes it', () => {
  const manual = join(ROOT, 'agent/manual');
  const pages = readdirSync(manual).filter((name) => name.endsWith('.md'));
  const texts = [join(ROOT, 'README.md'), ...pages.map((name) => join(manual, name))];
  expect(texts.map((path) => readFileSync(path, 'utf8')).join('\n')).toContain('headquarters.json');
});
