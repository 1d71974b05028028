// The ledger's vocabulary: every kind of entry, declared once in the files named after its topic, joined here. Numbers
// are safe integers, masses milligrams. FORMAT.md and CONTRACT.md print these declarations for readers outside.
import { z } from 'zod';
import { CASE_ENTRIES } from './caseEntries.ts';
import { part, type ValueOf } from './declare.ts';
import { JOB_ENTRIES } from './jobEntries.ts';
import { LOAD_ENTRIES } from './loadEntries.ts';
import { PACKAGE_ENTRIES } from './packageEntries.ts';
import { RELEASE_ENTRIES } from './releaseEntries.ts';
import { SITE_ENTRIES } from './siteEntries.ts';
import { STOCKTAKE_ENTRIES } from './stocktakeEntries.ts';
import { anyId, baseName, count, epochId, integer, seqNumber } from './values.ts';
import { WEIGHING_ENTRIES } from './weighingEntries.ts';

/**
 * Every kind of entry by its name, as `kind` says it.
 *
 * @see FORMAT.md, "Kinds of entries"
 */
export const ENTRIES = {
  ...SITE_ENTRIES,
  ...JOB_ENTRIES,
  ...WEIGHING_ENTRIES,
  ...LOAD_ENTRIES,
  ...PACKAGE_ENTRIES,
  ...RELEASE_ENTRIES,
  ...STOCKTAKE_ENTRIES,
  ...CASE_ENTRIES,
} as const;

/** Name of a kind of entry that this version knows. */
export type EntryKind = keyof typeof ENTRIES;
/** The body of every kind. */
export type EntryBodies = { [K in EntryKind]: ValueOf<(typeof ENTRIES)[K]> };

/** One captured weight with its evidence; masses in milligrams. */
export type WeighingBody = EntryBodies['weighing'];
/** One disagreement, as it was when it was found. */
export type FindingBody = EntryBodies['finding'];
/** What the evidence said of a lot; masses in milligrams. */
export type VerdictBody = EntryBodies['verdict'];

/** False for kinds that a later version may have written. */
export function isEntryKind(kind: string): kind is EntryKind {
  return Object.hasOwn(ENTRIES, kind);
}

/** When a transaction was decided. Order is by seq, never by time. */
export const timestamp = part('timestamp', 'Order is by `seq`, never by time.', {
  wallMs: [integer, 'ms since 1970-01-01T00:00:00Z by the wall clock'],
  monotonicMs: [count, 'ms since the machine booted'],
  boot: [anyId, 'random id of this boot'],
  trust: [z.enum(['synchronised', 'unsynchronised', 'stepped']), 'how far the wall clock can be believed'],
});

/** When an entry was decided. */
export type EntryTime = ValueOf<typeof timestamp>;

/** Members that every entry has besides its body, whatever its kind. */
export const entryHeader = part('entry', '', {
  base: [baseName, 'name of the base, as in table `ledger`'],
  epoch: [epochId, 'the epoch’s id, as in table `epochs`'],
  seq: [seqNumber, 'number within the epoch, from 1, without gaps'],
  kind: [z.string().min(1).max(64), 'one of the kinds below; says what `body` holds'],
  cause: [
    z.string().min(1).max(500),
    'what led to it: a command’s, order’s or capture’s id; entries of one cause are consecutive',
  ],
  at: [timestamp.schema, 'when the transaction was decided'],
});

/** What decide() asks the ledger to append: the ledger adds base, epoch, seq, cause and time. */
export type NewEntry = { [K in EntryKind]: { kind: K; body: EntryBodies[K] } }[EntryKind];

/** Where an entry is not what its kind declares, by path and never by value; null: it is. */
export function findEntryFault({ kind, body }: NewEntry): string | null {
  const issue = ENTRIES[kind].schema.safeParse(body).error?.issues[0];
  return issue ? `${kind}: ${issue.path.join('.')}: ${issue.message}` : null;
}

/**
 * The path of the first member of an entry that says a word, or a number beyond a limit, that its declaration does not
 * have; null: there is none.
 */
export function findUndeclaredWord(entry: Entry): string | null {
  const { body, ...header } = entry;
  const issues = [entryHeader.schema.safeParse(header), ENTRIES[entry.kind].schema.safeParse(body)].flatMap(
    ({ error }) => error?.issues ?? [],
  );
  return issues[0] ? issues[0].path.map(String).join('.') : null;
}

/** One line of the ledger, exactly the members that are canonicalised and hashed. */
export type Entry = NewEntry & Omit<ValueOf<typeof entryHeader>, 'kind'>;
/** An entry of one kind, with its header. */
export type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>;
