// One row an epoch of a base: how far its entries are stored, and why it waits.
import type { HeadquartersStore } from './headquartersStore.ts';

/** A stream: the entries of one base in one epoch, their head and their counters. */
export interface StreamRow {
  stream: number;
  base: string;
  epoch: string;
  state: 'approved' | 'waiting' | 'stopped';
  reason: string;
  seq: number;
  hash: string;
  hellos: number;
  applied: number;
  duplicates: number;
  gaps: number;
  rejected: number;
}

/** The stream of a base's epoch; undefined before its first hello. */
export function findStream(store: HeadquartersStore, base: string, epoch: string): StreamRow | undefined {
  return store
    .prepare<[string, string], StreamRow>('SELECT * FROM streams WHERE base = ? AND epoch = ?')
    .get(base, epoch);
}
