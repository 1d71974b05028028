// A real store of evidence beside a real ledger, for the tests of photographs and curves: time is moved by hand.
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import type { SettlingCurve, EvidenceStore } from '../../agent/core/ports/evidenceStore.ts';
import { type EvidenceStoreOptions, openEvidenceStore } from '../../agent/ledger/sqliteEvidenceStore.ts';
import { HandClock } from '../http/plausibleBase.ts';

export const HOUR_MS = 3_600_000;

export function jpeg(word: string, bytes = 1_000): Buffer {
  const file = Buffer.alloc(bytes, word);
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]).copy(file);
  return file;
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export interface Kept {
  store: EvidenceStore;
  clock: HandClock;
  named: Set<string>;
  logged: string[];
}

/** The limit of free space is off: a machine that runs tests may have less. */
export function openKept(dir: string, changes: Partial<EvidenceStoreOptions> = {}): Kept {
  const clock = new HandClock();
  const named = new Set<string>();
  const logged: string[] = [];
  const limits = { freeBytes: 0, ...changes.limits };
  const store = openEvidenceStore({
    dir,
    clock,
    reckonedWallMs: () => clock.timestamp().wallMs,
    log: (_event, detail) => logged.push(detail),
    isReferenced: (photo) => named.has(photo),
    ...changes,
    limits,
  });
  return { store, clock, named, logged };
}

export function keep(store: EvidenceStore, bytes: Uint8Array): string {
  const stored = store.storePhoto(bytes);
  if (stored.kind === 'refused') throw new Error(stored.code);
  return stored.photo;
}

export function curve(massesMg: readonly number[]): SettlingCurve {
  const points = massesMg.map((massMg, index) => ({ ms: index * 50, massMg, stable: index > 2 }));
  const toMs = (massesMg.length - 1) * 50;
  return { unit: 'kg', decimals: 1, intervalMg: 200_000, points, window: { fromMs: Math.max(0, toMs - 1_000), toMs } };
}

/** As somebody with an SQLite tool would. */
export function meddle(dir: string, sql: string): void {
  const database = new Database(join(dir, 'ledger.evidence.sqlite'));
  database.exec(sql);
  database.close();
}
