// Checks a parsed entry against the declarations of agent/core/model: members and types, not words and limits, which
// later versions may widen. Says the first thing that is wrong, by path, and never the value: what a ledger holds may
// be secret.
import type { z } from 'zod';
import { CHECKPOINT_FORMAT } from '../core/model/siteEntries.ts';
import { ENTRIES, entryHeader, isEntryKind } from '../core/model/entry.ts';

/** The first thing that is wrong with an entry, by path; never a value, because what a ledger holds may be secret. */
export interface EntryShapeError {
  code: 'kind-unknown' | 'newer-format' | 'members-wrong';
  detail: string;
}

const ANY_KIND_SCHEMA = entryHeader.schema;

/** The first fault of an entry's members, or undefined. Of an unknown kind the members around the body are checked. */
export function findEntryShapeError(value: unknown): EntryShapeError | undefined {
  if (!isObject(value)) return { code: 'members-wrong', detail: '$ is not an object' };
  const { body, ...header } = value;
  const headerError = firstShapeIssue(ANY_KIND_SCHEMA, header, '$');
  if (headerError !== undefined) return { code: 'members-wrong', detail: headerError };
  const kind = String(header['kind']);
  if (!isEntryKind(kind)) return { code: 'kind-unknown', detail: 'this version does not know this kind of entry' };
  if (!Object.hasOwn(value, 'body')) return { code: 'members-wrong', detail: '$.body is missing' };
  if (isUnknownFormat(kind, body)) return { code: 'newer-format', detail: 'this version does not know this format' };
  const bodyError = firstShapeIssue(ENTRIES[kind].schema, body, '$.body');
  return bodyError === undefined ? undefined : { code: 'members-wrong', detail: bodyError };
}

/** A checkpoint that signs in another way than this version knows may be right: it cannot be judged. */
function isUnknownFormat(kind: string, body: unknown): boolean {
  const format = isObject(body) ? body['format'] : undefined;
  return kind === 'checkpoint' && Number.isSafeInteger(format) && format !== CHECKPOINT_FORMAT;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstShapeIssue(schema: z.ZodType, value: unknown, at: string): string | undefined {
  const checked = schema.safeParse(value);
  if (checked.success) return undefined;
  return checked.error.issues.map((issue) => describeShapeIssue(issue, value, at)).find((text) => text !== undefined);
}

/** Undefined for an issue that is a word or a limit and no matter of members and types. */
function describeShapeIssue(issue: z.core.$ZodIssue, value: unknown, at: string): string | undefined {
  const path = issue.path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    at,
  );
  const member = valueAt(value, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${path}.${issue.keys[0] ?? ''} is not a member of this kind`;
    case 'invalid_type':
      return member === undefined ? `${path} is missing` : `${path} is not ${typeWords(issue.expected)}`;
    case 'invalid_union':
      return `${path} is not of a known kind`;
    case 'invalid_value':
      if (member === undefined) return `${path} is missing`;
      if (typeof member !== 'string') return `${path} is not text`;
      // One value alone is allowed: it names what the object is, like the kinds of a union.
      return issue.values.length === 1 ? `${path} is not of a known kind` : undefined;
    default:
      return undefined;
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function typeWords(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'an integer',
    int: 'an integer',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
  };
  return words[expected] ?? `of type ${expected}`;
}
