// Photographs and curves beside the ledger, with their limits. Whatever fails here is told in words and tried again
// later: no trouble of it may reach the recording of a weighing. What an entry names it learns from `isNamed`, and
// knows no entries itself.
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../drivers/contract/clock.ts';
import { EVIDENCE_LIMITS, type Curve, type EvidenceStore, type PhotoKept } from '../core/keptEvidence.ts';
import { closeQuietly, ledgerFile } from './connection.ts';
import { evidenceFileOf, openEvidenceFile, type EvidenceConnections } from './evidenceFile.ts';
import { evidenceRows, sha256Hex, type EvidenceRows } from './evidenceRows.ts';

const RETRY_MS = 10_000;
const TIDY_MS = 3_600_000;
/** Long enough that the weighing is recorded and shown first. */
const CURVES_LATER_MS = 250;
const CURVES_WAITING = 64;
const NO_SPACE = 'too little space is left on the disk';

export interface EvidenceOptions {
  /** The data folder, which must be there: the ledger is opened first. */
  dir: string;
  clock: Clock;
  log(event: string, detail: string): void;
  /** Whether an entry names this photograph; null while nobody can say. */
  isNamed(photo: string): boolean | null;
  limits?: Partial<Record<keyof typeof EVIDENCE_LIMITS, number>>;
}

export function openEvidence(options: EvidenceOptions): EvidenceStore {
  return new SqliteEvidence(options);
}

class SqliteEvidence implements EvidenceStore {
  readonly #options: EvidenceOptions;
  readonly #limits: Record<keyof typeof EVIDENCE_LIMITS, number>;
  readonly #file: string;
  readonly #listeners: ((trouble: string) => void)[] = [];
  #open: { connections: EvidenceConnections; rows: EvidenceRows } | null = null;
  #trouble = '';
  #curves: { weighing: string; curve: Curve }[] = [];
  #cancelCurves: (() => void) | null = null;
  #cancelRetry: () => void = () => undefined;
  #cancelTidy: () => void = () => undefined;
  #closed = false;

  constructor(options: EvidenceOptions) {
    this.#options = options;
    this.#limits = { ...EVIDENCE_LIMITS, ...options.limits };
    this.#file = evidenceFileOf(ledgerFile(options.dir));
    this.#reopen();
    this.#tidyLater();
  }

  trouble(): string {
    return this.#trouble;
  }

  onChange(listener: (trouble: string) => void): void {
    this.#listeners.push(listener);
  }

  keepPhoto(bytes: Uint8Array): PhotoKept {
    if (bytes.length > this.#limits.photoBytes) return { kind: 'refused', code: 'photo-too-large' };
    if (!isJpeg(bytes)) return { kind: 'refused', code: 'photo-malformed' };
    const kept = this.#attempt((rows): PhotoKept => {
      const photo = sha256Hex(bytes);
      const nowMs = this.#options.clock.stamp().wallMs;
      const there = rows.photo(photo);
      if (there !== null && sha256Hex(there) === photo) {
        // Sent again over bad Wi-Fi: it is new again.
        rows.waitAgain(photo, nowMs);
        return { kind: 'kept', photo, bytes: bytes.length };
      }
      if (!this.#hasSpace()) return { kind: 'refused', code: 'evidence-no-space' };
      if (rows.waiting().length >= this.#limits.waiting) this.#tidy(rows);
      if (rows.waiting().length >= this.#limits.waiting) return { kind: 'refused', code: 'photos-waiting' };
      rows.putPhoto(photo, bytes, nowMs);
      return { kind: 'kept', photo, bytes: bytes.length };
    });
    return kept ?? { kind: 'refused', code: 'evidence-failed' };
  }

  photo(photo: string): Uint8Array | null {
    const bytes = this.#attempt((rows) => rows.photo(photo));
    return bytes !== null && sha256Hex(bytes) === photo ? bytes : null;
  }

  photoBytes(photo: string): number | null {
    return this.#attempt((rows) => rows.photoLength(photo));
  }

  keepCurve(weighing: string, curve: Curve): void {
    if (this.#closed || this.#open === null) return;
    this.#curves.push({ weighing, curve });
    if (this.#curves.length > CURVES_WAITING) this.#curves.shift();
    this.#cancelCurves ??= this.#options.clock.after(CURVES_LATER_MS, () => this.#writeCurves());
  }

  curve(weighing: string): Curve | null {
    const soon = this.#curves.find((one) => one.weighing === weighing);
    return soon?.curve ?? this.#attempt((rows) => rows.curve(weighing));
  }

  close(): void {
    if (this.#closed) return;
    this.#writeCurves();
    this.#closed = true;
    this.#cancelRetry();
    this.#cancelTidy();
    this.#discard();
  }

  #writeCurves(): void {
    this.#cancelCurves?.();
    this.#cancelCurves = null;
    const curves = this.#curves.splice(0);
    if (curves.length === 0) return;
    this.#attempt((rows) => {
      const space = this.#hasSpace();
      if (space) rows.putCurves(curves, this.#limits.curves);
      this.#become(space ? '' : NO_SPACE);
      return null;
    });
  }

  #hasSpace(): boolean {
    const { bavail, bsize } = statfsSync(dirname(this.#file));
    return bavail * bsize >= this.#limits.freeBytes;
  }

  #tidyLater(): void {
    this.#cancelTidy = this.#options.clock.after(TIDY_MS, () => {
      this.#attempt((rows) => {
        this.#tidy(rows);
        return null;
      });
      this.#tidyLater();
    });
  }

  /** What an entry names stays for ever; what none named within a day goes. */
  #tidy(rows: EvidenceRows): void {
    const oldestMs = this.#options.clock.stamp().wallMs - this.#limits.waitingMs;
    for (const { photo, sinceWallMs } of rows.waiting()) {
      const named = this.#options.isNamed(photo);
      if (named === true) rows.settle(photo);
      // Without the ledger's word nothing is removed.
      else if (named === false && sinceWallMs < oldestMs) rows.drop(photo);
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
      this.#fail(error);
      return null;
    }
  }

  #reopen(): void {
    try {
      const connections = openEvidenceFile(this.#file);
      this.#open = { connections, rows: evidenceRows(connections) };
      this.#become('');
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    if (words !== this.#trouble) this.#options.log('evidence-failed', words);
    this.#discard();
    this.#cancelRetry();
    this.#cancelRetry = this.#options.clock.after(RETRY_MS, () => this.#reopen());
    this.#become(words);
  }

  #discard(): void {
    if (this.#open === null) return;
    closeQuietly(this.#open.connections.hasty);
    closeQuietly(this.#open.connections.durable);
    this.#open = null;
  }

  #become(trouble: string): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    for (const listener of this.#listeners) listener(trouble);
  }
}

/** Start of image, then a marker: what every JPEG file begins with (ITU-T T.81 B.1.1). */
function isJpeg(bytes: Uint8Array): boolean {
  return bytes.length > 100 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
