// What every file that takes entries into the book is given. Types only, so that they need not know one another.
import type { Entry, EntryBodies, EntryKind } from '../../link/contract/entrySchemas.ts';
import type { BaseBook } from './baseBook.ts';
import type { HeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import type { StreamRow } from '../store/entryStreams.ts';

export type { EntryBodies } from '../../link/contract/entrySchemas.ts';
export type ContractEntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>;

export interface BookContext {
  book: BaseBook;
  stream: StreamRow;
  /** Hash of this entry, by which decisions name it. */
  hash: string;
  /** Hash of the entry before. */
  previousHash: string;
  keys: HeadquartersKeyRing;
  baseSigningKey: string;
}

/** Null if the entry was taken; else why it cannot be. What was written until then is undone. */
export type RejectionReason = string | null;

export type ContractBodyOf<K extends EntryKind> = EntryBodies[K];
