// Consents to removals: whether another person's word covers what somebody took out of a package. CONTRACT.md 9.1.
import type { BaseBook } from './baseBook.ts';
import { soundTimeMs } from './baseClock.ts';
import { elapsedMs } from './bookPeople.ts';
import type { BookContext, ContractEntryOf, RejectionReason } from './bookContext.ts';
import type { BookConsentRow } from './bookRemovalRow.ts';

/** Books a consent; the latest of a package replaces those before it. */
export function bookRemovalAllowed(
  { book }: BookContext,
  { body, at }: ContractEntryOf<'removal-allowed'>,
): RejectionReason {
  const { package: id, taker, operator } = body;
  if (!book.findRow('packages', id)) return `package ${id} is unknown`;
  if (taker === operator) return `${operator} consents to what he takes himself`;
  book.saveRow('consents', {
    base: book.base,
    package: id,
    taker,
    operator,
    most_mg: body.mostMg,
    minutes: body.minutes,
    wall_ms: soundTimeMs(book, at),
    monotonic_ms: at.monotonicMs,
    boot: at.boot,
    used_by: null,
    ended: 0,
  });
  return null;
}

/** The first weighing by whom it names uses it up. */
export function spendConsent(
  book: BaseBook,
  { weighing, package: id, operator }: { weighing: string; package: string; operator: string | null },
): void {
  const consent = book.findRow('consents', id);
  if (!consent || consent.taker !== operator || consent.used_by !== null || consent.ended === 1) return;
  book.saveRow('consents', { ...consent, used_by: weighing });
}

/** A load that was still being set down, or did not lie there alone, took nothing by it. */
export function giveConsentBack(
  book: BaseBook,
  { weighing, package: id }: { weighing: string; package: string },
): void {
  const consent = book.findRow('consents', id);
  if (consent?.used_by === weighing) book.saveRow('consents', { ...consent, used_by: null });
}

/** Books that whoever consented takes it back. */
export function bookConsentWithdrawn(
  book: BaseBook,
  { subject, operator }: { subject: string; operator: string | null },
): RejectionReason {
  const consent = book.findRow('consents', subject);
  if (!consent || consent.ended === 1 || consent.used_by !== null || consent.operator !== operator)
    return `a removal from ${subject} is taken back that ${operator ?? 'nobody'} had not allowed`;
  book.saveRow('consents', { ...consent, ended: 1 });
  return null;
}

/** Whether a consent of `allowedBy` stands for this weighing: it names the person and so much, and its time is not over. */
export function isConsentedTo(
  book: BaseBook,
  taken: {
    package: string;
    weighing: string;
    massMg: number;
    operator: string;
    allowedBy: string;
    at: ContractEntryOf<'material-removed'>['at'];
  },
): boolean {
  const consent = book.findRow('consents', taken.package);
  if (!consent || consent.ended === 1 || consent.used_by !== taken.weighing) return false;
  return (
    consent.operator === taken.allowedBy &&
    consent.taker === taken.operator &&
    taken.massMg <= consent.most_mg &&
    isWithinTime(book, consent, taken.at)
  );
}

function isWithinTime(book: BaseBook, consent: BookConsentRow, at: ContractEntryOf<'material-removed'>['at']): boolean {
  return elapsedMs(book, consent, at) <= consent.minutes * 60_000;
}
