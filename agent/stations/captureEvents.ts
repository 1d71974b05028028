// A capture as the core is told of it. The verification is judged by the date that the entry bears: nobody else would
// come to the same by another.
import type { WeighingId } from '../core/model/ids.ts';
import type { Timestamp } from '../../drivers/contract/clock.ts';
import type { Book } from '../core/model/book.ts';
import { believableDay, isVerifiedOn } from '../core/model/believableDate.ts';
import type { Capture } from '../core/weight/loadState.ts';
import type { CaptureEvent } from '../core/weight/weighingEntry.ts';
import type { StationLoad } from './loadRecords.ts';
import type { StationControllerParts, StationSettings } from './stationParts.ts';
import type { StationPeople } from './stationPeople.ts';

/** The event of one capture, as a function of the book and the time of its entry; the scale's facts are those of now. */
export function captureEvents(
  { capture, load, weighing }: { capture: Capture; load: StationLoad; weighing: WeighingId },
  { settings, parts, people }: { settings: StationSettings; parts: StationControllerParts; people: StationPeople },
): (book: Book, at: Timestamp) => CaptureEvent {
  const { software, configHash } = parts.runInfo();
  const scale = parts.scaleFacts();
  const { id: station, fitnessSharePpm } = settings;
  const operator = people.here();
  return (book, at) => ({
    station,
    load: load.id,
    // A capture that waited for a command of somebody is of who gave it.
    operator: operator ?? people.here(),
    capture,
    weighing,
    at,
    scale: { ...scale, verified: isVerifiedOn(scale, believableDay(book, at)) },
    replaces: load.weighing,
    software,
    configHash,
    fitnessSharePpm,
  });
}
