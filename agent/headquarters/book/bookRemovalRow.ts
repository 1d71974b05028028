// A removal's row in headquarters' book.

/** Weighed material that was taken from a package. */
export interface BookRemovalRow {
  base: string;
  removal: string;
  package: string;
  lot: string;
  mass_mg: number;
  limit_mg: number;
  /** Typed: it counts double against what may be taken out. */
  manual: number;
  reason: string;
  weighing: string;
  operator: string;
  seq: number;
  /** When, by a time that can be right. */
  sound_ms: number;
  /** Who had said before that more may be taken. */
  allowed_by: string | null;
  /** The seal that its package bore before and bears since, as compared: the first comes back with a reversal. */
  seal_before: string | null;
  seal_after: string | null;
  /** `ended`: its package left with it in the books. */
  state: 'open' | 'booked' | 'ended' | 'void';
}

/** Another person's word that somebody takes more out of a package than one may take alone; one a package. */
export interface BookConsentRow {
  base: string;
  package: string;
  taker: string;
  operator: string;
  most_mg: number;
  minutes: number;
  wall_ms: number;
  monotonic_ms: number;
  boot: string;
  /** The weighing that used it up. */
  used_by: string | null;
  ended: number;
}
