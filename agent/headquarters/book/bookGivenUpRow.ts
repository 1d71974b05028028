// Records of loads that a base gave up, as a row of headquarters' book.

/** Records of loads that a station could not keep; both times by the base's clock, in ms since 1970. */
export interface BookGivenUpRow {
  stream: number;
  seq: number;
  base: string;
  station: string;
  scale: string;
  records: number;
  highest_mg: number;
  since_ms: number;
  until_ms: number;
}
