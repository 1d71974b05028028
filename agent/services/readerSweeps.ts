// A count with what only its station knows: whether a reader is there that can have swept. Must not decide what was
// counted.
import type { Book } from '../core/model/book.ts';
import { type Decided, type Refusal, refuse } from '../core/model/decide.ts';
import { decideCount } from '../core/stocktake/countPackages.ts';
import type { StationController } from '../stations/stationController.ts';

/** Decides what was counted. Refuses what was swept at a station without a reader, and what `decideCount` refuses. */
export function decideCountAtStation(
  event: Parameters<typeof decideCount>[0],
  { book, stations }: { book: Book; stations: ReadonlyMap<string, Pick<StationController, 'settings'>> },
): Decided | Refusal {
  const job = book.get('stocktake', event.stocktake)?.job;
  const station = job == null ? undefined : book.get('job', job)?.station;
  const settings = station === undefined ? undefined : stations.get(station)?.settings;
  return event.how === 'tag' && settings?.readers.length === 0
    ? refuse('station-without-reader', { station: settings.id })
    : decideCount(event, book);
}
