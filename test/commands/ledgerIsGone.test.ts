// The ledger's file is gone, or empty after a power cut, while keys and register say that there was one: the base must not
// begin anew by itself, as if it had never weighed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { runInitCommand } from '../../agent/commands/initCommand.ts';
import { runAgentCommand } from '../../agent/commands/runCommand.ts';
import { runVerificationCommand } from '../../agent/commands/verificationCommand.ts';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import { registerPathsIn } from '../../agent/register/registerFile.ts';
import { called, type Called } from './calls.ts';

interface Worked {
  site: string;
  data: string;
}

const STOPPED = AbortSignal.abort();

/** A base whose register was changed once, so that keys, register and ledger exist. */
async function workedBefore(): Promise<Worked> {
  const folder = mkdtempSync(join(tmpdir(), 'hakari-gone-'));
  const site = join(folder, 'site.yaml');
  writeFileSync(
    site,
    `base: demo
name: { en: Demo base, ja: デモ基地 }
data: ./data
http: { port: 0 }
stations: [{ id: dock-1, name: { en: Dock 1, ja: 第1ドック }, scale: scale-1, checkWeight: { mass: "200", unit: kg } }]
instruments:
  - { id: scale-1, model: and-ad4406, port: { serial: /dev/not-there }, scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }] } }
`,
  );
  const begun = await called(runInitCommand, ['--site', site]);
  if (begun.code !== 0) throw new Error(begun.err);
  const marked = await called(runVerificationCommand, [
    '--site',
    site,
    '--instrument',
    'scale-1',
    '--mark',
    'M',
    '--until',
    '2099-12-31',
  ]);
  if (marked.code !== 0) throw new Error(marked.err);
  return { site, data: join(folder, 'data') };
}

const finish = ({ data }: Worked): void => onTestFinished(() => rmSync(join(data, '..'), { recursive: true }));

/** What a closed ledger has: its log went with the last connection. */
const lose = ({ data }: Worked): void => rmSync(join(data, 'ledger.sqlite'));
const REFUSED = { code: 2, err: expect.stringMatching(/ledger/i) as string };

/** The agent, asked to end as soon as it is ready. */
const started = ({ site }: Worked): Promise<Called> => called(runAgentCommand, ['--site', site], STOPPED);

describe('nothing is lost', () => {
  let worked: Worked;
  beforeAll(async () => {
    worked = await workedBefore();
    return () => rmSync(join(worked.data, '..'), { recursive: true });
  });

  it('the agent starts, and the ledger verifies', async () => {
    expect(await started(worked)).toMatchObject({ code: 0, err: '' });
    expect(await called(runVerifyCommand, ['--data', worked.data])).toMatchObject({ code: 0 });
  });
});

it('the ledger is gone: the agent does not start', async () => {
  const worked = await workedBefore();
  finish(worked);
  lose(worked);
  expect(await started(worked)).toMatchObject(REFUSED);
});

it('the ledger has no byte: the agent does not start', async () => {
  const worked = await workedBefore();
  finish(worked);
  lose(worked);
  writeFileSync(join(worked.data, 'ledger.sqlite'), '');
  expect(await started(worked)).toMatchObject(REFUSED);
});

it('the register’s files are gone, but the ledger tells of their change: the agent does not start', async () => {
  const worked = await workedBefore();
  finish(worked);
  const database = new Database(join(worked.data, 'ledger.sqlite'), { readonly: true });
  const kinds = database.prepare<[], string>("SELECT bytes ->> '$.kind' FROM entries ORDER BY position").pluck().all();
  database.close();
  expect(kinds).toContain('register-changed');
  const { main, lastGood } = registerPathsIn(worked.data);
  for (const file of [main, lastGood]) rmSync(file);
  expect(await started(worked)).toMatchObject({ code: 2, err: expect.stringMatching(/register/i) as string });
});
