// A supervisor alone would register a person with badge and PIN of his own choosing, and be two from then on. Looked for in
// every register and every change of a person: what one person alone may make gives nobody anything to act with.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOperatorId } from '../../agent/core/model/ids.ts';
import { ROLES } from '../../agent/core/model/roles.ts';
import type { RegisterChange } from '../../agent/core/model/siteEntries.ts';
import type { RegisterRecord } from '../../agent/core/model/workRecords.ts';
import { EMPTY_REGISTER, projectRegisterChange } from '../../agent/core/projection/registerChanges.ts';
import { contentFromLedger } from '../../agent/register/registerContent.ts';
import { checkAuthors } from '../../agent/register/registerRules.ts';

const operator = fc.constantFrom('ann', 'bob', 'sue', 'new').map(asOperatorId);
const roles = fc.subarray([...ROLES], { minLength: 1 });
const put = fc.record({
  kind: fc.constant('operator-put' as const),
  operator,
  name: fc.constantFrom('One', 'Other'),
  roles,
  badge: fc.constantFrom('B-1', 'B-2', 'B-3'),
});
const pin = fc.record({
  kind: fc.constant('pin-set' as const),
  operator,
  pin: fc.constantFrom(null, '1'.repeat(32), '2'.repeat(32)),
});
const locked = fc.record({ kind: fc.constant('operator-locked' as const), operator, locked: fc.boolean() });
const removed = fc.record({ kind: fc.constant('operator-removed' as const), operator });
const personChange: fc.Arbitrary<RegisterChange> = fc.oneof(put, pin, locked, removed);

/** All that somebody of this register could act with. */
function meansIn({ operators }: RegisterRecord): Set<string> {
  const means = operators.flatMap((one) => [
    one.operator,
    `${one.operator} by badge ${one.badge}`,
    ...one.roles.map((role) => `${one.operator} as ${role}`),
    ...(one.pin === null ? [] : [`${one.operator} with PIN ${one.pin}`]),
    ...(one.locked ? [] : [`${one.operator} let in`]),
  ]);
  return new Set(means);
}

const supervisor = { operator: asOperatorId('sam'), roles: [...ROLES] };

describe('nobody makes his own second person', () => {
  it.each([true, false])('in no register, by no change: job opened before %s', (isBegun) => {
    let allowed = 0;
    fc.assert(
      fc.property(fc.array(personChange, { maxLength: 8 }), personChange, fc.boolean(), (before, change, twice) => {
        const register = before.reduce(projectRegisterChange, EMPTY_REGISTER);
        const content = contentFromLedger(register, new Map());
        const authors = { first: supervisor, second: twice ? supervisor : null };
        if (checkAuthors(change, authors, { content, isBegun }) !== null) return;
        allowed += 1;
        const held = meansIn(register);
        const given = [...meansIn(projectRegisterChange(register, change))].filter((one) => !held.has(one));
        expect(given).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(allowed).toBeGreaterThan(100);
  });

  it('a base of one supervisor and one operator takes a third on, by both', () => {
    const sue = { operator: asOperatorId('sue'), roles: ['supervisor' as const] };
    const ann = { operator: asOperatorId('ann'), roles: ['operator' as const] };
    const change = { kind: 'operator-put' as const, operator: asOperatorId('new'), name: 'New', badge: 'B-9' };
    const newcomer = { ...change, roles: ['operator' as const] };
    const base = { content: contentFromLedger(EMPTY_REGISTER, new Map()), isBegun: true };
    expect(checkAuthors(newcomer, { first: sue, second: null }, base)?.code).toBe('register-second-person');
    expect(checkAuthors(newcomer, { first: sue, second: ann }, base)).toBeNull();
  });
});
