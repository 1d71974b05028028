// A base begins by `hakari init`, once. Nothing else makes a ledger, keys or a register; what a power cut interrupted is
// gone on with.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInitCommand } from '../../agent/commands/initCommand.ts';
import { runKeysCommand } from '../../agent/commands/keysCommand.ts';
import { runOperatorCommand } from '../../agent/commands/operatorCommand.ts';
import { runRegisterCare } from '../../agent/commands/registerCommand.ts';
import { runAgentCommand } from '../../agent/commands/runCommand.ts';
import { runVerificationCommand } from '../../agent/commands/verificationCommand.ts';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import { called, type Called } from './calls.ts';

let folder = '';
let site = '';
const STOPPED = AbortSignal.abort();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-init-'));
  site = join(folder, 'site.yaml');
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
});
afterAll(() => rmSync(folder, { recursive: true }));

const init = (data: string): Promise<Called> => called(runInitCommand, ['--site', site, '--data', data]);
const run = (data: string): Promise<Called> => called(runAgentCommand, ['--site', site, '--data', data], STOPPED);
let made = 0;
const newFolder = (): string => join(folder, `data-${(made += 1)}`);

it('a base begins, starts and verifies; and begins no second time', async () => {
  const data = newFolder();
  expect(await init(data)).toMatchObject({ code: 0, out: expect.arrayContaining(['Base demo']) as string[] });
  expect(await run(data)).toMatchObject({ code: 0, err: '' });
  expect(await called(runVerifyCommand, ['--data', data])).toMatchObject({ code: 0 });
  expect(await init(data)).toMatchObject({ code: 2, err: expect.stringContaining('A base begins once') as string });
});

it.each([
  ['run', runAgentCommand, []],
  ['keys', runKeysCommand, []],
  ['operator', runOperatorCommand, ['list']],
  ['register', runRegisterCare, ['show']],
  ['register', runRegisterCare, ['recover']],
  ['verification', runVerificationCommand, ['--instrument', 'scale-1', '--none']],
] as const)('%s makes nothing where no base has begun, and says what to do', async (_name, command, args) => {
  const data = newFolder();
  const { code, err } = await called(command, [...args, '--site', site, '--data', data]);
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('hakari init') as string });
  expect(existsSync(data)).toBe(false);
});

const FILES = ['keys.json', 'register.json', 'register.last-good.json', 'register.pepper', 'ledger.sqlite'];

describe('of the files of a base', () => {
  let whole = '';
  beforeAll(async () => {
    whole = newFolder();
    await init(whole);
  });

  it.each(FILES)('%s is gone, or has no byte: the agent does not start, and init makes no other', async (file) => {
    for (const isEmpty of [false, true]) {
      const data = newFolder();
      cpSync(whole, data, { recursive: true });
      const copies =
        file.startsWith('register.') && file.endsWith('.json')
          ? FILES.filter((name) => /^register.*json$/.test(name))
          : [file];
      for (const copy of copies) {
        rmSync(join(data, copy));
        if (isEmpty) writeFileSync(join(data, copy), '');
      }
      const before = readdirSync(data).sort();
      expect(await run(data)).toMatchObject({
        code: 2,
        err: expect.stringMatching(/ledger|keys\.json|register/) as string,
      });
      expect(await init(data)).toMatchObject({ code: 2 });
      expect(
        readdirSync(data)
          .filter((name) => name !== 'lock.sqlite')
          .sort(),
      ).toEqual(before.filter((name) => name !== 'lock.sqlite'));
    }
  });

  /** Keys are durable before the ledger names them. */
  const interruptions = Array.from({ length: 2 ** FILES.length }, (_, bits) =>
    FILES.filter((_file, index) => (bits & (2 ** index)) !== 0),
  ).filter((there) => there.includes('keys.json') || !there.includes('ledger.sqlite'));

  it(`a beginning that was interrupted is gone on with, whichever files were made (${interruptions.length} cases)`, async () => {
    for (const there of interruptions) {
      const data = newFolder();
      mkdirSync(data);
      for (const file of there) cpSync(join(whole, file), join(data, file));
      writeFileSync(join(data, 'init.pending'), '');
      expect(await run(data)).toMatchObject({ code: 2, err: expect.stringContaining('call it again') as string });
      expect(await init(data)).toMatchObject({ code: 0 });
      expect(await run(data)).toMatchObject({ code: 0, err: '' });
      rmSync(data, { recursive: true });
    }
  });
});
