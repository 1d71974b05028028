// An empty, broken or missing register falls back to the last good copy, says so, and keeps the damaged file.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RegisterUnreadableError } from '../../agent/register/registerFile.ts';
import { aiko, bench, twoPersons, type Bench } from './openIn.ts';

async function withAiko(): Promise<Bench> {
  const at = bench();
  const register = await at.open();
  expect(await register.putOperator(aiko, twoPersons)).toEqual({ kind: 'done' });
  await register.close();
  return at;
}

test.each([
  ['empty', ''],
  ['cut in half', '{ "form": 2, "operators": ['],
  ['other form', '{"form":2,"operators":{},"verification":{},"preferences":{}}'],
  ['one badge twice', null],
])('%s', async (_name, damage) => {
  const at = await withAiko();
  const path = join(at.dir, 'register.json');
  const text =
    damage ??
    readFileSync(path, 'utf8').replace(
      /("operators": \[)([\s\S]*?\n {4}\})/,
      (_all, open: string, one: string) => `${open}${one},${one.replace('"aiko"', '"bado"')}`,
    );
  writeFileSync(path, text);
  const register = await at.open();
  expect(register.operators().map((operator) => operator.operator)).toEqual(['aiko']);
  expect(register.alarms().map((alarm) => alarm.code)).toEqual(['register-fallback']);
  expect(readFileSync(join(at.dir, 'register.broken.json'), 'utf8')).toBe(text);
  expect((await register.signIn({ badge: aiko.badge, pin: aiko.pin })).kind).toBe('signed-in');
  await register.close();

  // The alarm outlives a restart: nobody may have looked yet.
  const again = await at.open();
  expect(again.alarms().map((alarm) => alarm.code)).toEqual(['register-fallback']);
  rmSync(join(at.dir, 'register.broken.json'));
  expect(again.alarms()).toEqual([]);
  await again.close();
});

test('the file is missing', async () => {
  const at = await withAiko();
  rmSync(join(at.dir, 'register.json'));
  const register = await at.open();
  expect(register.operators()).toHaveLength(1);
  expect(register.alarms().map((alarm) => alarm.code)).toEqual(['register-fallback']);
  expect(existsSync(join(at.dir, 'register.json'))).toBe(true);
  await register.close();
});

test('the copy is damaged too: it never starts empty by itself', async () => {
  const at = await withAiko();
  writeFileSync(join(at.dir, 'register.json'), '');
  writeFileSync(join(at.dir, 'register.last-good.json'), 'x');
  await expect(at.open()).rejects.toThrow(RegisterUnreadableError);
  await expect(at.open()).rejects.toThrow(/the file is empty/);
});

test('a damaged pepper is not replaced by a new one', async () => {
  const at = await withAiko();
  writeFileSync(join(at.dir, 'register.pepper'), 'gone\n');
  await expect(at.open()).rejects.toThrow(/register\.pepper is damaged/);
});
