// Picking, and weighing what is about to leave: compared with our own earlier figure. A package beyond tolerance stays
// picked and is held; the scale is free for the next one.
import {
  type FindingId,
  type JobId,
  type OperatorId,
  type OrderId,
  type PackageId,
  asFindingId,
} from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { JobRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import type { BoundBy } from '../model/weighingEvidence.ts';
import { type CaptureEvent, provisionalWeighingRecord, weighingEntry } from '../weight/weighingEntry.ts';
import { weightFindings } from '../weight/weightFindings.ts';
import { duplicateTag, isOnlyByMass, keptName, onlyTaggedPackage, otherTagOwner } from '../weight/loadTags.ts';
import { compareWithExpectation, storedExpectation } from '../weight/comparisons.ts';
import { withinTolerance } from '../weight/tolerance.ts';
import type { NamedWay } from '../model/proofs.ts';
import { actRefusal, may, type PackageAct } from '../model/packageActs.ts';
import { STATES_AT_BASE } from '../model/states.ts';
import { requireLot } from '../model/bookQueries.ts';
import { findBearer, findTagOwner } from '../model/packageLookup.ts';

/** A job that works a release. */
export type ReleaseJob = JobRecord & { order: OrderId };

/** Whether a job works a release. */
export function isReleaseJob(job: JobRecord): job is ReleaseJob {
  return job.work === 'release' && job.order !== null;
}

/**
 * Records that a package of the release was taken from its place. Refuses codes that name none or several of its
 * packages, held and doubtful packages, and packages picked already.
 */
export function decidePick(
  event: CommandMeta & { job: JobId; code: string; how: NamedWay },
  book: Book,
): Decided | Refusal {
  const job = book.get('job', event.job);
  if (!job) return refuse('job-unknown', { job: event.job });
  if (job.state !== 'open') return refuse('job-closed', { job: job.id });
  if (!isReleaseJob(job)) return refuse('job-not-release', { job: job.id });
  const named = findReleasePackage(book, { job, code: event.code, act: 'pick' });
  if ('refusal' in named) return named;
  return {
    entries: [pickedEntry(named, { ...event, job })],
    effects: [],
    result: { package: named.id },
  };
}

function pickedEntry(
  record: PackageRecord,
  {
    job,
    code,
    how,
    operator,
  }: { job: ReleaseJob; code: string | null; how: NamedWay | null; operator: OperatorId | null },
): NewEntry {
  return { kind: 'package-picked', body: { package: record.id, order: job.order, job: job.id, code, how, operator } };
}

/** The package of this release that a code names: its id, its EPC or its mark; or why the act is not for it. */
function findReleasePackage(
  book: Book,
  {
    job,
    code,
    act,
    tags = [],
  }: { job: ReleaseJob; code: string; act: 'pick' | 'stage' | 'report-gone'; tags?: readonly string[] },
): PackageRecord | Refusal {
  const named = findBearer(book, { code, tags });
  if (named && 'refusal' in named) return named;
  return named?.release === job.order
    ? (actRefusal(named, act === 'report-gone' ? act : urgentAct(book, { job, act })) ?? named)
    : refuse('not-in-release', { code: code.trim(), order: job.order });
}

/** An emergency takes what a stocktake froze; any other release waits until it is counted. */
function urgentAct(book: Book, { job, act }: { job: ReleaseJob; act: 'pick' | 'stage' }): PackageAct {
  return book.get('release', job.order)?.order.regime === 'emergency' ? `${act}-frozen` : act;
}

interface DispatchContext {
  book: Book;
  job: JobRecord;
  replaced: WeighingRecord | undefined;
}

/** Decides a captured load of a release job; it is bound at once if exactly one package's tag came with it. */
export function decideDispatch(event: CaptureEvent, context: DispatchContext): Decided | Refusal {
  const { book, job } = context;
  if (!isReleaseJob(job)) return refuse('job-not-release', { job: job.id });
  const bound = findDispatchedPackage(event, { ...context, job });
  const weighing = weighingEntry(event, book, {
    purpose: 'dispatch',
    basis: 'single',
    operator: event.operator,
    job,
    package: bound?.package,
    boundBy: bound?.boundBy ?? null,
  });
  const entries: NewEntry[] = [];
  // Its tag alone came with the load: it was taken from its place, whether or not that was recorded.
  if (bound?.package.state === 'allocated')
    entries.push(pickedEntry(bound.package, { job, code: null, how: null, operator: event.operator }));
  entries.push(weighing);
  const duplicateEpcHex = duplicateTag(event.capture.tags);
  if (duplicateEpcHex !== null)
    entries.push(duplicateDispatchTagFinding(event, { book, job, epcHex: duplicateEpcHex }));
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

/** What a load that is weighed further was named, or the one package of the release that both tag and mass name. */
function findDispatchedPackage(
  event: CaptureEvent,
  { book, job, replaced }: DispatchContext & { job: ReleaseJob },
): { package: PackageRecord; boundBy: BoundBy } | undefined {
  const { tags } = event.capture;
  if (replaced?.package != null && replaced.state === 'bound' && replaced.purpose === 'dispatch')
    return keptName(book, { tags, replaced });
  const act = urgentAct(book, { job, act: 'stage' });
  const mayBeBound = (record: PackageRecord): boolean => record.release === job.order && may(record, act);
  const onlyPackage = onlyTaggedPackage(book, { tags, mayBeBound });
  // What leaves cannot be undone: a neighbour's tag alone names nothing.
  return onlyPackage && isNamedByMass(event, { book, named: onlyPackage })
    ? { package: onlyPackage, boundBy: 'tag' }
    : undefined;
}

/** Of all that stands here of its lot, nothing but the tagged package weighs what lies there. */
function isNamedByMass(event: CaptureEvent, { book, named }: { book: Book; named: PackageRecord }): boolean {
  const range = event.scale.ranges[event.capture.range];
  const lot = requireLot(book, named.lot);
  if (!range) return false;
  const measured = { grossMg: event.capture.grossMg, class: event.scale.class, intervalMg: range.intervalMg };
  const candidates = book.where('package', 'lot', named.lot).filter(({ state }) => STATES_AT_BASE.includes(state));
  const fits = (candidate: PackageRecord): boolean =>
    withinTolerance(compareWithExpectation(measured, storedExpectation(candidate, lot)));
  return isOnlyByMass(named, { candidates, fits });
}

/** One number, two chips: one of them is a copy, and what bears it stays until that is understood. */
function duplicateDispatchTagFinding(
  event: CaptureEvent,
  { book, job, epcHex }: { book: Book; job: ReleaseJob; epcHex: string },
): NewEntry {
  const owner = findTagOwner(book, epcHex);
  const subject = { lot: owner?.lot ?? null, job: job.id, package: owner?.id ?? epcHex, weighing: event.weighing };
  return {
    kind: 'finding',
    body: {
      finding: asFindingId(`${event.weighing}.twin`),
      code: 'DUPLICATE_TAG',
      ...subject,
      comparison: null,
      operator: event.operator,
      note: null,
    },
  };
}

/**
 * Decides which package of the release lies on the scale, by a scanned or typed code. Refuses like `decidePick`, and a
 * load that carries another package's tag.
 */
export function identifyDispatch(
  event: { code: string; typed: boolean; operator: OperatorId },
  { book, job, weighing }: { book: Book; job: JobRecord; weighing: WeighingRecord },
): Decided | Refusal {
  if (!isReleaseJob(job)) return refuse('job-not-release', { job: job.id });
  const named = findReleasePackage(book, { job, code: event.code, act: 'stage', tags: weighing.tags });
  if ('refusal' in named) return named;
  const otherPackage = otherTagOwner(book, { weighing, named });
  if (otherPackage) return refuse('tag-names-other-package', { package: named.id, other: otherPackage.id });
  const how = event.typed ? 'typed' : 'scanned';
  const entries: NewEntry[] = named.state === 'allocated' ? [pickedEntry(named, { ...event, job, how })] : [];
  entries.push(
    {
      kind: 'weighing-bound',
      body: {
        weighing: weighing.id,
        package: named.id,
        boundBy: event.typed ? 'typed' : 'scan',
        code: event.code,
        operator: event.operator,
      },
    },
    ...weightFindings(book, { job, record: weighing, package: named }),
  );
  return { entries, effects: [], result: { package: named.id, tagNeeded: named.epcHex === null } };
}

/**
 * Records that a package of the release was not found: the finding MISSING_PACKAGE holds it, and the book keeps it
 * until headquarters decides.
 */
export function missingForRelease(
  event: { package: PackageId; operator: OperatorId; findingId: FindingId },
  { book, job }: { book: Book; job: JobRecord },
): Decided | Refusal {
  if (!isReleaseJob(job)) return refuse('job-not-release', { job: job.id });
  const named = findReleasePackage(book, { job, code: event.package, act: 'report-gone' });
  if ('refusal' in named) return named;
  const findingBase = {
    lot: named.lot,
    job: job.id,
    package: named.id,
    weighing: null,
    comparison: null,
    operator: event.operator,
    note: null,
  };
  return {
    entries: [{ kind: 'finding', body: { finding: event.findingId, code: 'MISSING_PACKAGE', ...findingBase } }],
    effects: [],
    result: { finding: event.findingId },
  };
}
