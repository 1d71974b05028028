// What waits for a second person, and the consents that stand, in the parts that a page makes words of: what, whose, since
// when, who may act next. Bears no mass that anybody weighed.
import { packagesWithoutTag } from '../model/awaitedTag.ts';
import { listSeconds, waitingRequests } from '../cases/waitingRequests.ts';
import { formatKilograms } from '../../../drivers/contract/mass.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import { isConsentOver } from '../model/consents.ts';
import { registeredPeople } from '../model/whoMayAct.ts';
import type { Book } from '../model/book.ts';
import type { SecondPersonRecord } from '../model/workRecords.ts';
import type { JobId, LotId, OperatorId, PackageId } from '../model/ids.ts';
import type { SecondPersonAct } from '../model/secondPersonActs.ts';

/** An act that a first person asked for, and that waits for a second. */
export interface WaitingRequestView {
  act: SecondPersonAct;
  /** Id of what it concerns. */
  subject: string;
  /** Of a weighing or a package: the package's mark; null: of something else, or not named. */
  mark: string | null;
  /** Of a weighing by a scale; null: of another, or of one that was typed. */
  weighingNumber: number | null;
  /** Of a release: the open job by which it is worked. */
  job: JobId | null;
  askedBy: OperatorId;
  /** Since when, ms since 1970. */
  sinceWallMs: number;
  /** Who may do it now. */
  seconds: OperatorId[];
}

/** A consent to a removal that nobody has used yet, and whose time is not over. */
export interface ConsentView {
  package: PackageId;
  mark: string | null;
  /** Who consented. */
  operator: OperatorId;
  /** Who may take it out. */
  taker: OperatorId;
  /** Decimal text. */
  mostKg: string;
  /** Until when, ms since 1970 by the clock of the base. */
  untilWallMs: number;
}

const SHOWN_REQUESTS = 100;
const SHOWN_PEOPLE = 50;
const MINUTE_MS = 60_000;

/** Every request that waits, the oldest first. */
export function viewWaitingRequests(book: Book): WaitingRequestView[] {
  const people = registeredPeople(book) ?? [];
  return waitingRequests(book)
    .sort((a, b) => a.seq - b.seq)
    .slice(0, SHOWN_REQUESTS)
    .map((request) => ({
      act: request.act,
      subject: request.subject,
      ...viewSubject(request, book),
      askedBy: request.operator,
      sinceWallMs: request.wallMs,
      seconds: listSeconds(request, { book, people })
        .slice(0, SHOWN_PEOPLE)
        .map(({ operator }) => operator),
    }));
}

/** What it is about, as staff name it. */
function viewSubject(
  { act, subject }: SecondPersonRecord,
  book: Book,
): Pick<WaitingRequestView, 'mark' | 'weighingNumber' | 'job'> {
  if (act === 'reverse-weighing') {
    const weighing = book.get('weighing', subject);
    const mark = weighing?.package == null ? null : (book.get('package', weighing.package)?.mark ?? null);
    return { mark, weighingNumber: weighing?.number || null, job: null };
  }
  const mark = act === 'lift-quarantine' ? (book.get('package', subject)?.mark ?? null) : null;
  const jobs = act === 'release' ? book.where('job', 'state', 'open') : [];
  const job = jobs.find((one) => one.work === 'release' && one.order === subject)?.id ?? null;
  return { mark, weighingNumber: null, job };
}

/** Every consent that stands now, the oldest first. */
export function viewConsents(book: Book, at: Timestamp): ConsentView[] {
  return book
    .where('consent', 'state', 'open')
    .filter((consent) => !isConsentOver(consent, { book, at }))
    .sort((a, b) => a.seq - b.seq)
    .slice(0, SHOWN_REQUESTS)
    .map(({ id, operator, taker, mostMg, minutes, wallMs }) => ({
      package: id,
      mark: book.get('package', id)?.mark ?? null,
      operator,
      taker,
      mostKg: formatKilograms(mostMg),
      untilWallMs: wallMs + minutes * MINUTE_MS,
    }));
}

/** A package to which staff are asked to give a tag. */
export interface WithoutTagView {
  package: PackageId;
  mark: string;
  lot: LotId;
}

/** So many at once: the next follow when these have theirs. */
const MAX_SHOWN = 20;

/** What goes into store with its tag. */
export function viewWithoutTag(book: Book): WithoutTagView[] {
  return packagesWithoutTag(book)
    .slice(0, MAX_SHOWN)
    .map(({ id, mark, lot }) => ({ package: id, mark, lot }));
}
