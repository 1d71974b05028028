// Checks the form of a register's content, whoever wrote it: the agent years ago, or a technician with an editor.
// Says what is wrong and where in words; decides nothing about what to do then. Pure.
import type { Role } from '../core/model/roles.ts';
import type { OperatorRecord, PinHash, RegisterContent, VerificationMark } from './registerContent.ts';

export const OPERATOR_ROLES = ['operator', 'supervisor', 'technician', 'auditor'] as const satisfies readonly Role[];

export const REGISTER_LIMITS = { operators: 500, instruments: 500, preferences: 600, fileBytes: 1_000_000 } as const;

export const REGISTER_ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** Of the base, or after a slash of one person. */
export const PREFERENCE_NAME_PATTERN = /^[a-z0-9][a-z0-9-]{0,39}(?:\/[a-z0-9][a-z0-9-]{0,39})?$/;
export const BADGE_PATTERN = /^[\x21-\x7e]{1,64}$/;
/** Anything a name may hold, without control characters. */
export const NAME_PATTERN = /^[^\p{Cc}\p{Cs}]{1,80}$/u;
export const ISO_DATE_PATTERN = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

class RegisterFormError extends Error {}

export function parseRegisterContent(value: Record<string, unknown>): { content: RegisterContent } | { why: string } {
  try {
    requireOnlyMembers(value, ['form', 'operators', 'verification', 'preferences'], 'the register');
    if (value['form'] !== 1) throw new RegisterFormError('form must be 1');
    const operators = requireList(value['operators'], 'operators', REGISTER_LIMITS.operators).map(parseOperator);
    for (const member of ['operator', 'badge'] as const) {
      const seen = new Set(operators.map((one) => one[member]));
      if (seen.size !== operators.length) throw new RegisterFormError(`operators: one ${member} is used twice`);
    }
    const verification = requireRecordOf(
      value['verification'],
      { path: 'verification', most: REGISTER_LIMITS.instruments, name: REGISTER_ID_PATTERN },
      parseVerificationMark,
    );
    const preferences = requireRecordOf(
      value['preferences'],
      { path: 'preferences', most: REGISTER_LIMITS.preferences, name: PREFERENCE_NAME_PATTERN },
      (one, path) => requireText(one, NAME_PATTERN, path),
    );
    return { content: { form: 1, operators, verification, preferences } };
  } catch (error) {
    if (error instanceof RegisterFormError) return { why: error.message };
    throw error;
  }
}

function parseOperator(value: unknown, index: number): OperatorRecord {
  const path = `operators[${index}]`;
  const found = requireObject(value, path);
  requireOnlyMembers(found, ['operator', 'name', 'roles', 'badge', 'pin', 'failures'], path);
  return {
    operator: requireText(found['operator'], REGISTER_ID_PATTERN, `${path}.operator`),
    name: requireText(found['name'], NAME_PATTERN, `${path}.name`),
    roles: parseRoles(found['roles'], `${path}.roles`),
    badge: requireText(found['badge'], BADGE_PATTERN, `${path}.badge`),
    pin: parsePinHash(found['pin'], `${path}.pin`),
    failures: requireInteger(found['failures'], `${path}.failures`, { from: 0, to: 1_000_000 }),
  };
}

function parseRoles(value: unknown, path: string): Role[] {
  const found = requireList(value, path, OPERATOR_ROLES.length);
  const known = OPERATOR_ROLES.filter((role) => found.includes(role));
  if (known.length === 0 || known.length !== found.length)
    throw new RegisterFormError(`${path} must name some of ${OPERATOR_ROLES.join(', ')}, each once`);
  return known;
}

function parsePinHash(value: unknown, path: string): PinHash {
  const found = requireObject(value, path);
  requireOnlyMembers(found, ['salt', 'hash', 'cost'], path);
  const cost = requireObject(found['cost'], `${path}.cost`);
  requireOnlyMembers(cost, ['n', 'r', 'p'], `${path}.cost`);
  const n = requireInteger(cost['n'], `${path}.cost.n`, { from: 2, to: 131_072 });
  if ((n & (n - 1)) !== 0) throw new RegisterFormError(`${path}.cost.n must be a power of two`);
  return {
    salt: requireText(found['salt'], /^[0-9a-f]{32}$/, `${path}.salt`),
    hash: requireText(found['hash'], /^[0-9a-f]{64}$/, `${path}.hash`),
    // n·r·128 bytes of memory: bounded, or an edited file could fell the process.
    cost: {
      n,
      r: requireInteger(cost['r'], `${path}.cost.r`, { from: 1, to: 8 }),
      p: requireInteger(cost['p'], `${path}.cost.p`, { from: 1, to: 8 }),
    },
  };
}

function parseVerificationMark(value: unknown, path: string): VerificationMark {
  const found = requireObject(value, path);
  requireOnlyMembers(found, ['mark', 'verifiedUntil'], path);
  return {
    mark: found['mark'] === null ? null : requireText(found['mark'], NAME_PATTERN, `${path}.mark`),
    verifiedUntil:
      found['verifiedUntil'] === null
        ? null
        : requireText(found['verifiedUntil'], ISO_DATE_PATTERN, `${path}.verifiedUntil`),
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
  { path, most, name: form }: { path: string; most: number; name: RegExp },
  member: (value: unknown, path: string) => T,
): Record<string, T> {
  const members = Object.entries(requireObject(value, path));
  if (members.length > most) throw new RegisterFormError(`${path} may have at most ${most} members`);
  return Object.fromEntries(
    members.map(([name, one]) => {
      if (!form.test(name)) throw new RegisterFormError(`${path}: "${name.slice(0, 40)}" is not a name (a–z 0–9 -)`);
      return [name, member(one, `${path}.${name}`)];
    }),
  );
}

function requireText(value: unknown, form: RegExp, path: string): string {
  if (typeof value !== 'string' || !form.test(value))
    throw new RegisterFormError(`${path} has not the form it must have`);
  return value;
}

function requireInteger(value: unknown, path: string, range: { from: number; to: number }): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < range.from || value > range.to)
    throw new RegisterFormError(`${path} must be a whole number from ${range.from} to ${range.to}`);
  return value;
}

function requireOnlyMembers(value: Record<string, unknown>, allowed: readonly string[], path: string): void {
  const unknown = Object.keys(value).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new RegisterFormError(`${path} has an unknown member "${unknown.slice(0, 40)}"`);
}
