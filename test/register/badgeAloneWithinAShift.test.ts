// The badge alone opens a locked screen for whoever gave the PIN within the shift, and for nobody else; it tells nobody
// which badges exist, and guessing badges gets slow.
import { expect, test } from 'vitest';
import { SHIFT_LIMITS } from '../../agent/register/shifts.ts';
import { aiko, bench, twoPersons, type Bench } from './openIn.ts';
import type { Register } from '../../agent/register/register.ts';

const NEEDED = { kind: 'pin-needed' };

async function inShift(): Promise<{ at: Bench; register: Register }> {
  const at = bench();
  const register = await at.open();
  await register.putOperator(aiko, twoPersons);
  expect(register.unlock(aiko.badge)).toEqual(NEEDED);
  await register.signIn({ badge: aiko.badge, pin: aiko.pin });
  return { at, register };
}

test('twelve hours from the PIN, not from the last unlocking', async () => {
  const { at, register } = await inShift();
  const unlocked = {
    kind: 'signed-in',
    actor: { operator: 'aiko', roles: ['operator'] },
    name: aiko.name,
    sinceMs: 1000,
  };
  at.clock.nowMs += SHIFT_LIMITS.shiftMs - 1;
  expect(register.unlock(aiko.badge)).toEqual(unlocked);
  at.clock.nowMs += 1;
  expect(register.unlock(aiko.badge)).toEqual(NEEDED);
});

test('signing out ends it; a check for one act does not begin it', async () => {
  const { register } = await inShift();
  register.endShift('aiko');
  expect(register.unlock(aiko.badge)).toEqual(NEEDED);
  expect(await register.checkPin({ badge: aiko.badge, pin: aiko.pin })).toMatchObject({ kind: 'signed-in' });
  expect(register.unlock(aiko.badge)).toEqual(NEEDED);
});

test('a restart asks for the PIN again', async () => {
  const { at, register } = await inShift();
  await register.close();
  expect((await at.open()).unlock(aiko.badge)).toEqual(NEEDED);
});

test('whose entry was changed or removed gives the PIN again, others do not', async () => {
  const { register } = await inShift();
  const kenji = { ...aiko, operator: 'kenji', name: 'Kenji', badge: 'B-2001' };
  await register.putOperator(kenji, twoPersons);
  await register.signIn({ badge: kenji.badge, pin: kenji.pin });
  await register.putOperator({ ...aiko, roles: ['auditor'], pin: null }, twoPersons);
  expect(register.unlock(aiko.badge)).toEqual(NEEDED);
  expect(register.unlock(kenji.badge)).toMatchObject({ kind: 'signed-in' });
  await register.applyChange({ kind: 'operator-removed', operator: 'kenji' }, twoPersons);
  expect(register.unlock(kenji.badge)).toEqual(NEEDED);
});

test('a badge that nobody has waits like one whose owner has not come, and neither costs the PIN its tries', async () => {
  const { register } = await inShift();
  register.endShift('aiko');
  const tries = (badge: string): unknown[] => Array.from({ length: 4 }, () => register.unlock(badge));
  const waits = [NEEDED, NEEDED, NEEDED, { kind: 'refused', retryAfterSeconds: 5 }];
  expect(tries(aiko.badge)).toEqual(waits);
  expect(tries('B-9999')).toEqual(waits);
  expect(await register.signIn({ badge: aiko.badge, pin: aiko.pin })).toMatchObject({ kind: 'signed-in' });
  expect(register.unlock(aiko.badge)).toMatchObject({ kind: 'signed-in' });
});

test('wrong PINs keep the badge alone out too', async () => {
  const { register } = await inShift();
  for (let wrong = 0; wrong < 3; wrong += 1) await register.signIn({ badge: aiko.badge, pin: '0000' });
  expect(register.unlock(aiko.badge)).toEqual({ kind: 'refused', retryAfterSeconds: 5 });
});

test('too many unknown badges make everybody type the PIN for a while', async () => {
  const { at, register } = await inShift();
  for (let guess = 0; guess < SHIFT_LIMITS.unknown; guess += 1) register.unlock(`B-${guess}`);
  expect(register.unlock(aiko.badge)).toEqual(NEEDED);
  at.clock.nowMs += SHIFT_LIMITS.unknownWithinMs;
  expect(register.unlock(aiko.badge)).toMatchObject({ kind: 'signed-in' });
});
