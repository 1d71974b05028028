// Decides what a captured load is: by the announcement at its station, or else by the station's job. One load gives one
// weighing: a higher plateau of the same load reverses the weighing before it in the same transaction.
import type { Book } from '../model/book.ts';
import type { JobRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { decideAnnouncedLoad } from './announcedLoad.ts';
import { decideLoadDisturbed } from './loadOutcome.ts';
import { type Decided, isRefusal, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import type { BoundBy } from '../model/weighingEvidence.ts';
import { provisionalBook } from '../projection/provisionalBook.ts';
import { decideDispatch } from '../release/dispatch.ts';
import { awaitedPackages } from '../model/awaitedPackages.ts';
import { decideGroupLoad } from '../intake/weighingGroup.ts';
import { decideVehiclePass } from '../intake/vehiclePass.ts';
import { type CaptureEvent, provisionalWeighingRecord, weighingEntry } from '../weight/weighingEntry.ts';
import { openJobAt, type IntakeJob, isIntakeJob, jobsOfWeighing } from '../model/bookQueries.ts';
import { weightFindings } from '../weight/weightFindings.ts';
import { duplicateTagFindings, keptName, onlyTaggedPackage, stockAtIntakeFindings } from '../weight/loadTags.ts';

/**
 * Decides what a captured load is: by the station's announcement, or else by its job. A higher plateau of the same load
 * reverses the earlier weighing in the same transaction. Refuses a load without job or announcement, and one whose
 * earlier weighing a closed job has used.
 */
export function decideCapture(event: CaptureEvent, book: Book): Decided | Refusal {
  const replaced = event.replaces === null ? undefined : book.get('weighing', event.replaces);
  const standing = replaced && replaced.state !== 'reversed' ? replaced : undefined;
  if (!standing) return decideCapturedLoad(event, { book, bookAfterReversal: book, replaced: undefined });
  const reversal: NewEntry = {
    kind: 'weighing-reversed',
    body: { askedBy: null, weighing: standing.id, reason: 'load-rose', operator: null },
  };
  if (isJobClosed(standing, book)) return decideRiseAfterClosing(event, book);
  const outcome = decideCapturedLoad(event, {
    book,
    bookAfterReversal: provisionalBook(book, [reversal]),
    replaced: standing,
  });
  if (!isRefusal(outcome)) return { ...outcome, entries: [reversal, ...outcome.entries] };
  // The lower plateau is wrong, whether or not the higher one counts.
  return {
    entries: [reversal],
    effects: [],
    result: { weighing: null, number: null, package: null, refusal: outcome.refusal },
  };
}

function isJobClosed(weighing: WeighingRecord, book: Book): boolean {
  return jobsOfWeighing(book, weighing).some((job) => book.get('job', job)?.state === 'closed');
}

/** What was judged by the lower plateau is doubtful; the higher one gives nobody a weight. */
function decideRiseAfterClosing(event: CaptureEvent, book: Book): Decided {
  const { load, station, scale, replaces, capture } = event;
  const stood = { massMg: capture.grossMg, durationMs: capture.window.durationMs };
  const subject = { load, station, scale: scale.instrument, weighing: replaces };
  return decideLoadDisturbed({ ...subject, plateaus: [stood] }, book);
}

interface CaptureContext {
  book: Book;
  /** The book once the weighing that this load replaces is reversed. */
  bookAfterReversal: Book;
  replaced: WeighingRecord | undefined;
}

function decideCapturedLoad(
  event: CaptureEvent,
  { book, bookAfterReversal, replaced }: CaptureContext,
): Decided | Refusal {
  const { intent = null, announcedBy = null } = bookAfterReversal.get('station', event.station) ?? {};
  if (intent?.kind === 'group') return decideGroupLoad(event, { group: intent.group, book });
  if (intent?.kind === 'pass') return decideVehiclePass(event, { intent, book, replaced });
  // A load that has risen is still the load it was, although its announcement is used up.
  if (replaced?.group != null) return decideGroupLoad(event, { group: replaced.group, book });
  if (replaced?.intent?.kind === 'pass') return decideVehiclePass(event, { intent: replaced.intent, book, replaced });
  if (intent)
    return decideAnnouncedLoad(event, {
      intent,
      book: bookAfterReversal,
      operator: announcedBy,
      risen: replaced !== undefined,
    });
  const job = openJobAt(book, event.station);
  if (!job) return refuse('no-job', { station: event.station });
  if (isIntakeJob(job)) return decideIntakeLoad(event, { book: bookAfterReversal, job, replaced });
  if (job.work === 'unannounced') return decideUnannouncedLoad(event, { book: bookAfterReversal, job });
  if (job.work === 'release') return decideDispatch(event, { book, job, replaced });
  return refuse('load-not-announced', { station: event.station });
}

function decideIntakeLoad(
  event: CaptureEvent,
  context: { book: Book; job: IntakeJob; replaced: WeighingRecord | undefined },
): Decided {
  const { book, job } = context;
  const bound = findBoundPackage(event, context);
  const weighing = weighingEntry(event, book, {
    purpose: 'intake',
    basis: 'single',
    operator: event.operator,
    job,
    package: bound?.package,
    boundBy: bound?.boundBy ?? null,
  });
  const entries: NewEntry[] = [weighing];
  entries.push(...duplicateTagFindings(event, { book, lot: job.lot, job: job.id, operator: event.operator }));
  entries.push(...stockAtIntakeFindings(event, { book, job }));
  if (bound)
    entries.push(
      ...weightFindings(book, { job, record: provisionalWeighingRecord(weighing.body, book), package: bound.package }),
    );
  return {
    entries,
    effects: [],
    result: { weighing: event.weighing, number: weighing.body.number, package: bound?.package.id ?? null },
  };
}

/**
 * Without a touch a load is bound only if exactly one tag came with it and that tag is an expected package of the job,
 * or the load was bound before and has only risen.
 */
function findBoundPackage(
  event: CaptureEvent,
  { book, job, replaced }: { book: Book; job: IntakeJob; replaced: WeighingRecord | undefined },
): { package: PackageRecord; boundBy: BoundBy } | undefined {
  if (replaced?.package != null && replaced.state === 'bound') {
    const kept = keptName(book, { tags: event.capture.tags, replaced });
    return kept?.package.state === 'expected' ? kept : undefined;
  }
  const awaited = awaitedPackages(book);
  const mayBeBound = ({ id, lot, state }: PackageRecord): boolean =>
    lot === job.lot && (state === 'expected' || state === 'missing') && !awaited.has(id);
  const onlyPackage = onlyTaggedPackage(book, { tags: event.capture.tags, mayBeBound });
  return onlyPackage && { package: onlyPackage, boundBy: 'tag' };
}

/** Goods that came before their notice: weighed, and named by what can be read on them. */
function decideUnannouncedLoad(event: CaptureEvent, { book, job }: { book: Book; job: JobRecord }): Decided {
  const weighing = weighingEntry(event, book, {
    purpose: 'unannounced',
    basis: 'single',
    operator: event.operator,
    job,
  });
  return {
    entries: [weighing, ...stockAtIntakeFindings(event, { book, job })],
    effects: [],
    result: { weighing: event.weighing, number: weighing.body.number, package: null },
  };
}
