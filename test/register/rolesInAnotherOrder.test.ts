// The first operator is put in with the roles in an order of one's own: what the agent itself wrote it must read again.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, expect, it } from 'vitest';
import { runOperatorCommand } from '../../agent/commands/operatorCommand.ts';
import { readSiteFileOrPrintErrors } from '../../agent/commands/siteFileInput.ts';
import { createSystemClock, createSystemRandom } from '../../agent/runtime/systemClock.ts';
import { SITE } from '../config/models.ts';
import { openBeganStore } from '../stations/beganStore.ts';

const dir = mkdtempSync(join(tmpdir(), 'hakari-roles-'));
const at = ['--site', join(dir, 'site.yaml'), '--data', join(dir, 'data')];
const out: string[] = [];

function call(args: string[], input: string[] = []): Promise<number> {
  out.length = 0;
  return runOperatorCommand(args, {
    stdin: Readable.from(input),
    out: (line) => void out.push(line),
    err: () => undefined,
    mainPath: '',
    stop: new AbortController().signal,
  });
}

beforeAll(async () => {
  writeFileSync(join(dir, 'site.yaml'), SITE);
  const read = readSiteFileOrPrintErrors(join(dir, 'site.yaml'), join(dir, 'data'), { err: () => undefined });
  if (!read) throw new Error('site file has faults');
  const machine = { clock: createSystemClock(), random: createSystemRandom() };
  await (await openBeganStore({ site: read.site, software: 'test', ...machine })).close();
  const ann = ['--id', 'ann', '--name', 'Ann', '--badge', 'B-1', '--roles', 'supervisor,operator'];
  expect(await call(['add', ...at, ...ann], ['4711\n'])).toBe(0);
  expect(out).toEqual(['Recorded.']);
});

it('opens the register again whatever the order in which roles were given', async () => {
  const code = await call(['list', ...at]).catch((error: unknown) => String(error));
  expect([code, out]).toEqual([0, [expect.stringMatching(/^ann\t(operator,supervisor|supervisor,operator)\tB-1\t/)]]);
});
