// What a reader's wire asks of the antenna behind it. Types only; world/ implements them.

export interface TagAnswer {
  epcHex: string;
  rssiDbm: number;
}

export interface Antenna {
  /** The tag comes near within `withinMs` from `atMs`: carried, then standing on the platform. */
  bringNear(epcHex: string, atMs: number, withinMs: number): void;
  /** The tag goes to another place of the dock: from there only ghosts. */
  takeAway(epcHex: string, atMs: number): void;
  /** The answers of one inventory round. */
  readInventoryRound(atMs: number): TagAnswer[];
}
