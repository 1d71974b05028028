// The port to the evidence store: photographs and settling curves, which are too large for an entry and stand beside
// the ledger. Nothing here may delay a weighing: a failure is a value, never an exception. agent/ledger implements it.
import type { PhotoHash, WeighingId } from '../model/ids.ts';
import type { MassMg, MassUnit } from '../../../drivers/contract/mass.ts';

/** Sizes (bytes), counts and times (ms) that bound the evidence store. */
export const EVIDENCE_STORE_LIMITS = {
  photoBytes: 2_000_000,
  /** A photograph that no entry names is removed after this time: it was taken and never attached to a finding. */
  waitingMs: 24 * 3_600_000,
  /** Photographs that may wait for their entry at the same time. */
  waiting: 200,
  curvePoints: 300,
  /** The newest curves that stay; about three months of a busy dock, below 200 MB. */
  curves: 50_000,
  /** Free space below which nothing is added: the ledger needs the disk more. */
  freeBytes: 512 * 1024 * 1024,
} as const;

/** How a load settled, from its rise to the capture. */
export interface SettlingCurve {
  unit: MassUnit;
  decimals: number;
  /** Of the range that the weighing names. */
  intervalMg: MassMg;
  /** At most `EVIDENCE_STORE_LIMITS.curvePoints` gross readings in order; whole milliseconds since the first. */
  points: { ms: number; massMg: MassMg; stable: boolean }[];
  /** The captured window on the same axis. */
  window: { fromMs: number; toMs: number };
}

/**
 * What became of a photograph that was handed in; `stored` means durable. `photo` is the SHA-256 of its bytes as
 * lower-case hex.
 */
export type StorePhotoResult =
  /** Durable. */
  | { kind: 'stored'; photo: PhotoHash; bytes: number }
  | {
      kind: 'refused';
      code: 'photo-malformed' | 'photo-too-large' | 'photos-waiting' | 'evidence-no-space' | 'evidence-failed';
    };

/**
 * Keeps photographs and settling curves beside the ledger. No method throws: a failure is a value, and is retried
 * later.
 */
export interface EvidenceStore {
  /** Stores a JPEG durably. It waits for an entry that names it, and goes if none comes within a day. */
  storePhoto(bytes: Uint8Array): StorePhotoResult;
  /** The file's bytes, checked against their hash. Null if there is none, or if it was altered. */
  photo(photo: PhotoHash): Uint8Array | null;
  /** Length in bytes of a stored photograph, its content unread. Null if there is none. */
  photoBytes(photo: PhotoHash): number | null;
  /** Stores a curve soon and at best effort, so that no weighing waits for it. */
  storeCurve(weighing: WeighingId, curve: SettlingCurve): void;
  /** The settling curve of a weighing. Null if there is none, or if the store fails. */
  curve(weighing: WeighingId): SettlingCurve | null;
  /** What failed last; empty while the store works. */
  failure(): string;
  /**
   * Calls the listener when the store begins to fail (with the message) and when it works again (with an empty text).
   */
  onChange(listener: (failure: string) => void): void;
  /** Writes the curves that wait and closes the files. */
  close(): void;
}
