// A station's row in headquarters' book.

/** The job at a station, and what the next load there was announced to be. */
export interface BookStationRow {
  base: string;
  station: string;
  /** As JSON; null if nothing was announced. */
  intent: string | null;
  job: string | null;
}
