// A twoPersons edits the file with an editor: the edit is shown and ignored until somebody adopts it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aiko, alone, bench, benchWithAiko, twoPersons, type Bench } from './openIn.ts';

async function edited(): Promise<Bench> {
  const at = await benchWithAiko();
  const path = join(at.dir, 'register.json');
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace('"operator"\n', '"supervisor"\n').replace('2027-03-31', '2029-03-31'),
  );
  return at;
}

test('shown in words without secrets, and ignored', async () => {
  const at = await edited();
  const register = await at.open();
  expect(register.operators()[0]?.roles).toEqual(['operator']);
  expect(register.verification('scale-1')?.verifiedUntil).toBe('2027-03-31');
  expect(register.handEdit()?.differences).toEqual([
    'operators.aiko.roles: ["operator"] → ["supervisor"]',
    'verification.scale-1.verifiedUntil: "2027-03-31" → "2029-03-31"',
  ]);
  expect(register.alarms().map((alarm) => alarm.code)).toEqual(['register-hand-edit']);
  await register.close();
});

test('waits through restarts and through other changes', async () => {
  const at = await edited();
  const first = await at.open();
  await first.signIn({ badge: aiko.badge, pin: '0000' });
  await first.applyChange({ kind: 'preference-put', name: 'language', value: 'ja' }, twoPersons);
  await first.close();
  const second = await at.open();
  expect(second.alarms().map((alarm) => alarm.code)).toEqual(['register-hand-edit']);
  expect(second.operators()[0]).toMatchObject({ roles: ['operator'], failures: 1 });
  await second.close();
});

test('adopted by a twoPersons who looked at this very edit: entry first', async () => {
  const at = await edited();
  const register = await at.open();
  const hash = register.handEdit()?.contentHash ?? '';
  expect(await register.adoptHandEdit('0'.repeat(64), twoPersons)).toMatchObject({
    kind: 'refused',
    code: 'hand-edit-unknown',
  });
  expect(await register.adoptHandEdit(hash, alone('aiko', ['operator']))).toMatchObject({
    kind: 'refused',
    code: 'register-own-record',
  });
  expect(await register.adoptHandEdit(hash, twoPersons)).toEqual({ kind: 'done' });
  expect([...at.recorded.values()].at(-1)).toEqual([
    { kind: 'operator-put', operator: 'aiko', name: aiko.name, roles: ['supervisor'], badge: aiko.badge },
    { kind: 'verification-put', instrument: 'scale-1', mark: '2025-13', verifiedUntil: '2029-03-31' },
    { kind: 'hand-edit-adopted', contentHash: hash },
  ]);
  expect(register.operators()[0]?.roles).toEqual(['supervisor']);
  expect(register.alarms()).toEqual([]);
  await register.close();
  const again = await at.open();
  expect(again.verification('scale-1')?.verifiedUntil).toBe('2029-03-31');
  expect(again.alarms()).toEqual([]);
  expect((await again.signIn({ badge: aiko.badge, pin: aiko.pin })).kind).toBe('signed-in');
  await again.close();
});

test('discarded', async () => {
  const at = await edited();
  const register = await at.open();
  expect(await register.discardHandEdit(alone('aiko', ['operator']))).toMatchObject({
    code: 'register-needs-technician',
  });
  expect(await register.discardHandEdit(twoPersons)).toEqual({ kind: 'done' });
  expect(existsSync(join(at.dir, 'register.hand-edit.json'))).toBe(false);
  expect(register.alarms()).toEqual([]);
  expect(register.operators()[0]?.roles).toEqual(['operator']);
  await register.close();
});

test('blanks and order of members are no edit', async () => {
  const at = bench();
  const register = await at.open();
  await register.putOperator(aiko, twoPersons);
  await register.close();
  const path = join(at.dir, 'register.json');
  writeFileSync(path, JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))));
  const again = await at.open();
  expect(again.alarms()).toEqual([]);
  await again.close();
});
