// What every function that books an entry is given. Types only, so that the booking files need not import one another.
import type { Entry, EntryBodies, EntryKind } from '../../link/contract/entrySchemas.ts';
import type { BaseBook } from './baseBook.ts';
import type { HeadquartersKeyRing } from '../signing/headquartersKeys.ts';

/** An entry of one kind, as the contract states it. */
export type ContractEntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>;

/** The stream that an entry belongs to; the book knows no more of streams. */
export interface StreamReference {
  /** Number of the stream in the link half. */
  stream: number;
  base: string;
  epoch: string;
}

/** What a booking function is given beside the entry. */
export interface BookContext {
  book: BaseBook;
  stream: StreamReference;
  /** Hash of this entry as 64 hex digits; decisions name a finding by it. */
  hash: string;
  /** Hash of the entry before this one in the stream. */
  previousHash: string;
  keys: HeadquartersKeyRing;
  /** The enrolled Ed25519 key of the base, 32 bytes as base64url. */
  baseSigningKey: string;
  /** Canonical text of each release that headquarters itself deposited at the base, by the deposit's name. */
  deposits: ReadonlyMap<string, string>;
}

/**
 * Why headquarters cannot accept an entry; null if it was booked. After a rejection the caller rolls back its writes.
 */
export type RejectionReason = string | null;

/** The body of an entry of one kind, as the contract states it. */
export type ContractBodyOf<K extends EntryKind> = EntryBodies[K];
