// Consents to removals: whether a second person's word covers what somebody takes out of a package.
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import { elapsedSinceMs } from './believableDate.ts';
import type { Book } from './book.ts';
import type { OperatorId, PackageId } from './ids.ts';
import type { ConsentRecord } from './workRecords.ts';

const MINUTE_MS = 60_000;

/** Whether its time is over, on the monotonic clock within a boot, else by dates that can be believed. */
export function isConsentOver({ since, minutes }: ConsentRecord, now: { book: Book; at: Timestamp }): boolean {
  return elapsedSinceMs(since, now) > minutes * MINUTE_MS;
}

/** Who consented that `taker` takes so much out of a package now; null: nobody, less, or it was used up. */
export function consentingPerson(
  id: PackageId,
  { book, taker, massMg, at }: { book: Book; taker: OperatorId; massMg: MassMg; at: Timestamp },
): OperatorId | null {
  const consent = book.get('consent', id);
  if (consent?.state !== 'open' || consent.taker !== taker || consent.operator === taker) return null;
  return massMg > consent.mostMg || isConsentOver(consent, { book, at }) ? null : consent.operator;
}
