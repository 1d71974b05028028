// Requests of a first person for a second: who asked for what, until it is done, withdrawn, or headquarters has decided. Each
// stands for itself: several may park one package. CONTRACT.md 9.8.
import type { ContractEntryOf, BookContext, RejectionReason } from './bookContext.ts';
import { type BaseBook, parseIdList } from './baseBook.ts';
import { isPersonGone } from './bookPeople.ts';
import { bookConsentWithdrawn } from './bookConsents.ts';
import type { BookRequestRow } from './bookRequestRow.ts';

type RequestBody = ContractEntryOf<'second-person-asked'>['body'];
type RequestName = Pick<RequestBody, 'act' | 'subject'>;

/** Books what the first person asks for; the second one must end just that. */
export function bookSecondPersonAsked(
  { book }: BookContext,
  { body }: ContractEntryOf<'second-person-asked'>,
): RejectionReason {
  const { act, subject, operator } = body;
  if (act === 'release' && book.findRow('releases', subject)?.state !== 'open')
    return `release of order ${subject} is not open`;
  book.saveRow('requests', {
    base: book.base,
    request: requestKey(body),
    act,
    operator,
    packages: JSON.stringify(body.packages),
    net_mg: body.netMg,
  });
  return null;
}

/** Books that a request stands no more: what it parked is free, and nobody may end it. */
export function bookRequestWithdrawn(
  { book }: BookContext,
  { body }: ContractEntryOf<'request-withdrawn'>,
): RejectionReason {
  const { act, subject, operator } = body;
  if (act === 'remove') return bookConsentWithdrawn(book, { subject, operator });
  const request = findRequest(book, { act, subject });
  if (!request || (operator ?? request.operator) !== request.operator)
    return `${act} of ${subject} is taken back that ${operator ?? 'nobody'} had not asked for`;
  endRequest(book, { act, subject });
  return null;
}

/** Books that two persons believe the date: what the clock says is kept beside. CONTRACT.md 9.7. */
export function bookDateConfirmed(
  { book }: BookContext,
  { body, at }: ContractEntryOf<'date-confirmed'>,
): RejectionReason {
  const asked = { act: 'confirm-date', subject: at.boot, askedBy: body.operator } as const;
  const withoutRequest = rejectSecond(book, asked);
  if (withoutRequest === null) endRequest(book, asked);
  return withoutRequest;
}

/** What a first person asked for and nobody has done yet. */
export function findRequest(book: BaseBook, asked: RequestName): BookRequestRow | undefined {
  return book.findRow('requests', requestKey(asked));
}

/** It is done, withdrawn, or of no use any more. */
export function endRequest(book: BaseBook, asked: RequestName): void {
  book.store.prepare('DELETE FROM requests WHERE base = ? AND request = ?').run(book.base, requestKey(asked));
}

/** Why somebody may not have done as the second person what takes two; null: the first had asked for it. */
export function rejectSecond(book: BaseBook, asked: RequestName & { askedBy: string }): RejectionReason {
  const { act, subject, askedBy } = asked;
  if (findRequest(book, asked)?.operator !== askedBy) return `${askedBy} had not asked for ${act} of ${subject}`;
  return isPersonGone(book, askedBy) ? `${askedBy}, who asked for ${act} of ${subject}, was locked or gone` : null;
}

/** A decision on a package ends every request to take a weighing of it back. */
export function endReversalRequests(book: BaseBook, id: string): void {
  for (const { request } of listReversalRequests(book, id))
    book.store.prepare('DELETE FROM requests WHERE base = ? AND request = ?').run(book.base, request);
}

/** Whether a weighing of this package is to be taken back. */
export function isParkedRow(book: BaseBook, id: string): boolean {
  return listReversalRequests(book, id).length > 0;
}

function listReversalRequests(book: BaseBook, id: string): BookRequestRow[] {
  const requests = book.findRows('requests', 'act', 'reverse-weighing');
  return requests.filter(({ packages }) => parseIdList(packages).includes(id));
}

function requestKey({ act, subject }: RequestName): string {
  return `${act}/${subject}`;
}
