// Wrong PINs: the waiting grows, a restart forgives nothing, the wall clock changes nothing, and nobody learns which
// badges exist.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aiko, bench, twoPersons } from './openIn.ts';

test('waits grow, survive a restart and a clock jump, and end with the right PIN', async () => {
  const at = bench();
  const register = await at.open();
  await register.putOperator(aiko, twoPersons);
  const guess = (): Promise<unknown> => register.signIn({ badge: aiko.badge, pin: '0000' });
  expect(await guess()).toEqual({ kind: 'refused', retryAfterSeconds: 0 });
  expect(await guess()).toEqual({ kind: 'refused', retryAfterSeconds: 0 });
  expect(await guess()).toEqual({ kind: 'refused', retryAfterSeconds: 5 });
  // While waiting, not even the right PIN is looked at, and nothing is counted.
  expect(await register.signIn({ badge: aiko.badge, pin: aiko.pin })).toEqual({
    kind: 'refused',
    retryAfterSeconds: 5,
  });
  at.clock.wallMs += 10 * 365 * 86_400_000;
  expect(await register.signIn({ badge: aiko.badge, pin: aiko.pin })).toEqual({
    kind: 'refused',
    retryAfterSeconds: 5,
  });
  at.clock.nowMs += 5000;
  expect(await guess()).toEqual({ kind: 'refused', retryAfterSeconds: 10 });
  at.clock.nowMs += 9000;
  await register.close();

  // After a restart the full wait applies anew, even where the machine's clock has started from zero.
  at.clock.nowMs = 0;
  const again = await at.open();
  expect(again.operators()[0]?.failures).toBe(4);
  expect(await again.signIn({ badge: aiko.badge, pin: aiko.pin })).toEqual({ kind: 'refused', retryAfterSeconds: 10 });
  at.clock.nowMs += 10_000;
  expect(await again.signIn({ badge: aiko.badge, pin: aiko.pin })).toEqual({
    kind: 'signed-in',
    actor: { operator: 'aiko', roles: ['operator'] },
    name: aiko.name,
  });
  expect(again.operators()[0]?.failures).toBe(0);
  await again.close();
});

test('ten in a row lock for an hour; a new PIN from a twoPersons ends it', async () => {
  const at = bench();
  const register = await at.open();
  await register.putOperator(aiko, twoPersons);
  let wait = 0;
  for (let tries = 0; tries < 10; tries += 1) {
    at.clock.nowMs += wait * 1000;
    const outcome = await register.signIn({ badge: aiko.badge, pin: '0000' });
    if (outcome.kind === 'refused') wait = outcome.retryAfterSeconds;
  }
  expect(wait).toBe(3600);
  expect(await register.putOperator({ ...aiko, pin: '1234' }, twoPersons)).toEqual({ kind: 'done' });
  expect((await register.signIn({ badge: aiko.badge, pin: '1234' })).kind).toBe('signed-in');
  await register.close();
});

test('a badge that nobody has is treated like any other', async () => {
  const at = bench();
  const register = await at.open();
  const waits: unknown[] = [];
  for (let tries = 0; tries < 4; tries += 1) waits.push(await register.signIn({ badge: 'B-9', pin: '0000' }));
  expect(waits.map((outcome) => (outcome as { retryAfterSeconds: number }).retryAfterSeconds)).toEqual([0, 0, 5, 5]);
  await register.close();
});

test('guesses sent at once are counted one by one', async () => {
  const at = bench();
  const register = await at.open();
  await register.putOperator(aiko, twoPersons);
  const outcomes = await Promise.all(
    ['1', '2', '3', '4', '5'].map((digit) => register.signIn({ badge: aiko.badge, pin: digit.repeat(4) })),
  );
  expect(outcomes.map((outcome) => outcome.kind)).toEqual(Array(5).fill('refused'));
  expect(register.operators()[0]?.failures).toBe(3);
  await register.close();
});

test('no secret is in an entry, and the pepper is for the owner alone', async () => {
  const at = bench();
  const register = await at.open();
  // Long enough that no salt, hash or time holds it by chance.
  const pin = '471108152342';
  await register.putOperator({ ...aiko, pin }, twoPersons);
  await register.close();
  expect([...at.recorded.values()].flat()).toEqual([
    { kind: 'operator-put', operator: 'aiko', name: aiko.name, roles: ['operator'], badge: aiko.badge },
    { kind: 'pin-set', operator: 'aiko', pin: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
  ]);
  expect(statSync(join(at.dir, 'register.pepper')).mode & 0o777).toBe(0o600);
  const file = readFileSync(join(at.dir, 'register.json'), 'utf8');
  expect(file).not.toContain(pin);
  expect(file).not.toContain(readFileSync(join(at.dir, 'register.pepper'), 'utf8').trim());
});

test.each([
  [{ ...aiko, operator: 'Aiko Sato' }, 'register-malformed'],
  [{ ...aiko, roles: ['chief' as never] }, 'register-malformed'],
  [{ ...aiko, roles: [] }, 'register-malformed'],
  [{ ...aiko, pin: '123' }, 'pin-malformed'],
  [{ ...aiko, pin: null }, 'pin-missing'],
  [{ ...aiko, operator: 'kenji', badge: 'B-1' }, 'badge-in-use'],
])('an operator that cannot be: %j', async (put, code) => {
  const at = bench();
  const register = await at.open();
  await register.putOperator({ ...aiko, operator: 'first', name: 'First', badge: 'B-1' }, twoPersons);
  expect(await register.putOperator(put, twoPersons)).toMatchObject({ kind: 'refused', code });
  expect(register.operators()).toHaveLength(1);
  expect(at.recorded.size).toBe(1);
  await register.close();
});
