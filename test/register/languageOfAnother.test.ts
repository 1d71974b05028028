// Everybody chooses the language that they read, and nobody that of another or any other preference.
import { expect, test } from 'vitest';
import { createAuthenticator } from '../../agent/services/registerAccess.ts';
import { aiko, bench, twoPersons } from './openIn.ts';

const operator = { operator: 'aiko', roles: ['operator' as const] };

test('one’s own, once an entry; kept over a restart; gone with the person', async () => {
  const at = bench();
  const register = await at.open();
  await register.putOperator(aiko, twoPersons);
  const door = createAuthenticator(register);
  expect(door.language('aiko')).toBeNull();
  expect(await door.setLanguage('ja', operator)).toEqual({ kind: 'done' });
  expect(await door.setLanguage('ja', operator)).toEqual({ kind: 'done' });
  expect([...at.recorded.values()].flat().filter(({ kind }) => kind === 'preference-put')).toEqual([
    { kind: 'preference-put', name: 'language/aiko', value: 'ja' },
  ]);
  await register.close();
  const again = await at.open();
  expect(again.alarms()).toEqual([]);
  expect(createAuthenticator(again).language('aiko')).toBe('ja');
  await again.applyChange({ kind: 'operator-removed', operator: 'aiko' }, twoPersons);
  expect(createAuthenticator(again).language('aiko')).toBeNull();
});

test.each([
  ['that of another', 'language/kenji', 'ja', 'register-needs-technician'],
  ['another preference', 'theme', 'dark', 'register-needs-technician'],
  ['a language nobody speaks here', 'language/aiko', 'fr', 'register-malformed'],
])('%s is refused', async (_what, name, value, code) => {
  const register = await bench().open();
  await register.putOperator(aiko, twoPersons);
  expect(
    await register.applyChange({ kind: 'preference-put', name, value }, { first: operator, second: null }),
  ).toMatchObject({
    kind: 'refused',
    code,
  });
});
