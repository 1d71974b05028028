// The shape of every decision: entries to append and things to tell people, or a refusal with a coded reason.
import { asFindingId, type FindingId, type OperatorId } from './ids.ts';
import { type StationId } from '../../../drivers/contract/siteIds.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import type { Book } from './book.ts';
import type { NewEntry } from './entry.ts';
import type { RefusalCode } from './refusals.ts';
import { ID_LENGTH } from './idPattern.ts';

/** Done after the commit, at most once. What must survive a crash is derived again from the book instead. */
export interface ScreenMessage {
  kind: 'tell';
  station: StationId;
  /** Key of the screen's text catalogue. */
  message: string;
  params: Record<string, string | number>;
}

/** `result` is kept with the cause, so that a repeated cause gets its first answer. Plain JSON values only. */
export interface Decided {
  entries: NewEntry[];
  effects: ScreenMessage[];
  result: Record<string, string | number | boolean | null>;
}

/** Declined for a reason that was foreseen: nothing is written. `refusal` has a row in the manual's page of codes. */
export interface Refusal {
  refusal: RefusalCode;
  params: Record<string, string | number>;
}

/**
 * A decision: reads the book as it is within the transaction, and changes nothing itself. `at` is the time that its
 * entries will bear.
 */
export type Decide = (book: Book, at: Timestamp) => Decided | Refusal;

/** Tells a refusal from a decision, so that its entries can be read. */
export function isRefusal(outcome: Decided | Refusal): outcome is Refusal {
  return 'refusal' in outcome;
}

/** Makes a refusal; `params` fill the placeholders of its text. */
export function refuse(refusal: RefusalCode, params: Refusal['params'] = {}): Refusal {
  return { refusal, params };
}

/** A refusal of which the entries keep a record: what was asked for is not done. */
export function refuseWithRecord({ refusal, params }: Refusal, entries: NewEntry[]): Decided {
  return { entries, effects: [], result: { refusal, ...params } };
}

/** The refusal that a decision keeps a record of; null: what was asked for is done. */
export function recordedRefusal({ refusal, ...params }: Decided['result']): Refusal | null {
  return typeof refusal === 'string' ? { refusal: refusal as RefusalCode, params: params as Refusal['params'] } : null;
}

/** What every decision on a person's act needs and the book cannot know. */
export interface CommandMeta {
  /** Fresh and random; whatever the decision must name is made of it, so that a retry names the same. */
  id: string;
  operator: OperatorId;
}

/**
 * Ids of the findings that one decision makes: `seed.1`, `seed.2`, … A seed that is too long for that gives way to its
 * beginning and a sum of all of it.
 */
export function derivedIds(seed: string): () => FindingId {
  let count = 0;
  const stem = seed.length <= SEED_LENGTH ? seed : `${seed.slice(0, SEED_LENGTH - 17)}~${checksumOf(seed)}`;
  return () => asFindingId(`${stem}.${++count}`);
}

/** A point and five digits behind it still make an id. */
const SEED_LENGTH = ID_LENGTH - 6;

/** FNV-1a, 64 bits (RFC 9923, section 2), as 16 hexadecimal digits: tells apart ids that one side made at random. */
function checksumOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const character of text) hash = ((hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n) & MASK_64;
  return hash.toString(16).padStart(16, '0');
}

const MASK_64 = (1n << 64n) - 1n;
