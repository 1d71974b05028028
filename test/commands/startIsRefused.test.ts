// `hakari run` that cannot start: it says why and what to do, ends with code 2, and has added nothing to the ledger.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runInitCommand } from '../../agent/commands/initCommand.ts';
import { runAgentCommand } from '../../agent/commands/runCommand.ts';
import { runVerificationCommand } from '../../agent/commands/verificationCommand.ts';
import { lockDataFolder } from '../../agent/ledger/folderLock.ts';
import { called } from './calls.ts';

let folder = '';
let site = '';
let data = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-refused-'));
  site = join(folder, 'site.yaml');
  data = join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeSite({ port = 0, extra = '' } = {}): void {
  writeFileSync(
    site,
    `base: demo
name: { en: Demo base, ja: デモ基地 }
data: ./data
http: { port: ${port} }
${extra}
stations: [{ id: dock-1, name: { en: Dock 1, ja: 第1ドック }, scale: scale-1, checkWeight: { mass: "200", unit: kg } }]
instruments:
  - { id: scale-1, model: and-ad4406, port: { serial: /dev/not-there }, scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }] } }
`,
  );
}

/** A base that has worked before: its epoch is open and one change is recorded. */
async function workedBefore(): Promise<void> {
  writeSite();
  expect(await called(runInitCommand, ['--site', site])).toMatchObject({ code: 0 });
  expect(
    await called(runVerificationCommand, [
      '--site',
      site,
      '--instrument',
      'scale-1',
      '--mark',
      'M',
      '--until',
      '2099-12-31',
    ]),
  ).toMatchObject({ code: 0 });
}

function entries(): number {
  const database = new Database(join(data, 'ledger.sqlite'), { readonly: true });
  const count = database.prepare<[], number>('SELECT count(*) FROM entries').pluck().get();
  database.close();
  return count ?? -1;
}

it('because another program has the address', async () => {
  await workedBefore();
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  writeSite({ port: (other.address() as AddressInfo).port });
  const before = entries();
  const { code, err } = await called(runAgentCommand, ['--site', site]);
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining('change http.port in the site file') as string,
  });
  expect(entries()).toBe(before);
  other.close();
});

it('because headquarters’ public keys are missing: the data folder does not come to be', async () => {
  writeSite({
    extra:
      'headquarters: { broker: "mqtt://127.0.0.1:1", keys: ./headquarters.json, topic: abcdef0123456789, client: abcdef0123456789 }',
  });
  expect(await called(runAgentCommand, ['--site', site])).toMatchObject({
    code: 2,
    err: expect.stringContaining('ask headquarters') as string,
  });
  expect(existsSync(data)).toBe(false);
});

it('because the base’s own keys are lost, or are not those of its ledger', async () => {
  await workedBefore();
  const before = { entries: entries(), public: readFileSync(join(data, 'base-keys.json'), 'utf8') };
  rmSync(join(data, 'keys.json'));
  expect(await called(runAgentCommand, ['--site', site])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Put it back from a backup') as string,
  });
  expect(existsSync(join(data, 'keys.json'))).toBe(false);
  expect({ entries: entries(), public: readFileSync(join(data, 'base-keys.json'), 'utf8') }).toEqual(before);

  const elsewhere = join(folder, 'elsewhere');
  expect(await called(runInitCommand, ['--site', site, '--data', elsewhere])).toMatchObject({ code: 0 });
  writeFileSync(join(data, 'keys.json'), readFileSync(join(elsewhere, 'keys.json')));
  expect(await called(runAgentCommand, ['--site', site])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Put it back from a backup') as string,
  });
  expect(entries()).toBe(before.entries);
});

it('because a file stands where the data folder should be', async () => {
  writeSite();
  writeFileSync(data, '');
  const { code, err } = await called(runAgentCommand, ['--site', site]);
  expect(code).toBe(2);
  expect(err).not.toMatch(/\n\s+at /);
});

it('because a running agent holds the data folder; a command is refused with the same words', async () => {
  await workedBefore();
  const before = entries();
  const unlock = lockDataFolder(data);
  const refused = {
    code: 2,
    err: expect.stringContaining('Another agent is using this folder. Stop it first.') as string,
  };
  expect(await called(runAgentCommand, ['--site', site])).toMatchObject(refused);
  expect(await called(runVerificationCommand, ['--site', site, '--instrument', 'scale-1', '--none'])).toMatchObject(
    refused,
  );
  unlock();
  expect(entries()).toBe(before);
});
