// Checks the form of a register's content, whoever wrote it: an older agent, or a technician with an editor. Tells what
// is wrong and where. Pure; must not know what is done about it.
import { type Role, ROLES } from '../core/model/roles.ts';
import type { VerificationMark } from '../core/model/workRecords.ts';
import type { OperatorRecord, PinHash, RegisterContent } from './registerContent.ts';
import { asOperatorId } from '../core/model/ids.ts';

/** Most operators, instruments and preferences, and the file's bytes. */
export const REGISTER_LIMITS = { operators: 500, instruments: 500, preferences: 600, fileBytes: 1_000_000 } as const;

/** Id of an operator or instrument. */
export const REGISTER_ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** A preference of the base, or, with a slash and an operator's id, of one operator. */
export const PREFERENCE_NAME_PATTERN = /^[a-z0-9][a-z0-9-]{0,39}(?:\/[a-z0-9][a-z0-9-]{0,39})?$/;
/** What a badge may hold. */
export const BADGE_PATTERN = /^[\x21-\x7e]{1,64}$/;
/** A name, mark or preference's value: any text without control characters. */
export const NAME_PATTERN = /^[^\p{Cc}\p{Cs}]{1,80}$/u;
/** A date like 2027-03-31; does not check the length of the month. */
export const ISO_DATE_PATTERN = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

class RegisterFormError extends Error {}

/** The content, or in words the first thing that is wrong with it. */
export function parseRegisterContent(
  value: Record<string, unknown>,
): { content: RegisterContent } | { reason: string } {
  try {
    requireOnlyMembers(value, ['form', 'operators', 'verification', 'preferences'], 'the register');
    if (value['form'] !== 2) throw new RegisterFormError('form must be 2');
    const operators = requireList(value['operators'], 'operators', REGISTER_LIMITS.operators).map(parseOperator);
    for (const member of ['operator', 'badge'] as const) {
      const values = new Set(operators.map((operator) => operator[member]));
      if (values.size !== operators.length) throw new RegisterFormError(`operators: one ${member} is used twice`);
    }
    const verification = requireRecordOf(
      value['verification'],
      { path: 'verification', most: REGISTER_LIMITS.instruments, name: REGISTER_ID_PATTERN },
      parseVerificationMark,
    );
    const preferences = requireRecordOf(
      value['preferences'],
      { path: 'preferences', most: REGISTER_LIMITS.preferences, name: PREFERENCE_NAME_PATTERN },
      (text, path) => requireText(text, NAME_PATTERN, path),
    );
    return { content: { form: 2, operators, verification, preferences } };
  } catch (error) {
    if (error instanceof RegisterFormError) return { reason: error.message };
    throw error;
  }
}

function parseOperator(value: unknown, index: number): OperatorRecord {
  const path = `operators[${index}]`;
  const record = requireObject(value, path);
  requireOnlyMembers(record, ['operator', 'name', 'roles', 'badge', 'pin', 'locked'], path);
  return {
    operator: asOperatorId(requireText(record['operator'], REGISTER_ID_PATTERN, `${path}.operator`)),
    name: requireText(record['name'], NAME_PATTERN, `${path}.name`),
    roles: parseRoles(record['roles'], `${path}.roles`),
    badge: requireText(record['badge'], BADGE_PATTERN, `${path}.badge`),
    pin: record['pin'] === null ? null : parsePinHash(record['pin'], `${path}.pin`),
    locked: requireBoolean(record['locked'], `${path}.locked`),
  };
}

function parseRoles(value: unknown, path: string): Role[] {
  const roles = requireList(value, path, ROLES.length);
  const known = ROLES.filter((role) => roles.includes(role));
  if (known.length === 0 || known.length !== roles.length)
    throw new RegisterFormError(`${path} must name some of ${ROLES.join(', ')}, each once`);
  return known;
}

function parsePinHash(value: unknown, path: string): PinHash {
  const record = requireObject(value, path);
  requireOnlyMembers(record, ['id', 'salt', 'hash', 'cost'], path);
  const cost = requireObject(record['cost'], `${path}.cost`);
  requireOnlyMembers(cost, ['n', 'r', 'p'], `${path}.cost`);
  const n = requireInteger(cost['n'], `${path}.cost.n`, { from: 2, to: 131_072 });
  if ((n & (n - 1)) !== 0) throw new RegisterFormError(`${path}.cost.n must be a power of two`);
  return {
    id: requireText(record['id'], /^[0-9a-f]{32}$/, `${path}.id`),
    salt: requireText(record['salt'], /^[0-9a-f]{32}$/, `${path}.salt`),
    hash: requireText(record['hash'], /^[0-9a-f]{64}$/, `${path}.hash`),
    // scrypt takes n·r·128 bytes of memory: bounded, because an edited file could else end the process.
    cost: {
      n,
      r: requireInteger(cost['r'], `${path}.cost.r`, { from: 1, to: 8 }),
      p: requireInteger(cost['p'], `${path}.cost.p`, { from: 1, to: 8 }),
    },
  };
}

function parseVerificationMark(value: unknown, path: string): VerificationMark {
  const record = requireObject(value, path);
  requireOnlyMembers(record, ['mark', 'verifiedUntil'], path);
  return {
    mark: record['mark'] === null ? null : requireText(record['mark'], NAME_PATTERN, `${path}.mark`),
    verifiedUntil:
      record['verifiedUntil'] === null
        ? null
        : requireText(record['verifiedUntil'], ISO_DATE_PATTERN, `${path}.verifiedUntil`),
  };
}

function requireObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RegisterFormError(`${path} must be an object`);
  return value as Record<string, unknown>;
}

function requireList(value: unknown, path: string, most: number): unknown[] {
  if (!Array.isArray(value)) throw new RegisterFormError(`${path} must be a list`);
  if (value.length > most) throw new RegisterFormError(`${path} may have at most ${most} items`);
  return value;
}

function requireRecordOf<T>(
  value: unknown,
  { path, most, name: namePattern }: { path: string; most: number; name: RegExp },
  parseMember: (value: unknown, path: string) => T,
): Record<string, T> {
  const members = Object.entries(requireObject(value, path));
  if (members.length > most) throw new RegisterFormError(`${path} may have at most ${most} members`);
  return Object.fromEntries(
    members.map(([name, member]) => {
      if (!namePattern.test(name))
        throw new RegisterFormError(`${path}: "${name.slice(0, 40)}" is not a name (a–z 0–9 -)`);
      return [name, parseMember(member, `${path}.${name}`)];
    }),
  );
}

function requireText(value: unknown, pattern: RegExp, path: string): string {
  if (typeof value !== 'string' || !pattern.test(value))
    throw new RegisterFormError(`${path} has not the form it must have`);
  return value;
}

function requireInteger(value: unknown, path: string, range: { from: number; to: number }): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < range.from || value > range.to)
    throw new RegisterFormError(`${path} must be a whole number from ${range.from} to ${range.to}`);
  return value;
}

function requireBoolean(value: unknown, path: string): boolean {
  if (typeof value !== 'boolean') throw new RegisterFormError(`${path} must be true or false`);
  return value;
}

function requireOnlyMembers(value: Record<string, unknown>, allowed: readonly string[], path: string): void {
  const unknown = Object.keys(value).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new RegisterFormError(`${path} has an unknown member "${unknown.slice(0, 40)}"`);
}
