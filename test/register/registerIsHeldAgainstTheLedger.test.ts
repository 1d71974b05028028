// The ledger knows every change of the register: a file that says otherwise at the start is a hand edit, however well
// it was made, and one that is gone is not a first start.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { hashContent } from '../../config/contentHash.ts';
import { type BaseStore } from '../../agent/services/baseStore.ts';
import { openBeganStore } from '../stations/beganStore.ts';
import { createSystemRandom } from '../../agent/runtime/systemClock.ts';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import { loadSiteFile } from '../../config/siteConfig.ts';
import { called } from '../commands/calls.ts';
import { models, SITE } from '../config/models.ts';
import { AT_THE_MACHINE } from '../../agent/register/registerWriter.ts';
import { type SetClock, setClock } from './openIn.ts';

/** A base as it was left; each test works on a copy. */
let left: string;
let dir: string;
let clock: SetClock;
let store: BaseStore | null;

const file = (name: string): string => join(dir, 'data', name);
const FILES = ['register.json', 'register.last-good.json'].map((name) => (): string => file(name));

async function open(): Promise<BaseStore> {
  const read = loadSiteFile(join(dir, 'site.yaml'), { models, data: join(dir, 'data') });
  if (read.kind !== 'valid') throw new Error('site file has faults');
  store = await openBeganStore({ site: read.site, software: 'test', clock, random: createSystemRandom() });
  return store;
}

async function closed(): Promise<void> {
  await store?.close();
  store = null;
}

/** Ann and bob are operators. */
beforeAll(async () => {
  left = mkdtempSync(join(tmpdir(), 'hakari-left-'));
  dir = left;
  writeFileSync(join(dir, 'site.yaml'), SITE);
  clock = setClock();
  const { register } = await open();
  for (const operator of ['ann', 'bob'])
    await register.putOperator(
      { operator, name: operator, roles: ['operator'], badge: `B-${operator}`, pin: '4711' },
      AT_THE_MACHINE,
    );
  await closed();
});
afterAll(() => rmSync(left, { recursive: true, force: true }));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hakari-held-'));
  cpSync(left, dir, { recursive: true });
  clock = setClock();
});
afterEach(async () => {
  await closed();
  rmSync(dir, { recursive: true, force: true });
});

const rolesOfAnn = async (): Promise<readonly string[] | undefined> =>
  (await open()).register.operators().find(({ operator }) => operator === 'ann')?.roles;

it('reads what it wrote', async () => {
  expect(await rolesOfAnn()).toEqual(['operator']);
  expect(store?.register.alarms()).toEqual([]);
});

interface Written {
  form: 2;
  verification: object;
  preferences: object;
  operators: { operator: string; roles: string[] }[];
}

/** Everybody is a supervisor, and the hash beside the content fits it. */
function promoteEverybody(): void {
  const { form, operators, ...rest } = JSON.parse(readFileSync(file('register.json'), 'utf8')) as Written;
  for (const one of operators) one.roles = ['supervisor'];
  const content = { form, operators, verification: rest.verification, preferences: rest.preferences };
  writeFileSync(file('register.json'), JSON.stringify({ ...content, contentHash: hashContent(content) }));
}

it('ignores roles that were edited together with the hash of the content', async () => {
  promoteEverybody();
  expect(await rolesOfAnn()).toEqual(['operator']);
});

it('tells in verify of roles that were edited together with the hash of the content', async () => {
  promoteEverybody();
  expect((await called(runVerifyCommand, ['--data', join(dir, 'data')])).code).toBe(1);
});

it('finds nothing in verify when nothing was edited', async () => {
  expect((await called(runVerifyCommand, ['--data', join(dir, 'data')])).code).toBe(0);
});

const removeBob = async (): Promise<void> => {
  await (await open()).register.applyChange({ kind: 'operator-removed', operator: 'bob' }, AT_THE_MACHINE);
  await closed();
};

/** Three times ann's badge with another PIN. */
const guess = async (): Promise<void> => {
  const { register } = await open();
  for (const pin of ['1', '2', '3']) {
    await register.signIn({ badge: 'B-ann', pin });
    clock.nowMs += 3_600_000;
  }
  await closed();
};

it('knows after a start who was removed, and who guessed', async () => {
  await removeBob();
  await guess();
  expect((await open()).register.operators()).toMatchObject([{ operator: 'ann', failures: 3 }]);
});

it('does not let a removed operator back in by an older file', async () => {
  const older = FILES.map((path) => readFileSync(path(), 'utf8'));
  await removeBob();
  FILES.forEach((path, index) => writeFileSync(path(), older[index] ?? ''));
  const { register } = await open();
  expect(register.operators().map(({ operator }) => operator)).toEqual(['ann']);
});

it('does not forget wrong PINs by an older file', async () => {
  const older = FILES.map((path) => readFileSync(path(), 'utf8'));
  await guess();
  FILES.forEach((path, index) => writeFileSync(path(), older[index] ?? ''));
  const again = (await open()).register.operators();
  expect(again.find(({ operator }) => operator === 'ann')?.failures).toBe(3);
});

it('does not begin with nobody when both files are gone', async () => {
  for (const path of FILES) rmSync(path());
  const begun = await open().then(({ register }) => register.operators().length, String);
  expect(begun).not.toBe(0);
});

it('does not make another pepper when there was one', async () => {
  const pepper = file('register.pepper');
  const before = readFileSync(pepper, 'utf8');
  rmSync(pepper);
  await open().catch(() => undefined);
  expect(existsSync(pepper) && readFileSync(pepper, 'utf8') !== before).toBe(false);
});
