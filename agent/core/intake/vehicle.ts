// Vehicles on the weighbridge: loaded and empty pass of the same plates on the same bridge, and what came off between them.
import type { Book } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';
import type { CaptureEvent } from './weighing.ts';

export const VISIT_LIMITS = {
  /** Fuel, rain and mud change an empty vehicle: a pair must lie within so long. */
  pairMs: 8 * 3_600_000,
} as const;

export function decideVehicleArrived(event: Act & { station: string; stationKnown: boolean; plates: string }, _book: Book): Decision | Refusal {
  return refuse('station-unknown', { station: event.station });
}

/** `codes` empty: everything of the lot that is still expected. */
export function decideVehicleUnloaded(event: Act & { visit: string; lot: string; codes: readonly string[]; scanned: boolean }, _book: Book): Decision | Refusal {
  return refuse('visit-unknown', { visit: event.visit });
}

export function decideAnnouncePass(event: Act & { visit: string; axlesOn: boolean }, _book: Book): Decision | Refusal {
  return refuse('visit-unknown', { visit: event.visit });
}

export function decidePass(event: CaptureEvent, _of: { visit: string; book: Book }): Decision | Refusal {
  return refuse('no-job', { station: event.station });
}
