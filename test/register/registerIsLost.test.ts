// What the ledger knows of the register comes back by itself; what it cannot know, the PINs, is given anew.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ROLES } from '../../agent/core/model/roles.ts';
import { type Register } from '../../agent/register/register.ts';
import { AT_THE_MACHINE } from '../../agent/register/registerWriter.ts';
import { aiko, bench, benchWithAiko, type Bench, twoPersons } from './openIn.ts';

const remove = (at: Bench, ...names: string[]): void => names.forEach((name) => rmSync(join(at.dir, name)));
const FILES = ['register.json', 'register.last-good.json'];

describe('both files are gone', () => {
  it('the agent does not start, and says what to do', async () => {
    const at = await benchWithAiko();
    remove(at, ...FILES);
    await expect(at.open()).rejects.toThrow(/are gone.*hakari register recover/);
    expect(existsSync(join(at.dir, 'register.json'))).toBe(false);
  });

  it('a recovery brings people, roles and marks back, and records which PINs are lost', async () => {
    const at = await benchWithAiko();
    remove(at, ...FILES);
    const register = await at.open({ recover: true });
    expect(register.operators()).toMatchObject([{ operator: 'aiko', roles: ['operator'], hasPin: false }]);
    expect(register.verification('scale-1')?.mark).toBe('2025-13');
    expect(register.alarms().map(({ code }) => code)).toEqual(['register-pins-lost']);
    expect(at.register().operators[0]?.pin).toBeNull();
    expect((await register.signIn({ badge: aiko.badge, pin: aiko.pin })).kind).toBe('refused');
    expect(await register.setPin({ operator: 'aiko', pin: '9876' }, AT_THE_MACHINE)).toEqual({ kind: 'done' });
    expect((await register.signIn({ badge: aiko.badge, pin: '9876' })).kind).toBe('signed-in');
    expect(register.alarms()).toEqual([]);
    await register.close();
    await (await at.open()).close();
  });
});

it('the pepper is gone: no other is made but by a recovery, and then every PIN is given anew', async () => {
  const at = await benchWithAiko();
  remove(at, 'register.pepper');
  await expect(at.open()).rejects.toThrow(/register\.pepper is gone.*hakari register recover/);
  expect(existsSync(join(at.dir, 'register.pepper'))).toBe(false);
  const register = await at.open({ recover: true });
  expect(register.operators()[0]?.hasPin).toBe(false);
  await register.close();
});

it('the power goes before the first file is ever written: the change is finished, nothing is thought lost', async () => {
  const at = bench();
  const register = await at.open();
  await register.putOperator(aiko, twoPersons);
  await register.close();
  const pending = { cause: [...at.recorded.keys()][0], changes: [...at.recorded.values()][0], pins: {}, by: {} };
  remove(at, ...FILES);
  writeFileSync(join(at.dir, 'register.pending.json'), JSON.stringify(pending));
  const again = await at.open();
  expect(again.operators().map(({ operator }) => operator)).toEqual(['aiko']);
  await again.close();
});

/** An edit of the file that a person or an attacker could make, with the agent's own hash beside it. */
const edits = fc.array(
  fc.record({
    roles: fc.subarray([...ROLES], { minLength: 1 }),
    name: fc.constantFrom('A', 'B', '佐藤'),
    locked: fc.boolean(),
    until: fc.constantFrom('2027-03-31', '2099-12-31'),
  }),
  { minLength: 1, maxLength: 3 },
);

it('whatever the file says beside the ledger is set aside and shown, and the ledger’s word stands', async () => {
  const { hashRegisterContent } = await import('../../agent/register/registerContent.ts');
  const { parseRegister } = await import('../../agent/register/registerText.ts');
  await fc.assert(
    fc.asyncProperty(edits, async (all) => {
      const at = await benchWithAiko();
      const before = at.register();
      for (const { roles, name, locked, until } of all) {
        const read = parseRegister(readFileSync(join(at.dir, 'register.json'), 'utf8'));
        if (read.kind === 'broken') throw new Error(read.reason);
        const { content } = read.document;
        for (const operator of content.operators) Object.assign(operator, { roles, name, locked });
        for (const mark of Object.values(content.verification)) mark.verifiedUntil = until;
        const text = JSON.stringify({ ...content, contentHash: hashRegisterContent(content) });
        for (const file of FILES) writeFileSync(join(at.dir, file), text);
        const isEdit = hashRegisterContent(content) !== (await contentHashOf(at));
        const register: Register = await at.open();
        expect(at.register()).toEqual(before);
        expect(register.operators()).toMatchObject([{ operator: 'aiko', roles: ['operator'], name: aiko.name }]);
        expect(register.verification('scale-1')?.verifiedUntil).toBe('2027-03-31');
        if (isEdit) expect(register.alarms().map(({ code }) => code)).toEqual(['register-hand-edit']);
        expect((await register.discardHandEdit(twoPersons)).kind).toBe('done');
        expect(register.alarms()).toEqual([]);
        await register.close();
      }
    }),
    { numRuns: 15 },
  );

  async function contentHashOf(at: Bench): Promise<string> {
    const { contentFromLedger, pinHashesOf } = await import('../../agent/register/registerContent.ts');
    const read = parseRegister(readFileSync(join(at.dir, 'register.json'), 'utf8'));
    if (read.kind === 'broken') throw new Error(read.reason);
    return hashRegisterContent(contentFromLedger(at.register(), pinHashesOf(read.document.content)));
  }
});

it('what the agent cannot read back does not become the last good copy', async () => {
  const at = await benchWithAiko();
  const good = readFileSync(join(at.dir, 'register.last-good.json'), 'utf8');
  const { nodeDisk } = await import('../../config/disk.ts');
  const mangling = {
    ...nodeDisk,
    write: (path: string, text: string, mode: number) =>
      nodeDisk.write(path, path.includes('register.json') ? text.replace('佐藤', '佐\uFFFD') : text, mode),
  };
  const register = await at.open({ disk: mangling });
  const outcome = await register.applyChange({ kind: 'operator-locked', operator: 'aiko', locked: true }, twoPersons);
  expect(outcome).toEqual({ kind: 'not-recorded' });
  expect(readFileSync(join(at.dir, 'register.last-good.json'), 'utf8')).toBe(good);
  expect(register.alarms().map(({ code }) => code)).toContain('register-disk');
  await register.close();
  const again = await at.open();
  expect(again.operators()[0]?.locked).toBe(true);
  await again.close();
});
