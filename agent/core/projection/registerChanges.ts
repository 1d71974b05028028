// The register as its entries add up to it: who may do what here, marks of scales, preferences. The file that people may
// read is a projection of this, with the PIN hashes, which no entry carries.
import type { Book, BookChange } from '../model/book.ts';
import type { EntryBodies } from '../model/entry.ts';
import { ROLES } from '../model/roles.ts';
import type { RegisterChange } from '../model/siteEntries.ts';
import type { RegisteredOperator, RegisterRecord } from '../model/workRecords.ts';
import { putRecord } from './bookChanges.ts';

/** The register before its first entry. */
export const EMPTY_REGISTER: RegisterRecord = {
  id: 'register',
  operators: [],
  former: [],
  verification: {},
  preferences: {},
};

/** Adds one change to the register. */
export function applyRegisterChange({ change }: EntryBodies['register-changed'], book: Book): BookChange[] {
  return [putRecord('register', projectRegisterChange(book.get('register', 'register') ?? EMPTY_REGISTER, change))];
}

/** The register after one change, in its one canonical form: people by id, their roles in the order of `ROLES`. */
export function projectRegisterChange(register: RegisterRecord, change: RegisterChange): RegisterRecord {
  switch (change.kind) {
    case 'operator-put': {
      const before = register.operators.find(({ operator }) => operator === change.operator);
      const { operator, name, badge } = change;
      const roles = ROLES.filter((role) => change.roles.includes(role));
      return putOperator(register, {
        operator,
        name,
        roles,
        badge,
        pin: before?.pin ?? null,
        locked: before?.locked ?? false,
      });
    }
    case 'pin-set':
      return changeOperator(register, change.operator, { pin: change.pin });
    case 'operator-locked':
      return changeOperator(register, change.operator, { locked: change.locked });
    case 'operator-removed':
      return removeOperator(register, change.operator);
    case 'verification-put': {
      const { instrument, mark, verifiedUntil } = change;
      return { ...register, verification: { ...register.verification, [instrument]: { mark, verifiedUntil } } };
    }
    case 'preference-put':
      return { ...register, preferences: { ...register.preferences, [change.name]: change.value } };
    case 'hand-edit-adopted':
      // What it changed stands in the entries before it.
      return register;
  }
}

function putOperator(register: RegisterRecord, changed: RegisteredOperator): RegisterRecord {
  const others = register.operators.filter(({ operator }) => operator !== changed.operator);
  const operators = [...others, changed].sort((first, second) => (first.operator < second.operator ? -1 : 1));
  return { ...register, operators };
}

function changeOperator(
  register: RegisterRecord,
  id: string,
  changed: Partial<Pick<RegisteredOperator, 'pin' | 'locked'>>,
): RegisterRecord {
  const operators = register.operators.map((one) => (one.operator === id ? { ...one, ...changed } : one));
  return { ...register, operators };
}

function removeOperator(register: RegisterRecord, id: string): RegisterRecord {
  const removed = register.operators.find(({ operator }) => operator === id);
  const preferences = Object.entries(register.preferences).filter(([name]) => name.split('/')[1] !== id);
  return {
    ...register,
    operators: register.operators.filter((one) => one !== removed),
    former: removed ? [...register.former, removed.operator] : register.former,
    preferences: Object.fromEntries(preferences),
  };
}
