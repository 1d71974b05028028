// Which load a station spoke of last: after a start it tells whether what lies there was told already.
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { EntryBodies } from '../model/entry.ts';
import type { StationRecord, WeighingRecord } from '../model/records.ts';
import { NO_ANNOUNCEMENT, putRecord, stationRecord } from './bookChanges.ts';

/** The station once a load was weighed: what was announced there is used up. */
export function speakOfWeighed({ id, station, load, grossMg }: Omit<WeighingRecord, 'seq'>, book: Book): StationRecord {
  const lastLoad = { load, shownMg: [grossMg] };
  return { ...stationRecord(book, station), weighing: id, lastLoad, ...NO_ANNOUNCEMENT };
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
