// A base is backed up while it works, and comes back from the one file: verified, under the recovery key only, in a new epoch
// that began before anything could be recorded.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliCommand } from '../../agent/commands/cliCommand.ts';
import { runBackupCommand } from '../../agent/commands/backupCommand.ts';
import { runInitCommand } from '../../agent/commands/initCommand.ts';
import { runRecoveryKeyCommand } from '../../agent/commands/recoveryKeyCommand.ts';
import { runRestoreCommand } from '../../agent/commands/restoreCommand.ts';
import { runAgentCommand } from '../../agent/commands/runCommand.ts';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import { makeRecoveryKey } from '../../agent/archive/recoveryKey.ts';
import { openSealedArchive } from '../../agent/archive/sealedArchive.ts';
import { loadSiteFile, type SiteConfig } from '../../config/siteConfig.ts';
import { isBaseBackupFile } from '../../agent/services/baseBackup.ts';
import { noteBeginning } from '../../agent/services/baseBeginning.ts';
import { beginRestoredEpoch } from '../../agent/services/baseStore.ts';
import { MODELS } from '../stations/base.ts';
import { addEpoch } from '../../agent/ledger/epochBeginning.ts';
import { createSystemClock, createSystemRandom } from '../../agent/runtime/systemClock.ts';
import { called, type Called } from './calls.ts';
import { writeSmallSite } from './smallSite.ts';

let folder = '';
let site = '';
let key = '';
let backup = '';
let made = 0;
const newFolder = (): string => join(folder, `data-${(made += 1)}`);
const STOPPED = AbortSignal.abort();
const SECRET = /AGE-SECRET-KEY-[0-9A-Z]+/;

const on = (command: CliCommand, data: string, ...args: string[]): Promise<Called> =>
  called(command, ['--site', site, '--data', data, ...args], STOPPED);
const restore = (data: string, ...args: string[]): Promise<Called> => on(runRestoreCommand, data, ...args);
const verify = (data: string): Promise<Called> => called(runVerifyCommand, ['--data', data, '--json']);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-backup-'));
  site = writeSmallSite(folder);
  key = join(folder, 'stick', 'recovery.txt');
  mkdirSync(join(folder, 'stick'));
  const data = join(folder, 'data');
  expect(await on(runInitCommand, data, '--recovery-key', key)).toMatchObject({ code: 0, err: '' });
  expect(await on(runAgentCommand, data)).toMatchObject({ code: 0 });
  backup = join(folder, 'stick', 'backup.age');
  expect(await on(runBackupCommand, data, '--to', backup)).toMatchObject({ code: 0, err: '' });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Verified {
  ok: boolean;
  epochs: { epoch: string; entries: number; headHash: string }[];
}
async function verified(data: string): Promise<Verified> {
  const { out } = await verify(data);
  return JSON.parse(out.join('')) as Verified;
}

it('a base comes back with the same entries, in a new epoch that names the old one', async () => {
  const data = newFolder();
  const before = await verified(join(folder, 'data'));
  expect(await restore(data, '--from', backup, '--key', key)).toMatchObject({ code: 0, err: '' });
  const after = await verified(data);
  expect(after).toMatchObject({ ok: true, epochs: [before.epochs[0], { entries: 1 }] });
  expect(await on(runAgentCommand, data)).toMatchObject({ code: 0 });
  expect(readdirSync(data).filter((name) => /pending|staging|backup/.test(name))).toEqual([]);
  // The same recovery key goes on; nothing of it but the public half is in the folder.
  expect(readFileSync(join(data, 'recovery-recipient.txt'), 'utf8')).toMatch(/^age1/m);
});

it('init prints the private half of the recovery key once where it gets no file, and no file holds it', async () => {
  const data = newFolder();
  const { out } = await on(runInitCommand, data);
  const [secret = ''] = SECRET.exec(out.join('\n')) ?? [];
  expect(secret).not.toBe('');
  const holding = readdirSync(data).filter((name) => readFileSync(join(data, name)).includes(secret));
  expect(holding).toEqual([]);
});

it('init writes no key into the data folder, over a file, or beside a named public half, and then begins nothing', async () => {
  const data = newFolder();
  for (const args of [
    ['--recovery-key', join(data, 'recovery.txt')],
    ['--recovery-key', key],
    ['--recovery-key', join(folder, 'new.txt'), '--recipient', (await makeRecoveryKey()).recipient],
    ['--recipient', 'age1nobody'],
  ])
    expect(await on(runInitCommand, data, ...args)).toMatchObject({ code: 2, out: [] });
  expect(existsSync(data)).toBe(false);
});

describe('a backup is not made', () => {
  it('over a file', async () => {
    const made = await on(runBackupCommand, join(folder, 'data'), '--to', backup);
    expect(made).toMatchObject({ code: 2, err: expect.stringContaining('is there already') as string });
  });

  it('without a recovery key, and says which command makes one', async () => {
    const data = newFolder();
    cpSync(join(folder, 'data'), data, { recursive: true });
    rmSync(join(data, 'recovery-recipient.txt'));
    const refused = await on(runBackupCommand, data, '--to', join(folder, 'none.age'));
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('hakari recovery-key') as string });
    expect(await on(runRecoveryKeyCommand, data, '--to', join(folder, 'stick', 'other.txt'))).toMatchObject({
      code: 0,
    });
    expect(await on(runBackupCommand, data, '--to', folder)).toMatchObject({ code: 0 });
    expect(readdirSync(folder).filter((name) => /^hakari-demo-\d{8}T\d{6}Z\.tar\.gz\.age$/.test(name))).toHaveLength(1);
  });

  it('where there is no base, or onto a disk that is not there; and nothing is left behind', async () => {
    expect(
      await on(runBackupCommand, newFolder(), '--to', join(folder, 'x.age'), '--recipient', await other()),
    ).toMatchObject({
      code: 2,
      err: expect.stringContaining('hakari init') as string,
    });
    const data = join(folder, 'data');
    expect(await on(runBackupCommand, data, '--to', join(folder, 'none', 'x.age'))).toMatchObject({ code: 2 });
    expect(await on(runBackupCommand, data, '--to', '/dev/full/x.age')).toMatchObject({ code: 2 });
    expect(readdirSync(data).filter((name) => name.includes('staging'))).toEqual([]);
  });
});

const other = async (): Promise<string> => (await makeRecoveryKey()).recipient;

describe('a backup is not put back', () => {
  it.each([
    ['into a folder that holds a base', () => join(folder, 'data'), () => backup, () => key, 'holds a base already'],
    ['under another key', newFolder, () => backup, otherKeyFile, 'does not open'],
    ['under a file that is no key', newFolder, () => backup, () => site, 'no private recovery key'],
    [
      'when the archive is cut short',
      newFolder,
      () => damaged((bytes) => bytes.subarray(0, -100)),
      () => key,
      'damaged',
    ],
    ['when the archive was changed', newFolder, () => damaged(flipped), () => key, 'damaged'],
    ['when it is no archive', newFolder, () => site, () => key, 'damaged'],
    ['when it is not there', newFolder, () => join(folder, 'none.age'), () => key, 'not there'],
  ])('%s, and the folder stays as it was', async (_why, into, from, under, says) => {
    const data = into();
    const held = existsSync(data) ? readdirSync(data) : ['restore.pending'];
    const refused = await restore(data, '--from', from(), '--key', await under());
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(says) as string });
    expect(readdirSync(data)).toEqual(held);
    // The same call with the right file goes on.
    if (held.length === 1) expect(await restore(data, '--from', backup, '--key', key)).toMatchObject({ code: 0 });
  });

  it('when it is that of another base', async () => {
    const elsewhere = writeSmallSite(join(folder, 'elsewhere'), { base: 'other' });
    const args = ['--site', elsewhere, '--from', backup, '--key', key];
    expect(await called(runRestoreCommand, args)).toMatchObject({
      code: 2,
      err: expect.stringContaining('other') as string,
    });
    expect(readdirSync(join(folder, 'elsewhere', 'data'))).toEqual(['restore.pending']);
  });

  it('when its ledger is not sound, unless that is accepted; a backup of it is made and says so', async () => {
    const data = newFolder();
    cpSync(join(folder, 'data'), data, { recursive: true });
    const database = new Database(join(data, 'ledger.sqlite'));
    database.exec(
      `DROP TRIGGER ${String(database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().get())}`,
    );
    database.close();
    const file = join(folder, 'unsound.age');
    expect(await on(runBackupCommand, data, '--to', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('NOT in order') as string,
    });
    const into = newFolder();
    expect(await restore(into, '--from', file, '--key', key)).toMatchObject({ code: 1 });
    expect(await on(runAgentCommand, into)).toMatchObject({
      code: 2,
      err: expect.stringContaining('hakari restore') as string,
    });
  });
});

async function otherKeyFile(): Promise<string> {
  const file = join(folder, `key-${(made += 1)}.txt`);
  writeFileSync(file, `# of another base\n${(await makeRecoveryKey()).identity}\n`);
  return file;
}
function damaged(change: (bytes: Buffer) => Buffer): string {
  const file = join(folder, `damaged-${(made += 1)}.age`);
  writeFileSync(file, change(readFileSync(backup)));
  return file;
}
function flipped(bytes: Buffer): Buffer {
  const at = Math.floor(bytes.length * 0.7);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes;
}

describe('a backup that is unpacked by hand', () => {
  it('records nothing, verifies, and becomes a base by `hakari restore`', async () => {
    const data = await unpackedByHand();
    expect(await on(runAgentCommand, data)).toMatchObject({
      code: 2,
      err: expect.stringContaining('hakari restore') as string,
    });
    expect(await verified(data)).toMatchObject({ ok: true });
    expect(await restore(data)).toMatchObject({ code: 0 });
    expect((await verified(data)).epochs).toHaveLength(2);
  });

  it('is opened by the standard tools alone', async ({ skip }) => {
    if (spawnSync('age', ['--version']).error) skip('age is not installed (Debian: apt-get install age)');
    const data = newFolder();
    mkdirSync(data);
    execFileSync('sh', ['-c', `age -d -i "${key}" "${backup}" | tar xz -C "${data}"`]);
    expect(await restore(data)).toMatchObject({ code: 0 });
  });
});

/** As `age -d | tar xz` leaves it: with the manifest, and the ledger marked. */
async function unpackedByHand(into = newFolder()): Promise<string> {
  const identities = [SECRET.exec(readFileSync(key, 'utf8'))?.[0] ?? ''];
  await openSealedArchive(backup, { identities, into, isKnown: isBaseBackupFile });
  return into;
}

const loaded = (data: string): SiteConfig => {
  const read = loadSiteFile(site, { models: MODELS, data });
  if (read.kind === 'faulty') throw new Error(JSON.stringify(read.errors));
  return read.site;
};

describe('a restore that was interrupted', () => {
  const noted = (data: string): Promise<void> => {
    noteBeginning(data, 'restore', { isUnpacked: true });
    return Promise.resolve();
  };
  const states: [string, (data: string) => Promise<void>][] = [
    ['before anything', noted],
    [
      'while unpacking',
      async (data) => {
        await noted(data);
        await unpackedByHand(join(data, 'restore.staging'));
        rmSync(join(data, 'restore.staging', 'ledger.sqlite'));
      },
    ],
    [
      'while moving the files',
      async (data) => {
        await noted(data);
        await unpackedByHand(data);
        rmSync(join(data, 'ledger.sqlite'));
      },
    ],
    [
      'before its epoch began',
      async (data) => {
        await unpackedByHand(data);
        await noted(data);
      },
    ],
    [
      'after its epoch was added',
      async (data) => {
        await unpackedByHand(data);
        await noted(data);
        addEpoch(data, createSystemRandom(), { isBackup: true });
      },
    ],
    [
      'after its epoch was opened',
      async (data) => {
        await unpackedByHand(data);
        await noted(data);
        const parts = { clock: createSystemClock(), random: createSystemRandom() };
        await (await beginRestoredEpoch({ site: loaded(data), software: 'test', ...parts })).close();
      },
    ],
  ];
  it.each(states)(
    '%s goes on with the same call, in one new epoch; until then nothing else starts',
    async (_when, until) => {
      const data = newFolder();
      await until(data);
      for (const command of [runAgentCommand, runInitCommand])
        expect(await on(command, data)).toMatchObject({
          code: 2,
          err: expect.stringMatching(/restore|holds a base/) as string,
        });
      expect(await restore(data, '--from', backup, '--key', key)).toMatchObject({ code: 0, err: '' });
      expect(await verified(data)).toMatchObject({ ok: true, epochs: [{}, { entries: 1 }] });
      expect(readdirSync(data).filter((name) => /pending|staging/.test(name))).toEqual([]);
    },
  );
});

it('a lost site file comes back with the base', async () => {
  const text = readFileSync(site, 'utf8');
  const again = join(folder, 'again');
  mkdirSync(again);
  const path = join(again, 'site.yaml');
  const back = await called(runRestoreCommand, ['--site', path, '--from', backup, '--key', key]);
  expect(back).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(await verified(join(again, 'data'))).toMatchObject({ ok: true });
});

it('a key file of the recovery key is never written over', async () => {
  const identity = readFileSync(key, 'utf8');
  expect(await on(runRecoveryKeyCommand, join(folder, 'data'), '--to', key)).toMatchObject({ code: 2 });
  expect(readFileSync(key, 'utf8')).toBe(identity);
  expect(identity).toMatch(SECRET);
});
