// Who touched what by an entry, as its declaration says: the one way by which the book learns it. Nobody who touched what
// a case is about weighs it again or approves it.
import { ENTRIES, type NewEntry } from './entry.ts';
import { asOperatorId, type OperatorId } from './ids.ts';

/** What people touch. */
export const TOUCHED_KINDS = ['package', 'weighing', 'group', 'visit', 'job', 'finding', 'stocktake'] as const;
/** A kind of thing that people touch. */
export type TouchedKind = (typeof TOUCHED_KINDS)[number];

/** One thing by its id. */
export interface TouchedThing {
  kind: TouchedKind;
  id: string;
}

/** Acts that take two, and what their subject is; of the others it is no thing that a case is about. */
const SUBJECT_KINDS: Readonly<Record<string, TouchedKind>> = {
  'lift-quarantine': 'package',
  remove: 'package',
  'reverse-weighing': 'weighing',
};

/** The people who acted by an entry, and the things that they touched; both without repetition. */
export function touchesOf(entry: NewEntry): { people: OperatorId[]; things: TouchedThing[] } {
  const { touches } = ENTRIES[entry.kind];
  if (touches === undefined) return { people: [], things: [] };
  const body = entry.body as Record<string, unknown>;
  const people = new Set(touches.by.flatMap((member) => listIds(body[member])));
  if (people.size === 0) return { people: [], things: [] };
  const things = touches.what.flatMap((member) => listTouched(member, body));
  const distinct = new Map(things.map((thing) => [`${thing.kind}/${thing.id}`, thing]));
  return { people: [...people].map(asOperatorId), things: [...distinct.values()] };
}

function listIds(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function listTouched(member: string, body: Record<string, unknown>): TouchedThing[] {
  if (member === 'intent') return listIntentThings(body[member]);
  if (member === 'subject') return subjectOf(body);
  const kind = kindOfMember(member);
  return kind === null ? [] : listIds(body[member]).map((id) => ({ kind, id }));
}

/** Who announces a recount has only come to weigh: the recount itself is his touch. */
function listIntentThings(intent: unknown): TouchedThing[] {
  if (typeof intent !== 'object' || intent === null) return [];
  const members = intent as Record<string, unknown>;
  if (members['kind'] === 'recount') return [];
  return TOUCHED_KINDS.flatMap((kind) => listIds(members[kind]).map((id) => ({ kind, id })));
}

function subjectOf({ act, subject }: Record<string, unknown>): TouchedThing[] {
  const kind = SUBJECT_KINDS[String(act)];
  return kind === undefined ? [] : listIds(subject).map((id) => ({ kind, id }));
}

/** The kind of thing that a member of this name holds; null: no such thing. */
export function kindOfMember(member: string): TouchedKind | null {
  const name = member === 'packages' ? 'package' : member;
  return TOUCHED_KINDS.find((kind) => kind === name) ?? null;
}
