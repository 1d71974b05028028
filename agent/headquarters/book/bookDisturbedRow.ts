// A weight finding that a disturbed load made void, as a row of headquarters' book.

/** What the reversal of a disturbed weighing made void, at the place of the reversal. */
export interface BookDisturbedRow {
  stream: number;
  seq: number;
  /** Of the findings of one reversal, from 0. */
  part: number;
  base: string;
  weighing: string;
  /** Who was signed in at the weighing; null: nobody. */
  person: string | null;
  /** Null where the base had not reported it yet. */
  finding: string | null;
  code: string;
  lot: string | null;
  /** Null where several were weighed together. */
  package: string | null;
  /** What was weighed, as a JSON list of packages. */
  members: string;
  declared_mg: number | null;
  measured_mg: number | null;
  /** Time of the reversal, ms since 1970. */
  wall_ms: number;
}
