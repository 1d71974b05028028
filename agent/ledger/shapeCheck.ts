// Checks a parsed entry against the shapes of entryShapes.ts. Reports the first error by its path and never the value,
// because what a ledger holds may be secret.
import { ENTRY_BODY_SHAPES, ENTRY_MEMBER_SHAPES } from './entryShapes.ts';
import type { ValueShape } from './entryShapes.ts';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function findMemberError(
  value: unknown,
  members: Readonly<Record<string, ValueShape>>,
  path: string,
): string | undefined {
  if (!isObject(value)) return `${path} is not an object`;
  for (const name of Object.keys(value))
    if (!Object.hasOwn(members, name)) return `${path}.${name} is not a member of this kind`;
  for (const [name, shape] of Object.entries(members)) {
    if (!Object.hasOwn(value, name)) return `${path}.${name} is missing`;
    const memberError = findShapeError(value[name], shape, `${path}.${name}`);
    if (memberError !== undefined) return memberError;
  }
  return undefined;
}

function findShapeError(value: unknown, shape: ValueShape, path: string): string | undefined {
  if (shape === 'text') return typeof value === 'string' ? undefined : `${path} is not text`;
  if (shape === 'integer') return Number.isSafeInteger(value) ? undefined : `${path} is not an integer`;
  if (shape === 'boolean') return typeof value === 'boolean' ? undefined : `${path} is not true or false`;
  if ('orNull' in shape) return value === null ? undefined : findShapeError(value, shape.orNull, path);
  if ('members' in shape) return findMemberError(value, shape.members, path);
  if ('kinds' in shape) {
    const kind = isObject(value) && typeof value['kind'] === 'string' ? value['kind'] : '';
    const kindShape = Object.hasOwn(shape.kinds, kind) ? shape.kinds[kind] : undefined;
    return kindShape === undefined ? `${path}.kind is not known` : findShapeError(value, kindShape, path);
  }
  if (!Array.isArray(value)) return `${path} is not a list`;
  for (const [index, item] of value.entries()) {
    const itemError = findShapeError(item, shape.list, `${path}[${index}]`);
    if (itemError !== undefined) return itemError;
  }
  return undefined;
}

/** The first thing that is wrong with an entry, by path; never a value, because what a ledger holds may be secret. */
export interface EntryShapeError {
  code: 'kind-unknown' | 'members-wrong';
  detail: string;
}

/**
 * The first error of an entry's members against the shapes of its kind; undefined if there is none. Of an unknown kind
 * only the members around the body are checked.
 *
 * @see FORMAT.md, "Kinds of entries"
 */
export function findEntryShapeError(value: unknown): EntryShapeError | undefined {
  const kind = isObject(value) && typeof value['kind'] === 'string' ? value['kind'] : '';
  const known = Object.hasOwn(ENTRY_BODY_SHAPES, kind);
  const body = known ? ENTRY_BODY_SHAPES[kind as keyof typeof ENTRY_BODY_SHAPES] : undefined;
  // Of an unknown kind the body is anything, but the members around it are still checked.
  const checked =
    isObject(value) && body === undefined
      ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'body'))
      : value;
  const memberError = findMemberError(
    checked,
    body === undefined ? ENTRY_MEMBER_SHAPES : { ...ENTRY_MEMBER_SHAPES, body },
    '$',
  );
  if (memberError !== undefined) return { code: 'members-wrong', detail: memberError };
  return known ? undefined : { code: 'kind-unknown', detail: 'this version does not know this kind of entry' };
}
