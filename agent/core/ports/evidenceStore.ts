// What is kept beside the ledger because it is looked at and too large for an entry: photographs, and how loads
// settled. Nothing here may hold up a weighing: the store answers with words when it fails, and never throws.
// agent/ledger implements it.
import type { MassMg, MassUnit } from '../../../drivers/contract/mass.ts';

export const EVIDENCE_STORE_LIMITS = {
  photoBytes: 2_000_000,
  /** Photographs that no entry names are removed after so long; somebody took them and did not say of what. */
  waitingMs: 24 * 3_600_000,
  /** How many may wait for their entry at once. */
  waiting: 200,
  curvePoints: 300,
  /** The newest; about three months of a busy dock, below 200 MB. */
  curves: 50_000,
  /** The ledger needs the disk more: below this nothing is added to the evidence. */
  freeBytes: 512 * 1024 * 1024,
} as const;

/** How a load settled, from its rise to the capture. */
export interface SettlingCurve {
  unit: MassUnit;
  decimals: number;
  /** Of the range that the weighing names. */
  intervalMg: MassMg;
  /** At most `EVIDENCE_LIMITS.curvePoints`, in order; whole milliseconds since the first. Gross. */
  points: { ms: number; massMg: MassMg; stable: boolean }[];
  /** The captured window on the same axis. */
  window: { fromMs: number; toMs: number };
}

export type StorePhotoResult =
  /** Durable. */
  | { kind: 'kept'; photo: string; bytes: number }
  | {
      kind: 'refused';
      code: 'photo-malformed' | 'photo-too-large' | 'photos-waiting' | 'evidence-no-space' | 'evidence-failed';
    };

export interface EvidenceStore {
  keepPhoto(bytes: Uint8Array): StorePhotoResult;
  /** The file's bytes, checked against their hash; null: not there, or altered. */
  photo(photo: string): Uint8Array | null;
  /** Length of a kept photograph, its bytes not looked at; null: not there. */
  photoBytes(photo: string): number | null;
  /** Kept soon and at best effort, so that nobody waits for it. */
  keepCurve(weighing: string, curve: SettlingCurve): void;
  curve(weighing: string): SettlingCurve | null;
  /** Empty while it works; else what is wrong. */
  trouble(): string;
  onChange(listener: (trouble: string) => void): void;
  close(): void;
}
