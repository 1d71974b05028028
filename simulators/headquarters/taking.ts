// What every file that takes entries into the book is given. Types only, so that they need not know one another.
import type { Entry, EntryBodies, EntryKind } from '../../agent/headquarters/contract/entries.ts';
import type { BaseBook } from './baseBook.ts';
import type { OwnKeys } from './keys.ts';
import type { StreamRow } from './store.ts';

export type { EntryBodies } from '../../agent/headquarters/contract/entries.ts';
export type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>;

export interface Taking {
  book: BaseBook;
  stream: StreamRow;
  /** Hash of this entry, by which decisions name it. */
  hash: string;
  /** Hash of the entry before. */
  previousHash: string;
  keys: OwnKeys;
  baseSigningKey: string;
}

/** Null if the entry was taken; else why it cannot be. What was written until then is undone. */
export type Taken = string | null;

export type Body<K extends EntryKind> = EntryBodies[K];
