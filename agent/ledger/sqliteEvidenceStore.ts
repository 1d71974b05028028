// Photographs and curves beside the ledger, with their limits. A failure here becomes a message and is retried later;
// it never reaches the recording of a weighing. Whether an entry names a photograph it learns from `isReferenced`: it
// knows no entries itself.
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorText } from '../../drivers/contract/errorText.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import {
  EVIDENCE_STORE_LIMITS,
  type SettlingCurve,
  type EvidenceStore,
  type StorePhotoResult,
} from '../core/ports/evidenceStore.ts';
import { closeQuietly, ledgerFilePath } from './databaseConnection.ts';
import { evidenceFilePath, openEvidenceDatabase, type EvidenceConnections } from './evidenceDatabase.ts';
import { createEvidenceRows, photoHashHex, type EvidenceRows } from './evidenceRows.ts';

const RETRY_MS = 10_000;
const CLEANUP_INTERVAL_MS = 3_600_000;
/** Long enough that the weighing is recorded and shown first. */
const CURVE_WRITE_DELAY_MS = 250;
const MAX_WAITING_CURVES = 64;
const NO_SPACE_MESSAGE = 'too little space is left on the disk';

/** What the evidence store needs of its surroundings; `limits` replaces single limits in tests. */
export interface EvidenceStoreOptions {
  /** The data folder, which must be there: the ledger is opened first. */
  dir: string;
  clock: Clock;
  /** The time by which photographs wait; it stands still while the date cannot be believed. */
  reckonedWallMs(): number;
  log(event: string, detail: string): void;
  /** Whether an entry names this photograph; null while the ledger cannot answer. */
  isReferenced(photo: string): boolean | null;
  limits?: Partial<Record<keyof typeof EVIDENCE_STORE_LIMITS, number>>;
}

/**
 * Opens the evidence store of a data folder. It never throws: a file that cannot be opened is retried every ten
 * seconds.
 */
export function openEvidenceStore(options: EvidenceStoreOptions): EvidenceStore {
  return new SqliteEvidenceStore(options);
}

class SqliteEvidenceStore implements EvidenceStore {
  readonly #options: EvidenceStoreOptions;
  readonly #limits: Record<keyof typeof EVIDENCE_STORE_LIMITS, number>;
  readonly #file: string;
  readonly #listeners: ((failure: string) => void)[] = [];
  #open: { connections: EvidenceConnections; rows: EvidenceRows } | null = null;
  #failure = '';
  #curves: { weighing: string; curve: SettlingCurve }[] = [];
  #cancelCurves: (() => void) | null = null;
  #cancelRetry: () => void = () => undefined;
  #cancelCleanup: () => void = () => undefined;
  #closed = false;

  constructor(options: EvidenceStoreOptions) {
    this.#options = options;
    this.#limits = { ...EVIDENCE_STORE_LIMITS, ...options.limits };
    this.#file = evidenceFilePath(ledgerFilePath(options.dir));
    this.#reopen();
    this.#scheduleCleanup();
  }

  failure(): string {
    return this.#failure;
  }

  onChange(listener: (failure: string) => void): void {
    this.#listeners.push(listener);
  }

  storePhoto(bytes: Uint8Array): StorePhotoResult {
    if (bytes.length > this.#limits.photoBytes) return { kind: 'refused', code: 'photo-too-large' };
    if (!isJpeg(bytes)) return { kind: 'refused', code: 'photo-malformed' };
    const result = this.#attempt((rows): StorePhotoResult => {
      const photo = photoHashHex(bytes);
      const nowMs = this.#options.reckonedWallMs();
      const stored = rows.photo(photo);
      if (stored !== null && photoHashHex(stored) === photo) {
        // Sent again, for example over bad Wi-Fi: its time of waiting begins anew.
        rows.restartWaiting(photo, nowMs);
        return { kind: 'stored', photo, bytes: bytes.length };
      }
      if (!this.#hasSpace()) return { kind: 'refused', code: 'evidence-no-space' };
      if (rows.listWaiting().length >= this.#limits.waiting) this.#removeUnreferenced(rows);
      if (rows.listWaiting().length >= this.#limits.waiting) return { kind: 'refused', code: 'photos-waiting' };
      rows.putPhoto(photo, bytes, nowMs);
      return { kind: 'stored', photo, bytes: bytes.length };
    });
    return result ?? { kind: 'refused', code: 'evidence-failed' };
  }

  photo(photo: string): Uint8Array | null {
    const bytes = this.#attempt((rows) => rows.photo(photo));
    return bytes !== null && photoHashHex(bytes) === photo ? bytes : null;
  }

  photoBytes(photo: string): number | null {
    return this.#attempt((rows) => rows.photoLength(photo));
  }

  storeCurve(weighing: string, curve: SettlingCurve): void {
    if (this.#closed || this.#open === null) return;
    this.#curves.push({ weighing, curve });
    if (this.#curves.length > MAX_WAITING_CURVES) this.#curves.shift();
    this.#cancelCurves ??= this.#options.clock.after(CURVE_WRITE_DELAY_MS, () => this.#writeCurves());
  }

  curve(weighing: string): SettlingCurve | null {
    const pending = this.#curves.find((candidate) => candidate.weighing === weighing);
    return pending?.curve ?? this.#attempt((rows) => rows.curve(weighing));
  }

  close(): void {
    if (this.#closed) return;
    this.#writeCurves();
    this.#closed = true;
    this.#cancelRetry();
    this.#cancelCleanup();
    this.#closeConnections();
  }

  #writeCurves(): void {
    this.#cancelCurves?.();
    this.#cancelCurves = null;
    const curves = this.#curves.splice(0);
    if (curves.length === 0) return;
    this.#attempt((rows) => {
      const space = this.#hasSpace();
      if (space) rows.putCurves(curves, this.#limits.curves);
      this.#setFailure(space ? '' : NO_SPACE_MESSAGE);
      return null;
    });
  }

  #hasSpace(): boolean {
    const { bavail, bsize } = statfsSync(dirname(this.#file));
    return bavail * bsize >= this.#limits.freeBytes;
  }

  #scheduleCleanup(): void {
    this.#cancelCleanup = this.#options.clock.after(CLEANUP_INTERVAL_MS, () => {
      this.#attempt((rows) => {
        this.#removeUnreferenced(rows);
        return null;
      });
      this.#scheduleCleanup();
    });
  }

  /** A photograph that an entry names stays for ever; one that none named within `waitingMs` is deleted. */
  #removeUnreferenced(rows: EvidenceRows): void {
    const nowMs = this.#options.reckonedWallMs();
    for (const { photo, sinceWallMs } of rows.listWaiting()) {
      const isReferenced = this.#options.isReferenced(photo);
      if (isReferenced === true) rows.clearWaiting(photo);
      // While the ledger cannot answer, nothing is removed.
      else if (isReferenced === false && nowMs - sinceWallMs > this.#limits.waitingMs) rows.deletePhoto(photo);
      // Stored by a clock that ran ahead: it waits from now on.
      else if (sinceWallMs > nowMs) rows.restartWaiting(photo, nowMs);
    }
  }

  /**
   * Null also while the store fails, and then it is tried again later. Nothing is thrown: a defect here must not end a
   * weighing either.
   */
  #attempt<T>(work: (rows: EvidenceRows) => T | null): T | null {
    if (this.#open === null) return null;
    try {
      return work(this.#open.rows);
    } catch (error) {
      this.#handleFailure(error);
      return null;
    }
  }

  #reopen(): void {
    try {
      const connections = openEvidenceDatabase(this.#file);
      this.#open = { connections, rows: createEvidenceRows(connections) };
      this.#setFailure('');
    } catch (error) {
      this.#handleFailure(error);
    }
  }

  #handleFailure(error: unknown): void {
    const failure = errorText(error);
    if (failure !== this.#failure) this.#options.log('evidence-failed', failure);
    this.#closeConnections();
    this.#cancelRetry();
    this.#cancelRetry = this.#options.clock.after(RETRY_MS, () => this.#reopen());
    this.#setFailure(failure);
  }

  #closeConnections(): void {
    if (this.#open === null) return;
    closeQuietly(this.#open.connections.relaxed);
    closeQuietly(this.#open.connections.durable);
    this.#open = null;
  }

  #setFailure(failure: string): void {
    if (failure === this.#failure) return;
    this.#failure = failure;
    for (const listener of this.#listeners) listener(failure);
  }
}

/** Start of image, then a marker: what every JPEG file begins with (ITU-T T.81 B.1.1). */
function isJpeg(bytes: Uint8Array): boolean {
  return bytes.length > 100 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
