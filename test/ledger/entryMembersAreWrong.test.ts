// A member of an entry is left out, added or of another type, or of a kind that nobody declared: verification says so,
// by path and without the value. Made from the declarations, so that no kind and no member is left out.
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { ENTRIES, type EntryKind, isEntryKind } from '../../agent/core/model/entry.ts';
import { findEntryShapeError } from '../../agent/ledger/shapeCheck.ts';

interface Def {
  type: string;
  innerType?: z.core.$ZodType;
  element?: z.core.$ZodType;
  options?: readonly z.core.$ZodType[];
  shape?: Record<string, z.core.$ZodType>;
  entries?: Record<string, string>;
  values?: readonly unknown[];
}
const defOf = (schema: z.core.$ZodType): Def => schema._zod.def;

/** A value of a schema's type; words are the first that is allowed, other text and numbers are arbitrary. */
function sample(schema: z.core.$ZodType): unknown {
  const { type, innerType, element, options, shape, entries, values } = defOf(schema);
  if ((type === 'nullable' || type === 'optional') && innerType) return sample(innerType);
  if (type === 'array' && element) return [sample(element)];
  if (type === 'union' && options?.[0]) return sample(options[0]);
  if (type === 'object') return Object.fromEntries(Object.entries(shape ?? {}).map(([name, of]) => [name, sample(of)]));
  if (type === 'enum') return Object.values(entries ?? {})[0];
  if (type === 'literal') return values?.[0];
  if (type === 'number') return Math.max(1, (schema as z.ZodNumber).minValue ?? 1);
  return type === 'boolean' ? true : 'secret';
}

/** Members that are absent where there is nothing to say. */
const MAY_BE_LEFT_OUT: ReadonlySet<string> = new Set(['validUntilMs']);

type Path = readonly (string | number)[];

/** Every member below a value, with the path to it. */
function paths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const below = [...path, Array.isArray(value) ? Number(name) : name];
    return [below, ...paths(inner, below)];
  });
}

/** A copy with the member at `path` changed, or taken out if `change` gives undefined. */
function changed(value: unknown, path: Path, change: (member: unknown) => unknown): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  const holder = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>((inner, name) => inner[name] as never, copy);
  const last = path.at(-1) ?? '';
  const next = change(holder[last]);
  if (next === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = next;
  return copy;
}

function entryOf(kind: EntryKind): Record<string, unknown> {
  const at = { wallMs: 1, monotonicMs: 1, boot: 'secret', trust: 'stepped' };
  return { base: 'b', epoch: 'e', seq: 1, kind, cause: 'c', at, body: sample(ENTRIES[kind].schema) };
}

const kinds = Object.keys(ENTRIES).filter(isEntryKind);
const otherType = (member: unknown): unknown => (typeof member === 'object' ? 'secret' : { secret: 1 });

describe.each(kinds)('%s', (kind) => {
  const entry = entryOf(kind);
  const members = paths(entry).filter((path) => path.join('.') !== 'kind');

  it('is of its form as declared', () => {
    expect(findEntryShapeError(entry)).toBeUndefined();
  });

  it('says each member that is left out or of another type', () => {
    for (const path of members) {
      const wrong = [changed(entry, path, otherType)];
      if (typeof path.at(-1) === 'string' && !MAY_BE_LEFT_OUT.has(String(path.at(-1))))
        wrong.push(changed(entry, path, () => undefined));
      for (const value of wrong) {
        const error = findEntryShapeError(value);
        expect([path.join('.'), error?.code]).toEqual([path.join('.'), 'members-wrong']);
        expect(error?.detail).not.toContain('secret');
      }
    }
  });

  it('says a member that nobody declared', () => {
    const objects: Path[] = [[], ...members].filter(
      (path) =>
        path.length === 0 || typeof path.reduce<unknown>((inner, name) => (inner as never)[name], entry) === 'object',
    );
    for (const path of objects) {
      const add = (member: unknown): unknown =>
        Array.isArray(member) ? undefined : { ...(member as object), undeclared: 'secret' };
      const value = path.length === 0 ? add(entry) : changed(entry, path, (member) => add(member) ?? member);
      if (JSON.stringify(value) === JSON.stringify(entry)) continue;
      const error = findEntryShapeError(value);
      expect([path.join('.'), error?.code]).toEqual([path.join('.'), 'members-wrong']);
      expect(error?.detail).not.toContain('secret');
    }
  });
});

it('a kind that nobody declared is told apart from a wrong one, and what is around its body is still checked', () => {
  const entry = { ...entryOf('checkpoint'), kind: 'of-a-later-version', body: { anything: true } };
  expect(findEntryShapeError(entry)?.code).toBe('kind-unknown');
  expect(findEntryShapeError({ ...entry, seq: '1' })?.code).toBe('members-wrong');
  expect(findEntryShapeError('no entry')?.code).toBe('members-wrong');
});

it('a part that can only be of one kind and says another is told; a word that a later version may add is not', () => {
  const opened = entryOf('sealed-order-opened');
  expect(findEntryShapeError(changed(opened, ['body', 'release', 'kind'], () => 'booking'))).toEqual({
    code: 'members-wrong',
    detail: '$.body.release.kind is not of a known kind',
  });
  expect(findEntryShapeError(changed(opened, ['body', 'release', 'regime'], () => 'later'))).toBeUndefined();
});

it('a word that is left out is told as missing', () => {
  const closed = changed(entryOf('job-closed'), ['body', 'outcome'], () => undefined);
  expect(findEntryShapeError(closed)?.detail).toBe('$.body.outcome is missing');
});
