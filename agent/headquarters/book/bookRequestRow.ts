// The row of a request for a second person, in the book of one base.

/** What a first person asked for; it goes with its end. */
export interface BookRequestRow {
  base: string;
  /** `act/subject`. */
  request: string;
  act: string;
  operator: string;
  /** Of a release what would leave, of a reversal what was weighed, as JSON. */
  packages: string;
  /** Of a release, what would leave. */
  net_mg: number;
}
