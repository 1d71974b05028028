// The register's document: what the ledger's entries add up to, with the PIN hashes, which no entry carries; the hash by
// which a hand edit is noticed, and what differs between two versions. Pure; must not know files or clocks.
import { hashContent } from '../../config/contentHash.ts';
import { asInstrumentId } from '../../drivers/contract/siteIds.ts';
import type { RegisterChange } from '../core/model/siteEntries.ts';
import type { RegisteredOperator, RegisterRecord, VerificationMark } from '../core/model/workRecords.ts';

/** Everything needed to check a PIN again, except the pepper. */
export interface PinHash {
  /** Random; the ledger names the hash by it. */
  id: string;
  /** Hex, 128 bits. */
  salt: string;
  /** Hex, 256 bits: scrypt of HMAC-SHA-256(pepper, PIN). */
  hash: string;
  cost: { n: number; r: number; p: number };
}

/** One operator as the file keeps it; `pin` null: it was lost, and two persons give a new one. */
export interface OperatorRecord extends Omit<RegisteredOperator, 'pin'> {
  pin: PinHash | null;
}

/** The whole document. */
export interface RegisterContent {
  form: 2;
  operators: OperatorRecord[];
  /** By instrument. */
  verification: Record<string, VerificationMark>;
  preferences: Record<string, string>;
}

/** PIN hashes by operator. */
export type PinHashes = ReadonlyMap<string, PinHash>;

/** The content of a new base. */
export function emptyRegisterContent(): RegisterContent {
  return { form: 2, operators: [], verification: {}, preferences: {} };
}

/** The hash that the agent writes beside the content: an edit by hand does not fit it. */
export function hashRegisterContent(content: RegisterContent): string {
  return hashContent(content);
}

/** The document that the ledger's word gives: a hash that the ledger does not name is nobody's PIN. */
export function contentFromLedger(recorded: RegisterRecord, pins: PinHashes): RegisterContent {
  const operators = recorded.operators.map(({ pin, ...operator }): OperatorRecord => {
    const hash = pins.get(operator.operator);
    return { ...operator, pin: hash !== undefined && hash.id === pin ? hash : null };
  });
  return { form: 2, operators, verification: recorded.verification, preferences: recorded.preferences };
}

/** The PIN hashes of a document. */
export function pinHashesOf(content: RegisterContent): Map<string, PinHash> {
  return new Map(content.operators.flatMap(({ operator, pin }) => (pin === null ? [] : [[operator, pin] as const])));
}

/** The changes that lead from one document to the other, and the hashes of the PINs among them under fresh ids. */
export function changesBetween(
  from: RegisterContent,
  to: RegisterContent,
  newId: () => string,
): { changes: RegisterChange[]; pins: Map<string, PinHash> } {
  const pins = new Map<string, PinHash>();
  const changes: RegisterChange[] = [];
  const before = new Map(from.operators.map((one) => [one.operator, one]));
  for (const { operator } of from.operators)
    if (!to.operators.some((one) => one.operator === operator)) changes.push({ kind: 'operator-removed', operator });
  for (const one of to.operators) changes.push(...operatorChanges(before.get(one.operator), one, { newId, pins }));
  for (const [instrument, mark] of Object.entries(to.verification))
    if (!isSame(from.verification[instrument], mark))
      changes.push({ kind: 'verification-put', instrument: asInstrumentId(instrument), ...mark });
  for (const [instrument] of Object.entries(from.verification))
    if (!(instrument in to.verification))
      changes.push({
        kind: 'verification-put',
        instrument: asInstrumentId(instrument),
        mark: null,
        verifiedUntil: null,
      });
  for (const [name, value] of Object.entries(to.preferences))
    if (from.preferences[name] !== value) changes.push({ kind: 'preference-put', name, value });
  return { changes, pins };
}

function operatorChanges(
  before: OperatorRecord | undefined,
  after: OperatorRecord,
  { newId, pins }: { newId: () => string; pins: Map<string, PinHash> },
): RegisterChange[] {
  const { operator, name, roles, badge, locked, pin } = after;
  const changes: RegisterChange[] = [];
  if (before?.name !== name || before.badge !== badge || !isSame(before.roles, roles))
    changes.push({ kind: 'operator-put', operator, name, roles, badge });
  if (locked !== (before?.locked ?? false)) changes.push({ kind: 'operator-locked', operator, locked });
  if (!isSame(before?.pin ?? null, pin)) {
    const id = pin === null ? null : newId();
    if (pin !== null && id !== null) pins.set(operator, { ...pin, id });
    changes.push({ kind: 'pin-set', operator, pin: id });
  }
  return changes;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
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
    if (isSame(before, after)) return [];
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
    .filter(([name, value]) => !isSame(value, after.get(name)))
    .map(
      ([name, value]) =>
        `${path}.${name}: ${name === 'pin' ? 'changed' : `${JSON.stringify(value)} → ${JSON.stringify(after.get(name))}`}`,
    );
}
