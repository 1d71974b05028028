// Closing a release: one person asks, another closes; only staged, undisputed packages of the order leave.
import type { OperatorId, PackageId, WeighingId } from '../model/ids.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { JobRecord, PackageRecord } from '../model/records.ts';
import type { SecondPersonRecord, ReleaseRecord } from '../model/workRecords.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { FindingCode } from '../model/findings.ts';
import type { EntryBodies, FindingBody, NewEntry } from '../model/entry.ts';
import { isReleaseJob, type ReleaseJob } from './dispatch.ts';
import { isGateAlarm, leftUnreleasedFindings } from './gatePassage.ts';
import { leftMg } from '../model/packageMass.ts';
import { may } from '../model/packageActs.ts';
import { requireLot, standingRequest } from '../model/bookQueries.ts';
import { disputedJoints, jointOf } from '../weight/jointWeighings.ts';

/** The command by which a release ends, and who of some people answers for the shift: null: none of them. */
export type ReleaseClosing = CommandMeta & {
  supervisorAmong: (operators: readonly OperatorId[], book: Book) => OperatorId | null;
};

/**
 * Closes a release: the first person asks, a second one closes, and staged, undisputed packages leave. Whatever changed
 * what would leave after the request makes it void. What drove out and does not leave is a finding. Refuses the same
 * person twice, and national stock without a supervisor or deputy as one of the two.
 */
export function closeRelease(event: ReleaseClosing, { book, job }: { book: Book; job: JobRecord }): Decided | Refusal {
  if (!isReleaseJob(job)) return refuse('job-not-release', { job: job.id });
  const release = book.get('release', job.order);
  // Cancelled under way: its packages are free already, and only the place is given back.
  if (release?.state !== 'open')
    return {
      entries: [{ kind: 'job-closed', body: { job: job.id, outcome: 'cancelled', operator: event.operator } }],
      effects: [],
      result: { job: job.id, closed: true },
    };
  const leaving = leavingPackages(book, release);
  const request = standingRequest(book, 'release', release.id);
  if (!request || isRequestStale(request, { book, job, leaving })) {
    const asked = { packages: leaving.map(({ id }) => id), netMg: sumNet(leaving) };
    const body = { act: 'release' as const, subject: release.id, ...asked, operator: event.operator };
    return { entries: [{ kind: 'second-person-asked', body }], effects: [], result: { job: job.id, closed: false } };
  }
  if (request.operator === event.operator) return refuse('second-person-needed', { operator: request.operator });
  const isNational = leaving.some(({ lot }) => requireLot(book, lot).ownership === 'national');
  const supervisor = isNational ? event.supervisorAmong([event.operator, request.operator], book) : null;
  if (isNational && supervisor === null) return refuse('release-needs-supervisor');
  return closeForTwoPersons(event, { book, job, release, leaving, askedBy: request.operator, supervisor });
}

/**
 * The first person has not seen what was weighed since the request, and asked for other packages or another mass: the
 * request has to be made again. Changes of the packages themselves make it stale in the book (requestChanges.ts).
 */
function isRequestStale(
  request: SecondPersonRecord,
  { book, job, leaving }: { book: Book; job: ReleaseJob; leaving: readonly PackageRecord[] },
): boolean {
  if (book.where('weighing', 'job', job.id).some(({ seq }) => seq > request.seq)) return true;
  const asked = new Set(request.packages);
  return (
    asked.size !== leaving.length || !leaving.every(({ id }) => asked.has(id)) || request.netMg !== sumNet(leaving)
  );
}

/** What leaves if the release is closed now: staged, undisputed alone and jointly, not doubtful. */
function leavingPackages(book: Book, release: ReleaseRecord): PackageRecord[] {
  // A package that was quarantined, freed and given to another release meanwhile is no more of this one.
  const ownPackages = release.packages
    .map((id) => book.get('package', id))
    .filter((record) => record?.release === release.id) as PackageRecord[];
  const disputed = disputedJoints(book);
  const isDisputed = (joint: WeighingId | undefined): boolean => joint !== undefined && disputed.has(joint);
  return ownPackages.filter((record) => may(record, 'leave') && !isDisputed(jointOf(book, record)?.joint.id));
}

function sumNet(packages: readonly PackageRecord[]): MassMg {
  return asMassMg(packages.reduce((sum, record) => sum + leftMg(record), 0));
}

/** What leaves with a release, what stays, and the net mass (mg) that leaves. */
export type ReleaseOutcome = Pick<EntryBodies['release-closed'], 'released' | 'short' | 'unpicked' | 'netMg'>;

/** What a release comes to if it is closed now. */
export function releaseOutcome(book: Book, release: ReleaseRecord): ReleaseOutcome {
  return outcomeOf(book, { release, leaving: leavingPackages(book, release) });
}

function outcomeOf(
  book: Book,
  { release, leaving }: { release: ReleaseRecord; leaving: readonly PackageRecord[] },
): ReleaseOutcome {
  const released = leaving.map(({ id }) => id);
  const staying = release.packages.filter((id) => !released.includes(id));
  const unpicked = staying.filter((id) => isUnpicked(book.get('package', id), release));
  const short = staying.filter((id) => !unpicked.includes(id));
  return { released, short, unpicked, netMg: sumNet(leaving) };
}

function closeForTwoPersons(
  event: CommandMeta,
  closing: {
    book: Book;
    job: ReleaseJob;
    release: ReleaseRecord;
    leaving: readonly PackageRecord[];
    askedBy: OperatorId;
    supervisor: OperatorId | null;
  },
): Decided {
  const { book, job, release, leaving, askedBy, supervisor } = closing;
  const outcome = outcomeOf(book, { release, leaving });
  const { released, short } = outcome;
  const staying = release.packages.filter((id) => !released.includes(id));
  const body = {
    order: release.id,
    job: job.id,
    ...outcome,
    operator: askedBy,
    approvedBy: event.operator,
    supervisor,
  };
  const newId = derivedIds(event.id);
  const findingBase = { weighing: null, comparison: null, operator: event.operator, note: null };
  const entries: NewEntry[] = [
    ...releaseFindingCodes({ short: staying, book, job }).map((code): { kind: 'finding'; body: FindingBody } => ({
      kind: 'finding',
      body: { finding: newId(), code, lot: null, job: job.id, package: null, ...findingBase },
    })),
    { kind: 'release-closed', body },
    ...leftUnreleasedFindings(book, {
      release: release.id,
      packages: short,
      job: job.id,
      operator: event.operator,
      newId,
    }),
    { kind: 'job-closed', body: { job: job.id, outcome: 'done', operator: event.operator } },
  ];
  return {
    entries,
    effects: [],
    result: { job: job.id, closed: true, released: released.length, short: staying.length },
  };
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

/** It stands on its place as when it was set aside. */
function isUnpicked(record: PackageRecord | undefined, release: ReleaseRecord): boolean {
  return record?.state === 'allocated' && record.release === release.id && !record.held;
}
