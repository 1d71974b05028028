// Loads that gave no standing weighing: what the base says of them must agree with the weighings that it reported.
// CONTRACT.md 9.1.
import type { ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';
import { findStandingWeighing } from './bookWeighings.ts';

/** Books a disturbed load: its weighing counts for nothing any more. */
export function bookLoadDisturbed({ book }: BookContext, { body }: ContractEntryOf<'load-disturbed'>): RejectionReason {
  if (body.weighing === null) return null;
  const row = book.findRow('weighings', body.weighing);
  if (!row) return `weighing ${body.weighing} is unknown`;
  if (row.load !== body.load) return `weighing ${row.weighing} is of load ${row.load}`;
  return row.state === 'reversed' || row.doubt !== null ? null : `weighing ${row.weighing} still counts`;
}

/** Books a load that nobody claimed, or whose weighing was refused. */
export function bookLoadWithoutWeighing(
  { book }: BookContext,
  { body }: ContractEntryOf<'load-refused' | 'load-unexplained'>,
): RejectionReason {
  const standing = findStandingWeighing(book, body.load);
  return standing ? `load ${body.load} has a standing weighing, ${standing.weighing}` : null;
}

/** Keeps for the report that records of loads are lost: what the loads were, no entry says. */
export function bookRecordsGivenUp(
  { book, stream }: BookContext,
  { body, seq, at }: ContractEntryOf<'load-records-given-up'>,
): RejectionReason {
  const { station, scale, records, highestMg, sinceWallMs } = body;
  const span = { since_ms: sinceWallMs, until_ms: at.wallMs };
  const row = { station, scale, records, highest_mg: highestMg, ...span };
  book.saveRow('given_up_records', { stream: stream.stream, seq, base: book.base, ...row });
  return null;
}
