// A tag went out through a gate: staged for a release, or an alarm. Tags alone never change stock.
import type { Book } from '../book.ts';
import { type Decision, type Refusal, refuse } from '../decision.ts';
import type { Passage } from '../weight/portal.ts';

export function decidePassage(event: { id: string; station: string; passage: Passage }, _book: Book): Decision | Refusal {
  return refuse('station-unknown', { station: event.station });
}
