// Checks the form of a register's content, whoever wrote it: the agent years ago, or a technician with an editor.
// Says what is wrong and where in words; decides nothing about what to do then. Pure.
import type { Role } from '../core/command.ts';
import type { Operator, PinHash, RegisterContent, VerificationMark } from './document.ts';

export const ROLES = ['operator', 'supervisor', 'technician', 'auditor'] as const satisfies readonly Role[];

export const REGISTER_LIMITS = { operators: 500, instruments: 500, preferences: 600, fileBytes: 1_000_000 } as const;

export const ID = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** Of the base, or after a slash of one person. */
export const PREFERENCE = /^[a-z0-9][a-z0-9-]{0,39}(?:\/[a-z0-9][a-z0-9-]{0,39})?$/;
export const BADGE = /^[\x21-\x7e]{1,64}$/;
/** Anything a name may hold, without control characters. */
export const NAME = /^[^\p{Cc}\p{Cs}]{1,80}$/u;
export const ISO_DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

class FormError extends Error {}

export function checkContent(value: Record<string, unknown>): { content: RegisterContent } | { why: string } {
  try {
    onlyMembers(value, ['form', 'operators', 'verification', 'preferences'], 'the register');
    if (value['form'] !== 1) throw new FormError('form must be 1');
    const operators = list(value['operators'], 'operators', REGISTER_LIMITS.operators).map(operator);
    for (const member of ['operator', 'badge'] as const) {
      const seen = new Set(operators.map((one) => one[member]));
      if (seen.size !== operators.length) throw new FormError(`operators: one ${member} is used twice`);
    }
    const verification = record(
      value['verification'],
      { path: 'verification', most: REGISTER_LIMITS.instruments, name: ID },
      verificationMark,
    );
    const preferences = record(
      value['preferences'],
      { path: 'preferences', most: REGISTER_LIMITS.preferences, name: PREFERENCE },
      (one, path) => text(one, NAME, path),
    );
    return { content: { form: 1, operators, verification, preferences } };
  } catch (error) {
    if (error instanceof FormError) return { why: error.message };
    throw error;
  }
}

function operator(value: unknown, index: number): Operator {
  const path = `operators[${index}]`;
  const found = object(value, path);
  onlyMembers(found, ['operator', 'name', 'roles', 'badge', 'pin', 'failures'], path);
  return {
    operator: text(found['operator'], ID, `${path}.operator`),
    name: text(found['name'], NAME, `${path}.name`),
    roles: roles(found['roles'], `${path}.roles`),
    badge: text(found['badge'], BADGE, `${path}.badge`),
    pin: pinHash(found['pin'], `${path}.pin`),
    failures: integer(found['failures'], `${path}.failures`, { from: 0, to: 1_000_000 }),
  };
}

function roles(value: unknown, path: string): Role[] {
  const found = list(value, path, ROLES.length);
  const known = ROLES.filter((role) => found.includes(role));
  if (known.length === 0 || known.length !== found.length)
    throw new FormError(`${path} must name some of ${ROLES.join(', ')}, each once`);
  return known;
}

function pinHash(value: unknown, path: string): PinHash {
  const found = object(value, path);
  onlyMembers(found, ['salt', 'hash', 'cost'], path);
  const cost = object(found['cost'], `${path}.cost`);
  onlyMembers(cost, ['n', 'r', 'p'], `${path}.cost`);
  const n = integer(cost['n'], `${path}.cost.n`, { from: 2, to: 131_072 });
  if ((n & (n - 1)) !== 0) throw new FormError(`${path}.cost.n must be a power of two`);
  return {
    salt: text(found['salt'], /^[0-9a-f]{32}$/, `${path}.salt`),
    hash: text(found['hash'], /^[0-9a-f]{64}$/, `${path}.hash`),
    // n·r·128 bytes of memory: bounded, or an edited file could fell the process.
    cost: {
      n,
      r: integer(cost['r'], `${path}.cost.r`, { from: 1, to: 8 }),
      p: integer(cost['p'], `${path}.cost.p`, { from: 1, to: 8 }),
    },
  };
}

function verificationMark(value: unknown, path: string): VerificationMark {
  const found = object(value, path);
  onlyMembers(found, ['mark', 'verifiedUntil'], path);
  return {
    mark: found['mark'] === null ? null : text(found['mark'], NAME, `${path}.mark`),
    verifiedUntil:
      found['verifiedUntil'] === null ? null : text(found['verifiedUntil'], ISO_DATE, `${path}.verifiedUntil`),
  };
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormError(`${path} must be an object`);
  return value as Record<string, unknown>;
}

function list(value: unknown, path: string, most: number): unknown[] {
  if (!Array.isArray(value)) throw new FormError(`${path} must be a list`);
  if (value.length > most) throw new FormError(`${path} may have at most ${most} items`);
  return value;
}

function record<T>(
  value: unknown,
  { path, most, name: form }: { path: string; most: number; name: RegExp },
  member: (value: unknown, path: string) => T,
): Record<string, T> {
  const members = Object.entries(object(value, path));
  if (members.length > most) throw new FormError(`${path} may have at most ${most} members`);
  return Object.fromEntries(
    members.map(([name, one]) => {
      if (!form.test(name)) throw new FormError(`${path}: "${name.slice(0, 40)}" is not a name (a–z 0–9 -)`);
      return [name, member(one, `${path}.${name}`)];
    }),
  );
}

function text(value: unknown, form: RegExp, path: string): string {
  if (typeof value !== 'string' || !form.test(value)) throw new FormError(`${path} has not the form it must have`);
  return value;
}

function integer(value: unknown, path: string, range: { from: number; to: number }): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < range.from || value > range.to)
    throw new FormError(`${path} must be a whole number from ${range.from} to ${range.to}`);
  return value;
}

function onlyMembers(value: Record<string, unknown>, allowed: readonly string[], path: string): void {
  const unknown = Object.keys(value).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new FormError(`${path} has an unknown member "${unknown.slice(0, 40)}"`);
}
