// The power goes between any two steps of a change: after the next start the register is whole, holds the change if and
// only if its entry exists, and the entry exists once.
import { expect, test } from 'vitest';
import { aiko, bench, diskUntil, twoPersons } from './openIn.ts';

test('a power cut at every single disk step of a change', async () => {
  const first = bench();
  const before = await first.open();
  await before.putOperator(aiko, twoPersons);
  await before.close();
  let reachedTheEnd = false;
  let triedPin = false;
  for (let step = 0; step < 40 && !reachedTheEnd; step += 1) {
    const at = bench(first);
    const disk = diskUntil(step);
    const during = await at.open({ disk });
    const outcome = await during.putOperator(
      { ...aiko, operator: 'kenji', name: 'Kenji', badge: 'B-1002', pin: '9999' },
      twoPersons,
    );
    reachedTheEnd = outcome.kind === 'done';
    await during.close();

    const after = await at.open();
    const kenji = after.operators().some((operator) => operator.operator === 'kenji');
    const entries = [...at.recorded.values()]
      .flat()
      .filter((change) => change.kind === 'operator-put' && change.operator === 'kenji');
    expect(entries.length, `step ${step}`).toBe(kenji ? 1 : 0);
    if (reachedTheEnd) expect(kenji).toBe(true);
    expect(after.operators().map((operator) => operator.operator)).toContain('aiko');
    expect(after.alarms(), `step ${step}`).toEqual([]);
    // The new PIN came through the power cut too; once is enough, for each check takes its fifth of a second.
    if (kenji && !triedPin) expect((await after.signIn({ badge: 'B-1002', pin: '9999' })).kind).toBe('signed-in');
    triedPin ||= kenji;
    await after.close();
  }
  expect(reachedTheEnd).toBe(true);
});

test('a storage error while recording says "not recorded" and is made good once', async () => {
  const { StorageError } = await import('../../agent/core/ports/ledger.ts');
  const at = bench();
  let sick = true;
  const register = await at.open({
    record: () => {
      if (sick) throw new StorageError('disk full');
    },
  });
  expect(await register.putOperator(aiko, twoPersons)).toEqual({ kind: 'not-recorded' });
  expect(register.operators()).toEqual([]);
  expect(register.alarms().map((alarm) => alarm.code)).toEqual(['register-pending']);
  sick = false;
  expect(await register.finishPendingChange()).toEqual({ kind: 'done' });
  expect(register.operators().map((operator) => operator.operator)).toEqual(['aiko']);
  expect(at.recorded.size).toBe(1);
  expect(register.alarms()).toEqual([]);
  await register.close();
});
