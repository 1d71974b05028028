// One pass of a vehicle over the weighbridge, and what two of them prove: the earlier less the later weighs what came
// off between.
import type { FindingId, JobId, LotId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import type { UnloadedGoods, VisitRecord } from '../model/workRecords.ts';
import { type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { EntryBodies, NewEntry } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { comparePasses } from '../weight/comparisons.ts';
import { type CaptureEvent, provisionalWeighingRecord, weighingEntry } from '../weight/weighingEntry.ts';
import { requireOpenVisit } from './vehicleVisit.ts';
import { comparedFindings } from '../weight/weightFindings.ts';
import { isPairFit } from '../weight/weighingFitness.ts';
import { elapsedSinceMs, reckonedWallMs } from '../model/believableDate.ts';
import type { LoadIntent } from '../model/weighingEntries.ts';
import { compareEmptyPass } from './emptyPass.ts';
import { VISIT_LIMITS } from '../model/limits.ts';

/** What was said of the pass when it was announced. */
type PassIntent = Extract<LoadIntent, { kind: 'pass' }>;

/**
 * Decides one pass of a vehicle over the weighbridge; with the pass before it weighs what came off between. Refuses
 * another bridge, a pair that is too old, and a pass that is no lighter although goods came off.
 */
export function decideVehiclePass(
  event: CaptureEvent,
  pass: { intent: PassIntent; book: Book; replaced: WeighingRecord | undefined },
): Decided | Refusal {
  const { book } = pass;
  const visit = requireOpenVisit(book, pass.intent.visit);
  if ('refusal' in visit) return visit;
  if (visit.station !== event.station) return refuse('other-bridge', { plates: visit.plates });
  const { before: lastPass, unloaded } = findLastPass(visit, pass.replaced);
  const earlierPass = lastPass && requireEarlierPass(event, { book, visit, before: lastPass });
  if (earlierPass && 'refusal' in earlierPass) return earlierPass;
  const weighing = weighingEntry(event, book, {
    purpose: 'pass',
    basis: 'vehicle',
    operator: event.operator,
    visit: visit.id,
  });
  const result = { weighing: event.weighing, number: weighing.body.number, package: null, visit: visit.id };
  const members = earlierPass ? findUnloadedPackages(unloaded, { book, replaced: pass.replaced }) : [];
  if (!earlierPass || members.length === 0) return { entries: [weighing], effects: [], result };
  // Goods came off and the vehicle is no lighter: one of the two passes is wrong. It drives on once more.
  if (event.capture.grossMg >= earlierPass.grossMg) return refuse('pass-heavier', { plates: visit.plates });
  const record = provisionalWeighingRecord(weighing.body, book);
  const wallMs = reckonedWallMs(book, event.at);
  const emptyComparison = pass.intent.empty
    ? compareEmptyPass(book, { visit, record, replaced: pass.replaced, wallMs })
    : null;
  return {
    entries: [
      weighing,
      ...pairEntries(book, { visit, before: earlierPass, record, unloaded, members, emptyComparison }),
    ],
    effects: [],
    result,
  };
}

/** The pass before, and what came off since; a plateau that this one replaces is no pass. */
function findLastPass(
  visit: VisitRecord,
  replaced: WeighingRecord | undefined,
): { before: VisitRecord['passes'][number] | undefined; unloaded: UnloadedGoods[] } {
  const replacedPass = visit.passes.find(({ weighing }) => weighing === replaced?.id);
  return {
    before: visit.passes.filter((pass) => pass !== replacedPass).at(-1),
    unloaded: [...(replacedPass?.unloaded ?? []), ...visit.unloaded],
  };
}

/** The same bridge, by its scale, and within the time in which an empty vehicle stays the same. */
function requireEarlierPass(
  event: CaptureEvent,
  { book, visit, before: lastPass }: { book: Book; visit: VisitRecord; before: VisitRecord['passes'][number] },
): WeighingRecord | Refusal {
  const record = book.get('weighing', lastPass.weighing);
  if (!record) throw new Error(`visit ${visit.id} names weighing ${lastPass.weighing} but the book does not hold it`);
  if (record.scale !== event.scale.instrument) return refuse('other-bridge', { plates: visit.plates });
  return elapsedSinceMs(lastPass.at, { book, at: event.at }) > VISIT_LIMITS.pairMs
    ? refuse('visit-too-old', { plates: visit.plates })
    : record;
}

/**
 * Of what came off, the packages that this pass gives their mass; what an order has taken off the list since is left
 * out.
 */
function findUnloadedPackages(
  unloaded: readonly UnloadedGoods[],
  { book, replaced }: { book: Book; replaced: WeighingRecord | undefined },
): PackageRecord[] {
  return unloaded
    .flatMap(({ packages, lot }) => packages.map((id) => ({ id, lot })))
    .flatMap(({ id, lot }) => {
      const record = book.get('package', id);
      // Announced anew in another lot: what came off was not that.
      if (record === undefined || record.lot !== lot) return [];
      const restsOnReplaced = record.state === 'present' && replaced !== undefined && record.weighing === replaced.id;
      return record.state === 'expected' || restsOnReplaced ? [record] : [];
    });
}

interface PassPair {
  visit: VisitRecord;
  before: WeighingRecord;
  record: WeighingRecord;
  unloaded: readonly UnloadedGoods[];
  members: readonly PackageRecord[];
  /** Null: the vehicle is as heavy empty as ever, or nobody can tell. */
  emptyComparison: Comparison | null;
}

/** The job by which goods of this lot came off; members come from what was unloaded. */
function unloadingJob(lot: LotId, unloaded: readonly UnloadedGoods[]): JobId {
  const goods = unloaded.findLast((one) => one.lot === lot);
  if (!goods) throw new Error(`nothing of lot ${lot} was unloaded`);
  return goods.job;
}

function pairEntries(book: Book, { visit, before, record, unloaded, members, emptyComparison }: PassPair): NewEntry[] {
  const comparison = comparePasses(book, { before, after: record, members });
  const lots = [...new Set(members.map(({ lot }) => lot))];
  const jobs = lots.map((lot) => unloadingJob(lot, unloaded));
  const body: EntryBodies['vehicle-weighed'] = {
    visit: visit.id,
    before: before.id,
    after: record.id,
    lots,
    jobs,
    packages: members.map(({ id }) => id),
    massMg: comparison.measuredMg,
    comparison,
    verifies: pairProof({ comparison, members, lots, scanned: unloaded.every(({ how }) => how === 'scanned') }),
  };
  const newId = derivedIds(record.id);
  // A pair is worth what the worse of its passes is worth.
  const pairRecord = { ...record, verified: record.verified && before.verified };
  const fit = isPairFit(book, { before, after: record, members });
  const findings = lots.flatMap((lot, index): NewEntry[] => {
    const job = jobs[index] ?? null;
    return [
      ...comparedFindings(pairRecord, { comparison, fit, lot, job, package: null, newId }),
      ...(emptyComparison === null ? [] : [emptyFinding(pairRecord, { lot, job, newId, comparison: emptyComparison })]),
    ];
  });
  return [{ kind: 'vehicle-weighed', body }, ...findings];
}

function emptyFinding(
  record: WeighingRecord,
  subject: { lot: LotId; job: JobId | null; newId: () => FindingId; comparison: Comparison },
): NewEntry {
  const { newId, ...concerned } = subject;
  const { id: weighing, operator } = record;
  const body = {
    finding: newId(),
    code: 'EMPTY_WEIGHT_UNUSUAL' as const,
    package: null,
    weighing,
    operator,
    note: null,
  };
  return { kind: 'finding', body: { ...body, ...concerned } };
}

/**
 * A pair proves each package only if one more or less would show, or each was scanned; over several lots it proves
 * their sum.
 */
function pairProof(pair: {
  comparison: Comparison;
  members: readonly PackageRecord[];
  lots: readonly LotId[];
  scanned: boolean;
}): EntryBodies['vehicle-weighed']['verifies'] {
  if (pair.lots.length > 1) return 'sum';
  const lightestMg = pair.members.reduce((leastMg, { announced }) => Math.min(leastMg, announced.grossMg), Infinity);
  return pair.scanned || lightestMg > 2 * pair.comparison.toleranceMg ? 'packages' : 'nothing';
}
