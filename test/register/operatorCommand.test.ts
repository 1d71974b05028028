// `hakari operator` on a real data folder: the first operator comes from the command line, the entry is in the ledger,
// and nothing is done on a wrong call or while somebody else holds the folder.
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { CliIo } from '../../agent/commands/cliCommand.ts';
import { runOperatorCommand } from '../../agent/commands/operatorCommand.ts';
import { openBeganStore } from '../stations/beganStore.ts';
import { createSystemRandom, createSystemClock } from '../../agent/runtime/systemClock.ts';
import { readSiteFileOrPrintErrors } from '../../agent/commands/siteFileInput.ts';
import { SITE } from '../config/models.ts';

function folder(): { site: string; data: string } {
  const dir = mkdtempSync(join(tmpdir(), 'hakari-operator-'));
  const site = join(dir, 'site.yaml');
  writeFileSync(site, SITE);
  return { site, data: join(dir, 'data') };
}

async function call(args: string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const io: CliIo = {
    stdin: Readable.from(input === '' ? [] : [input]),
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    mainPath: '',
    stop: new AbortController().signal,
  };
  return { code: await runOperatorCommand(args, io), out: out.join('\n'), err: err.join('\n') };
}

function openBase(site: string, data: string): ReturnType<typeof openBeganStore> {
  const read = readSiteFileOrPrintErrors(site, data, { err: () => undefined });
  if (!read) throw new Error('site file has faults');
  return openBeganStore({
    site: read.site,
    software: 'test',
    clock: createSystemClock(),
    random: createSystemRandom(),
  });
}

test('add, list, change, remove', async () => {
  const { site, data } = folder();
  await (await openBase(site, data)).close();
  const who = [
    '--site',
    site,
    '--data',
    data,
    '--id',
    'aiko',
    '--name',
    '佐藤 愛子',
    '--roles',
    'operator,supervisor',
    '--badge',
    'B-1001',
  ];
  expect(await call(['add', ...who], '4711\n')).toMatchObject({ code: 0, out: 'Recorded.', err: '' });
  expect((await call(['list', '--site', site, '--data', data])).out).toBe(
    'aiko\toperator,supervisor\tB-1001\t佐藤 愛子\t0\tactive',
  );

  const store = await openBase(site, data);
  const entries = store.ledger.entriesAfter(0, { limit: 100, maxBytes: 1e6 }).map(({ entry }) => entry);
  expect(entries.filter((entry) => entry.kind === 'register-changed').map((entry) => entry.body)).toEqual([
    {
      change: {
        kind: 'operator-put',
        operator: 'aiko',
        name: '佐藤 愛子',
        roles: ['operator', 'supervisor'],
        badge: 'B-1001',
      },
      operator: null,
      approvedBy: null,
    },
    {
      change: { kind: 'pin-set', operator: 'aiko', pin: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
      operator: null,
      approvedBy: null,
    },
  ]);
  expect((await store.register.signIn({ badge: 'B-1001', pin: '4711' })).kind).toBe('signed-in');
  // While the agent holds the folder the command says so and changes nothing.
  expect(await call(['remove', '--site', site, '--data', data, '--id', 'aiko'])).toEqual({
    code: 2,
    out: '',
    err: `Another agent is using this folder. Stop it first. (${data})`,
  });
  await store.close();

  expect(await call(['remove', '--site', site, '--data', data, '--id', 'aiko'])).toMatchObject({ code: 0 });
  expect(await call(['remove', '--site', site, '--data', data, '--id', 'aiko'])).toMatchObject({
    code: 1,
    err: 'There is no operator aiko.',
  });
});

test.each([
  ['nothing', [], /say add, remove, pin, lock, unlock or list/],
  ['unknown option', ['add', '--pin', '1'], /Unknown option '--pin'/],
  ['no site', ['add'], /--site is missing/],
  ['no badge', ['add', '--site', 'SITE', '--id', 'a', '--name', 'n', '--roles', 'operator'], /are needed/],
  [
    'no PIN',
    ['add', '--site', 'SITE', '--id', 'a', '--name', 'n', '--roles', 'operator', '--badge', 'b'],
    /the PIN is missing/,
  ],
])('wrong call: %s', async (_name, args, reason) => {
  const { site, data } = folder();
  const outcome = await call([...args.map((arg) => (arg === 'SITE' ? site : arg)), '--data', data]);
  expect(outcome).toMatchObject({ code: 2, out: '' });
  expect(outcome.err).toMatch(reason);
  expect(existsSync(data)).toBe(false);
});
