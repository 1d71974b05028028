// The register's document: operators and their roles, instruments' verification marks, site preferences; how a change
// alters it, the hash by which a hand edit is noticed, and what differs between two versions. Pure; must not know files
// or clocks.
import { hashContent } from '../../config/contentHash.ts';
import type { OperatorId } from '../core/model/ids.ts';
import type { Role } from '../core/model/roles.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';

/** Everything needed to check a PIN again, except the pepper. */
export interface PinHash {
  /** Hex, 128 bits. */
  salt: string;
  /** Hex, 256 bits: scrypt of HMAC-SHA-256(pepper, PIN). */
  hash: string;
  cost: { n: number; r: number; p: number };
}

/** One operator as the register keeps it. */
export interface OperatorRecord {
  operator: OperatorId;
  name: string;
  roles: Role[];
  badge: string;
  pin: PinHash;
  /** Wrong PINs in a row; kept on disk, so that a restart does not reset them. */
  failures: number;
}

/** The verification of one scale. */
export interface VerificationMark {
  /** Text of the mark; null: none is recorded. */
  mark: string | null;
  /** ISO date through which the periodic inspection holds; null: none is recorded. */
  verifiedUntil: string | null;
}

/** The whole document. */
export interface RegisterContent {
  form: 1;
  operators: OperatorRecord[];
  /** By instrument. */
  verification: Record<string, VerificationMark>;
  preferences: Record<string, string>;
}

/** The content of a new base. */
export function emptyRegisterContent(): RegisterContent {
  return { form: 1, operators: [], verification: {}, preferences: {} };
}

/** The hash that the agent writes beside the content: an edit by hand does not fit it. */
export function hashRegisterContent(content: RegisterContent): string {
  return hashContent(content);
}

/**
 * The content after one change: the projection of one 'register-changed' entry. `secret`: the new PIN of operator-put;
 * null keeps the PIN.
 *
 * @throws {Error} when a new operator has no PIN
 */
export function projectRegisterChange(
  content: RegisterContent,
  change: RegisterChange,
  secret: { pin: PinHash } | null,
): RegisterContent {
  switch (change.kind) {
    case 'operator-put': {
      const others = content.operators.filter((operator) => operator.operator !== change.operator);
      const pin = secret?.pin ?? content.operators.find((operator) => operator.operator === change.operator)?.pin;
      if (pin === undefined) throw new Error(`operator ${change.operator} has no PIN`);
      const changed: OperatorRecord = {
        operator: change.operator,
        name: change.name,
        roles: change.roles as Role[],
        badge: change.badge,
        pin,
        failures: 0,
      };
      return {
        ...content,
        operators: [...others, changed].sort((first, second) => (first.operator < second.operator ? -1 : 1)),
      };
    }
    case 'operator-removed': {
      const preferences = Object.fromEntries(
        Object.entries(content.preferences).filter(([name]) => name.split('/')[1] !== change.operator),
      );
      return {
        ...content,
        preferences,
        operators: content.operators.filter((operator) => operator.operator !== change.operator),
      };
    }
    case 'verification-put':
      return {
        ...content,
        verification: {
          ...content.verification,
          [change.instrument]: { mark: change.mark, verifiedUntil: change.verifiedUntil },
        },
      };
    case 'preference-put':
      return { ...content, preferences: { ...content.preferences, [change.name]: change.value } };
    case 'hand-edit-adopted':
      // The whole content is replaced, not changed: the caller holds it.
      return content;
  }
}

/** What a hand edit would change, in words without secrets: at most 50 lines. */
export function describeRegisterDifferences(from: RegisterContent, to: RegisterContent): string[] {
  const lines = [
    ...describeMemberDifferences('operators', indexOperators(from.operators), indexOperators(to.operators)),
    ...describeMemberDifferences('verification', from.verification, to.verification),
    ...describeMemberDifferences('preferences', from.preferences, to.preferences),
  ];
  return lines.length > 50 ? [...lines.slice(0, 50), `and ${lines.length - 50} more`] : lines;
}

function indexOperators(operators: OperatorRecord[]): Record<string, OperatorRecord> {
  return Object.fromEntries(operators.map((operator) => [operator.operator, operator]));
}

function describeMemberDifferences(
  section: string,
  from: Record<string, unknown>,
  to: Record<string, unknown>,
): string[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return names.flatMap((name) => {
    const [before, after] = [from[name], to[name]];
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    if (before === undefined) return [`${section}.${name}: added`];
    if (after === undefined) return [`${section}.${name}: removed`];
    if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null)
      return [`${section}.${name}: changed`];
    return describeFieldDifferences(`${section}.${name}`, before, after);
  });
}

function describeFieldDifferences(path: string, from: object, to: object): string[] {
  const after = new Map<string, unknown>(Object.entries(to));
  return Object.entries(from)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(after.get(name)))
    .map(
      ([name, value]) =>
        `${path}.${name}: ${name === 'pin' ? 'changed' : `${JSON.stringify(value)} → ${JSON.stringify(after.get(name))}`}`,
    );
}
