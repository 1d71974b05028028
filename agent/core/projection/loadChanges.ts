// Which load a station spoke of last: after a start it tells whether what lies there was told already.
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { EntryBodies } from '../model/entry.ts';
import type { StationRecord } from '../model/records.ts';
import { NO_ANNOUNCEMENT, putRecord, stationRecord } from './bookChanges.ts';

/** The station once a load was weighed: what was announced there is used up. */
export function speakOfWeighed(
  { weighing, station, load, grossMg, zeroMg }: EntryBodies['weighing'],
  book: Book,
): StationRecord {
  // After a start the indicator may have forgotten what it had tared, and shows both.
  const lastLoad = { load, shownMg: [grossMg, asMassMg(grossMg + zeroMg)] };
  return { ...stationRecord(book, station), weighing, lastLoad, ...NO_ANNOUNCEMENT };
}

/** A disturbed load may stand at its first weight again, or at any other that was seen. */
export function speakOfDisturbed(body: EntryBodies['load-disturbed'], book: Book): BookChange {
  const station = stationRecord(book, body.station);
  const before = station.lastLoad?.load === body.load ? station.lastLoad.shownMg : [];
  const shownMg = [...before, ...body.plateaus.map(({ massMg }) => massMg)];
  return putRecord('station', { ...station, lastLoad: { load: body.load, shownMg } });
}

/** It was told when it was gone: what lies there afterwards is another. */
export function endLastLoad(station: StationId, book: Book): BookChange {
  return putRecord('station', { ...stationRecord(book, station), lastLoad: null });
}
