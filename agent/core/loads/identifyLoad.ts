// What a person states about a load or a package: which one it is, that it is foreign, that it has a new tag, that it
// is missing. Each is an entry. Tags alone never change stock; a mark and a tag that disagree are never reconciled
// silently.
import type { FindingId, JobId, OperatorId, PackageId, WeighingId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { JobRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { type Decided, derivedIds, type Refusal, refuse, refuseWithRecord } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import type { BoundBy } from '../model/weighingEvidence.ts';
import { awaitedPackages } from '../model/awaitedPackages.ts';
import { identifyDispatch, missingForRelease } from '../release/dispatch.ts';
import { isFindingOpen, openJobAt, isIntakeJob, latestWeighingAt, mayNameAfterwards } from '../model/bookQueries.ts';
import { bindHeldGoods, expectedOfGoods } from '../intake/heldGoods.ts';
import { otherTagOwner } from '../weight/loadTags.ts';
import { weightFindings } from '../weight/weightFindings.ts';
import { EPC_HEX } from '../model/epcPattern.ts';
import { distinctIdentity, foreignFindingCode, heldEntries } from '../intake/heldPackage.ts';
import { actRefusal } from '../model/packageActs.ts';
import { STATES_IN_STOCK } from '../model/states.ts';
import { type LoadOnScale, findBearer, findTagBearer, whoBears } from '../model/packageLookup.ts';

/** A statement about a load. `seen`: the weighing that was on the person's screen then; null: not given. */
interface LoadClaim extends LoadOnScale {
  seen: string | null;
  operator: OperatorId;
}

/**
 * Decides which package lies on the scale, by a scanned or typed code. Refuses codes that are not of the job's lot or
 * release, packages that have been weighed already or are awaited elsewhere, and a load that carries another package's
 * tag, unless its own came too and the mass fits. Naming the same package twice changes nothing; naming another than its
 * tag did takes the name away, and the load is weighed again.
 */
export function decideIdentify(event: LoadClaim & { code: string; typed: boolean }, book: Book): Decided | Refusal {
  const boundPackage = findBoundPackage(book, event);
  if (boundPackage)
    return { entries: [], effects: [], result: { package: boundPackage.id, tagNeeded: boundPackage.epcHex === null } };
  const contradicted = findContradicted(book, event);
  if (contradicted) return takeNameAway(contradicted, event);
  const load = requireUnboundLoad(book, event);
  if ('refusal' in load) return load;
  const { job, weighing } = load;
  if (job.work === 'release') return identifyDispatch(event, { book, job, weighing });
  return namePackage({ ...event, boundBy: event.typed ? 'typed' : 'scan' }, { book, job, weighing });
}

/**
 * Decides which package a recorded weighing was whose load is gone, on a person's word: nothing lies there that could
 * contradict it. Refuses weighings that are named, taken back or may lie there still, of a job that is closed or a release,
 * which cannot be undone; and what the scan of a load on the scale would be refused for.
 */
export function decideNameWeighing(
  event: { weighing: WeighingId; code: string; isForeign: boolean; isLoadGone: boolean } & NamingMeta,
  book: Book,
): Decided | Refusal {
  const weighing = book.get('weighing', event.weighing);
  if (!weighing) return refuse('weighing-unknown', { weighing: event.weighing });
  if (weighing.state === 'reversed') return refuse('weighing-reversed', { weighing: weighing.id });
  if (weighing.state !== 'unbound') return refuse('load-identified', { package: weighing.package ?? '' });
  if (!event.isLoadGone) return refuse('load-still-here', { station: weighing.station });
  const job = weighing.job === null ? undefined : book.get('job', weighing.job);
  if (job?.state !== 'open') return refuse('no-job', { station: weighing.station });
  if (!mayNameAfterwards(job)) return refuse('job-not-intake', { job: job.id });
  return event.isForeign || !isIntakeJob(job)
    ? holdPackage({ ...event, identity: event.code }, { book, job, weighing })
    : namePackage({ ...event, boundBy: 'afterwards' }, { book, job, weighing });
}

/** Who names, and the id of a finding that may follow. */
interface NamingMeta {
  operator: OperatorId;
  findingId: FindingId;
}

interface UnboundLoad {
  book: Book;
  job: JobRecord;
  weighing: WeighingRecord;
}

function namePackage(
  event: { code: string; boundBy: BoundBy; operator: OperatorId },
  { book, job, weighing }: UnboundLoad,
): Decided | Refusal {
  if (!isIntakeJob(job)) return refuse('job-not-intake', { job: job.id });
  const { boundBy } = event;
  const named = findBearer(book, { code: event.code, tags: weighing.tags });
  if (!named) return refuse('not-in-lot', { lot: job.lot, code: event.code });
  if ('refusal' in named) return named;
  if (named.lot !== job.lot) return refuse('package-of-other-lot', { package: named.id, lot: named.lot });
  // What was declared missing and turns up is weighed like any other.
  const actRefused = actRefusal(named, 'name');
  if (actRefused) return actRefused;
  if (awaitedPackages(book).has(named.id)) return refuse('package-awaited', { package: named.id });
  const tagOwner = otherTagOwner(book, { weighing, named });
  if (tagOwner) return refuse('tag-names-other-package', { package: named.id, other: tagOwner.id });
  const entries: NewEntry[] = [
    {
      kind: 'weighing-bound',
      body: { weighing: weighing.id, package: named.id, boundBy, code: event.code, operator: event.operator },
    },
    ...weightFindings(book, { job, record: weighing, package: named }),
  ];
  return { entries, effects: [], result: { package: named.id, tagNeeded: named.epcHex === null } };
}

/** Two tablets, or one scan sent twice: the load is bound to that very package already, so there is nothing to do. */
function findBoundPackage(book: Book, event: LoadClaim & { code: string }): PackageRecord | undefined {
  const weighing = book.get('weighing', event.seen ?? event.weighing ?? '');
  if (weighing?.station !== event.station || weighing.state !== 'bound' || weighing.package === null) return undefined;
  return whoBears(book, event.code).find(({ id }) => id === weighing.package);
}

/** The weighing on the scale, if its tag named it and the code names another package. */
function findContradicted(book: Book, event: LoadClaim & { code: string }): WeighingRecord | undefined {
  const weighing = event.weighing === null ? undefined : book.get('weighing', event.weighing);
  if (weighing?.state !== 'bound' || weighing.boundBy !== 'tag' || weighing.station !== event.station) return undefined;
  const isClosed = weighing.job !== null && book.get('job', weighing.job)?.state === 'closed';
  const named = isClosed ? [] : whoBears(book, event.code);
  return named.length > 0 && named.every(({ id }) => id !== weighing.package) ? weighing : undefined;
}

function takeNameAway({ id }: WeighingRecord, { operator }: LoadClaim): Decided {
  const body = { weighing: id, reason: 'name-contradicted' as const, askedBy: null, operator };
  return {
    entries: [{ kind: 'weighing-reversed', body }],
    effects: [],
    result: { package: null, tagNeeded: false, contradicted: true },
  };
}

function requireUnboundLoad(book: Book, load: LoadClaim): { job: JobRecord; weighing: WeighingRecord } | Refusal {
  const job = openJobAt(book, load.station);
  if (!job) return refuse('no-job', { station: load.station });
  if (load.seen !== null && load.seen !== load.weighing) return refuse('load-changed', { station: load.station });
  const weighing = load.weighing === null ? undefined : latestWeighingAt(book, load.station);
  if (!weighing || weighing.id !== load.weighing || weighing.state === 'reversed')
    return refuse('nothing-on-scale', { station: load.station });
  if (weighing.state !== 'unbound') return refuse('load-identified', { package: weighing.package ?? '' });
  // It was weighed for another job, which has moved away and still has to name it.
  if (weighing.job !== job.id) return refuse('load-changed', { station: load.station });
  return { job, weighing };
}

/**
 * Decides that the load on the scale belongs to no package of the job: it is held under what can be read on it, with a
 * finding (UNANNOUNCED, WRONG_LOT or EXTRA_PACKAGE). Refuses an empty identity, and jobs of a release.
 */
export function decideHoldForeign(
  event: LoadClaim & { identity: string; findingId: FindingId },
  book: Book,
): Decided | Refusal {
  if (event.identity.trim() === '') return refuse('identity-empty');
  const load = requireUnboundLoad(book, event);
  if ('refusal' in load) return load;
  // What stands on the scale of a release by mistake is not foreign: it goes back to its place.
  if (load.job.work === 'release') return refuse('job-not-intake', { job: load.job.id });
  return holdPackage(event, { book, ...load });
}

function holdPackage(
  event: { identity: string } & NamingMeta,
  { book, job, weighing }: UnboundLoad,
): Decided | Refusal {
  const words = event.identity.trim();
  if (words === '') return refuse('identity-empty');
  const goods = job.lot === null ? expectedOfGoods(book, { words, tags: weighing.tags }) : undefined;
  if (goods) {
    const entries = bindHeldGoods(
      { record: weighing, boundBy: goods.boundBy, code: words },
      { expected: goods.expected, book },
    );
    return { entries, effects: [], result: { package: goods.expected.id } };
  }
  const identity = distinctIdentity(book, { job: job.id, words });
  const bearers = whoBears(book, words);
  const named = bearers.length === 1 ? bearers[0] : undefined;
  if (named && named.lot === job.lot && named.state === 'expected')
    return refuse('load-identified', { package: named.id });
  const code = foreignFindingCode(job, named);
  const entries = heldEntries(weighing, { ...event, book, job, identity, named, code });
  return { entries, effects: [], result: { code } };
}

/**
 * Binds a tag (EPC, hex) to a package, in place of the one it had. Refuses packages that are not here or are being
 * counted, malformed EPCs, and tags that another package here or expected bears or bore. That one of the stock bears or
 * bore it is a finding on both.
 */
export function decideAttachTag(
  event: { package: PackageId; epcHex: string; operator: OperatorId; findingId: FindingId },
  book: Book,
): Decided | Refusal {
  const record = book.get('package', event.package);
  if (!record) return refuse('package-unknown', { package: event.package });
  // Whoever counts it would make the sign by which it counts as seen: a counted one gets none.
  const refusal = actRefusal(record, 'attach-tag');
  if (refusal) return refusal;
  const epcHex = event.epcHex.trim().toUpperCase();
  if (!EPC_HEX.test(epcHex)) return refuse('epc-malformed', { code: event.epcHex });
  const owner = findTagBearer(book, epcHex);
  if (owner && (owner.id !== record.id || owner.epcHex === epcHex))
    return refuseTag(refuse('epc-in-use', { epc: epcHex, package: owner.id }), { event, record, owner, book });
  const body = { package: record.id, epcHex, retiredEpcHex: record.epcHex, operator: event.operator };
  return { entries: [{ kind: 'tag-attached', body }], effects: [], result: { package: record.id } };
}

/** A refusal is no record: that two of the stock are to bear one tag is kept. */
function refuseTag(
  refused: Refusal,
  tag: {
    event: { operator: OperatorId; findingId: FindingId };
    record: PackageRecord;
    owner: PackageRecord;
    book: Book;
  },
): Decided | Refusal {
  const entries = tagsSwappedFindings(tag);
  return entries.length === 0 ? refused : refuseWithRecord(refused, entries);
}

/** TAGS_SWAPPED on both packages; not again on one on which it is open. */
function tagsSwappedFindings({
  event: { operator, findingId },
  record,
  owner,
  book,
}: {
  event: { operator: OperatorId; findingId: FindingId };
  record: PackageRecord;
  owner: PackageRecord;
  book: Book;
}): NewEntry[] {
  if (owner.id === record.id || !STATES_IN_STOCK.includes(owner.state)) return [];
  const newId = derivedIds(findingId);
  const isOpen = ({ id }: PackageRecord): boolean =>
    book.where('finding', 'package', id).some((finding) => finding.code === 'TAGS_SWAPPED' && isFindingOpen(finding));
  const subject = { job: null, weighing: null, comparison: null, operator, note: null };
  return [record, owner]
    .filter((one) => !isOpen(one))
    .map(({ id, lot }) => ({
      kind: 'finding',
      body: { finding: newId(), code: 'TAGS_SWAPPED', lot, package: id, ...subject },
    }));
}

/**
 * Declares that a package of the job is not there, with the finding MISSING_PACKAGE. Refuses packages of other lots,
 * and packages that are not expected or are being weighed with others.
 */
export function decideDeclareMissing(
  event: { job: JobId; package: PackageId; operator: OperatorId; findingId: FindingId },
  book: Book,
): Decided | Refusal {
  const job = book.get('job', event.job);
  if (!job) return refuse('job-unknown', { job: event.job });
  if (job.state !== 'open') return refuse('job-closed', { job: job.id });
  if (job.work === 'release') return missingForRelease(event, { book, job });
  const record = book.get('package', event.package);
  if (record?.lot !== job.lot) return refuse('package-unknown', { package: event.package });
  const refusal = actRefusal(record, 'declare-missing');
  if (refusal) return refusal;
  if (awaitedPackages(book).has(record.id)) return refuse('package-awaited', { package: record.id });
  const finding = {
    finding: event.findingId,
    code: 'MISSING_PACKAGE' as const,
    lot: record.lot,
    job: job.id,
    package: record.id,
  };
  return {
    entries: [
      { kind: 'package-missing', body: { package: record.id, lot: record.lot, job: job.id, operator: event.operator } },
      { kind: 'finding', body: { ...finding, weighing: null, comparison: null, operator: event.operator, note: null } },
    ],
    effects: [],
    result: { finding: event.findingId },
  };
}
