// Closing a release: one person asks, another closes; only staged, undisputed packages of the order leave.
import { asWeighingId, type OperatorId, type PackageId } from '../model/ids.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { JobRecord, PackageRecord } from '../model/records.ts';
import type { SecondPersonRecord, ReleaseRecord } from '../model/workRecords.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { FindingCode } from '../model/findings.ts';
import type { FindingBody, NewEntry } from '../model/entry.ts';
import { isReleaseJob, type ReleaseJob } from './dispatch.ts';
import { isGateAlarm } from './gatePassage.ts';
import { disputedJoints, jointOf } from '../weight/jointWeighings.ts';

/**
 * Closes a release: the first person asks, a second one closes, and staged, undisputed packages leave. What was weighed
 * after the request makes it void. Refuses the same person twice.
 */
export function closeRelease(event: CommandMeta, { book, job }: { book: Book; job: JobRecord }): Decided | Refusal {
  if (!isReleaseJob(job)) return refuse('job-not-release', { job: job.id });
  const release = book.get('release', job.order);
  // Cancelled under way: its packages are free already, and only the place is given back.
  if (release?.state !== 'open')
    return {
      entries: [{ kind: 'job-closed', body: { job: job.id, outcome: 'cancelled', operator: event.operator } }],
      effects: [],
      result: { job: job.id, closed: true },
    };
  const request = book.get('asked', `release/${release.id}`);
  if (!request || isRequestStale(request, { book, job })) {
    const body = { act: 'release' as const, subject: release.id, operator: event.operator };
    return { entries: [{ kind: 'second-person-asked', body }], effects: [], result: { job: job.id, closed: false } };
  }
  if (request.operator === event.operator) return refuse('second-person-needed', { operator: request.operator });
  return closeForTwoPersons(event, { book, job, release, askedBy: request.operator });
}

/** The first person has not seen what was weighed since the request: the request has to be made again. */
function isRequestStale(request: SecondPersonRecord, { book, job }: { book: Book; job: ReleaseJob }): boolean {
  return book.where('weighing', 'job', job.id).some(({ seq }) => seq > request.seq);
}

function closeForTwoPersons(
  event: CommandMeta,
  { book, job, release, askedBy }: { book: Book; job: ReleaseJob; release: ReleaseRecord; askedBy: OperatorId },
): Decided {
  // A package that was quarantined, freed and given to another release meanwhile is no more of this one.
  const ownPackages = release.packages
    .map((id) => book.get('package', id))
    .filter((record) => record?.release === release.id) as PackageRecord[];
  const disputed = disputedJoints(book);
  const leaving = ownPackages.filter(
    (record) => mayLeave(record) && !disputed.has(jointOf(book, record)?.joint.id ?? asWeighingId('')),
  );
  const released = leaving.map(({ id }) => id);
  const short = release.packages.filter((id) => !released.includes(id));
  const netMg = asMassMg(leaving.reduce((sum, record) => sum + (record.netMg ?? 0), 0));
  const body = {
    order: release.id,
    job: job.id,
    released,
    short,
    netMg,
    operator: askedBy,
    approvedBy: event.operator,
  };
  const findings = releaseFindingCodes({ short, book, job });
  const newId = derivedIds(event.id);
  const findingBase = {
    lot: null,
    job: job.id,
    package: null,
    weighing: null,
    comparison: null,
    operator: event.operator,
    note: null,
  };
  const entries: NewEntry[] = [
    ...findings.map((code): { kind: 'finding'; body: FindingBody } => ({
      kind: 'finding',
      body: { finding: newId(), code, ...findingBase },
    })),
    { kind: 'release-closed', body },
    { kind: 'job-closed', body: { job: job.id, outcome: 'done', operator: event.operator } },
  ];
  return {
    entries,
    effects: [],
    result: { job: job.id, closed: true, released: released.length, short: short.length },
  };
}

function mayLeave({ state, held, doubtful }: PackageRecord): boolean {
  return state === 'staged' && !held && !doubtful;
}

/**
 * Less than ordered is plain to see. More than ordered shows only at a gate: an alarm that was raised while this
 * release was being worked and is not decided yet. With several releases at once it may have gone with any of them, so
 * each gets the finding.
 */
function releaseFindingCodes({
  short,
  book,
  job,
}: {
  short: readonly PackageId[];
  book: Book;
  job: ReleaseJob;
}): FindingCode[] {
  const isGateAlarmOpen = book
    .where('finding', 'state', 'open')
    .some((finding) => isGateAlarm(finding) && finding.seq > job.openedSeq);
  return [
    ...(short.length > 0 ? ['UNDER_RELEASE' as const] : []),
    ...(isGateAlarmOpen ? ['OVER_RELEASE' as const] : []),
  ];
}
