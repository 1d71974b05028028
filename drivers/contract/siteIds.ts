// Ids that the site file gives. Text at run time; made by the site file's schema alone. Must not know the ledger.
import type { Brand } from './brand.ts';

/** Where goods are handled: a station or a gate of the site file. */
export type StationId = Brand<string, 'StationId'>;
/** One scale or reader of the site file. */
export type InstrumentId = Brand<string, 'InstrumentId'>;

/** A station's id that a checked site file holds. */
export const asStationId = (text: string): StationId => text as StationId;
/** An instrument's id that a checked site file holds. */
export const asInstrumentId = (text: string): InstrumentId => text as InstrumentId;
