// Weighings in the book: which package or group a load was, and what it counts for. Reversals have a file of their own.
import type { LotId } from '../model/ids.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { FindingRecord, ForeignRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import type { EntryBodies, EntryOf } from '../model/entry.ts';
import { weighingRecord } from '../weight/weighingEntry.ts';
import {
  arrivalExpectation,
  compareExpected,
  compareGroup,
  compareWithExpectation,
  shareMass,
} from '../weight/comparisons.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { isFinerThan, isFitForPackage, settlesRecount } from '../weight/weighingFitness.ts';
import { withinTolerance } from '../weight/tolerance.ts';
import { countMember, jointOf } from '../weight/jointWeighings.ts';
import { settleDoubt } from './doubtChanges.ts';
import { isBackByDecision, storeRecognised } from './comeBackChanges.ts';
import { formJoint, keepCountedMember } from './jointChanges.ts';
import { applySampleWeighed } from './stocktakeChanges.ts';
import {
  putAnnouncement,
  NO_ANNOUNCEMENT,
  requireRecord,
  putRecord,
  scaleRecord,
  stationRecord,
  stepLot,
  stepPackage,
} from './bookChanges.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { FOREIGN_CODES } from '../model/heldForeign.ts';
import { speakOfWeighed } from './loadChanges.ts';
import { momentOf } from '../model/believableDate.ts';
import type { Moment, VehiclePass } from '../model/workRecords.ts';

/** Records a weighing and what it measured; the announcement of its station is used up. */
export function applyWeighing({ body, seq, at: stamp }: EntryOf<'weighing'>, book: Book): BookChange[] {
  const scale = scaleRecord(book, body.scale.instrument);
  const { intent } = stationRecord(book, body.station);
  const record: WeighingRecord = {
    ...weighingRecord(body, scale.era),
    seq,
    boundSeq: seq,
    wallMs: stamp.wallMs,
    intent,
  };
  const changes = [
    putRecord('weighing', record),
    putRecord('scale', { ...scale, lastNumber: record.number }),
    putRecord('station', speakOfWeighed(body, book)),
  ];
  if (record.group !== null) return [...changes, ...applyGroupWeighed(record, book)];
  if (record.visit !== null) return [...changes, addPass(record, { passed: momentOf(book, stamp), book })];
  return record.package === null ? changes : [...changes, ...applyPackageWeighed(record, { id: record.package, book })];
}

/** How far an indication of our own may be off: its bound and its rounding. */
function ownLimitMg(comparison: { scaleBoundMg: number; roundingMg: number }): number {
  return comparison.scaleBoundMg + comparison.roundingMg;
}

/** What a weighing of one package does to it and to the joint weighing that it shares. */
export function applyPackageWeighed(record: WeighingRecord, { id, book }: { id: string; book: Book }): BookChange[] {
  const known = requireRecord(book, 'package', id);
  // What lies on a scale has not driven out, whatever a gate read.
  const isProvedHere = known.throughGate !== null && record.purpose !== 'removal';
  const before = isProvedHere ? { ...known, throughGate: null } : known;
  const member = countMember(book, { record, package: before });
  return [
    ...(isProvedHere ? [putRecord('package', before)] : []),
    ...packageChanges(record, { before, beyond: member?.beyond ?? null, book }),
    ...keepCountedMember(member),
  ];
}

/** What it does by its purpose. `beyond`: the sum that is off with it. */
function packageChanges(
  record: WeighingRecord,
  { before, beyond, book }: { before: PackageRecord; beyond: Comparison | null; book: Book },
): BookChange[] {
  const comparison = compareExpected(book, { record, package: before });
  switch (record.purpose) {
    case 'dispatch':
      // It leaves at its book figure; what the scale says now is compared and reported.
      return before.state === 'picked' &&
        beyond === null &&
        withinTolerance(comparison) &&
        isFit(record, { before, comparison, book })
        ? [stepPackage(withFinerFigure(record, { before, comparison, book }), 'stage')]
        : [];
    case 'sample':
      return isFit(record, { before, comparison, book })
        ? applySampleAndFigure(record, { before, comparison, beyond, book })
        : [];
    case 'removal':
    case 'pass':
      return [];
    case 'recount':
      return replacesFigure(record, { before, book })
        ? [putRecord('package', replaceFigure(record, { before, comparison }))]
        : [];
    case 'reweigh':
      return isFit(record, { before, comparison, book })
        ? settleDoubt(book, replaceFigure(record, { before, comparison }))
        : [];
    case 'intake':
    case 'unannounced': {
      const figures = {
        ...weighedFigures(record, { before, comparison }),
        // Goods that were held may have been weighed on a scale that failed since.
        doubtful: record.doubted !== null,
        arrivedSeq: record.seq,
        unread: !isLabelRead(record, before),
      };
      if (isBackByDecision(record, { before, book })) return [storeRecognised({ ...before, ...figures }, record)];
      const missingFindings = findMissingFindings(before, book);
      return [
        stepPackage(before, 'weigh', figures),
        ...missingFindings.map((finding) => putRecord('finding', { ...finding, state: 'void' as const })),
        ...beginVerifying(book, before.lot),
      ];
    }
  }
}

interface PackageMeasurement {
  before: PackageRecord;
  comparison: Comparison;
  book: Book;
}

function isFit(record: WeighingRecord, { before, comparison, book }: PackageMeasurement): boolean {
  return isFitForPackage(book, { record, package: before, expectedGrossMg: comparison.declaredMg });
}

/**
 * A sample that agrees gives the package its mass if it is the finer weighing. A stocktake that is closed takes neither.
 */
function applySampleAndFigure(
  record: WeighingRecord,
  measurement: PackageMeasurement & { beyond: Comparison | null },
): BookChange[] {
  const { before, comparison, beyond, book } = measurement;
  const changes = applySampleWeighed(record, { package: before, comparison, beyond, book });
  const figure = beyond === null ? withFinerFigure(record, measurement) : before;
  return changes.length === 0 || figure === before ? changes : [...changes, putRecord('package', figure)];
}

/**
 * Of two weighings that agree the finer one gives the package its mass; its comparison is with the arrival, like that of
 * the figure it replaces. What a typed weight says is no weighing.
 */
function withFinerFigure(record: WeighingRecord, { before, comparison, book }: PackageMeasurement): PackageRecord {
  // A share of a joint weighing stays a share: that weighing's bound is one for all of them.
  if (jointOf(book, before)) return before;
  const isFiner = before.limitMg === null || isFinerThan(comparison, before.limitMg);
  if (!isFiner || !withinTolerance(comparison) || !record.verified || before.doubtful) return before;
  const arrival = arrivalExpectation(before, requireRecord(book, 'lot', before.lot));
  return replaceFigure(record, { before, comparison: compareWithExpectation(record, arrival) });
}

/**
 * A recount of the package's figure replaces it if it settles its finding: what only confirms a difference is no finer
 * figure. One of a sample or of a dispatch weighing leaves the book alone.
 */
function replacesFigure(record: WeighingRecord, { before, book }: { before: PackageRecord; book: Book }): boolean {
  const { intent } = record;
  const finding = intent?.kind === 'recount' ? book.get('finding', intent.finding) : undefined;
  if (finding === undefined || !settlesRecount(book, { record, package: before, finding })) return false;
  if (finding.code === 'MANUAL_ENTRY' && before.basis === 'manual') return true;
  return before.weighing !== null && (before.weighing === finding.weighing || before.weighing === finding.recount);
}

/** Replaces the package's figure; the one before stays in `replaced` in case the new one is reversed. */
function replaceFigure(
  record: WeighingRecord,
  measurement: { before: PackageRecord; comparison: NonNullable<PackageRecord['comparison']> },
): PackageRecord {
  const { weighing, grossMg, tareMg, netMg, comparison, basis, limitMg, doubtful } = measurement.before;
  const replaced = { weighing, grossMg, tareMg, netMg, comparison, basis, limitMg, doubtful };
  const unread = measurement.before.unread && !isLabelRead(record, measurement.before);
  return { ...measurement.before, ...weighedFigures(record, measurement), doubtful: false, unread, replaced };
}

/** What was weighed out and not booked still belongs to the book's figure. */
function weighedFigures(
  record: WeighingRecord,
  measurement: { before: PackageRecord; comparison: NonNullable<PackageRecord['comparison']> },
): Partial<PackageRecord> {
  const { tareMg } = measurement.before.announced;
  const grossMg = record.grossMg + measurement.before.removedMg;
  return {
    weighing: record.id,
    grossMg: asMassMg(grossMg),
    tareMg,
    netMg: asMassMg(grossMg - tareMg),
    comparison: measurement.comparison,
    basis: record.basis,
    limitMg: asMassMg(ownLimitMg(measurement.comparison)),
  };
}

/** Findings that declared a package missing which is weighed now: they are void. */
function findMissingFindings(before: PackageRecord, book: Book): FindingRecord[] {
  if (before.state !== 'missing') return [];
  return book
    .where('finding', 'package', before.id)
    .filter((finding) => finding.code === 'MISSING_PACKAGE' && isFindingOpen(finding));
}

/** Pro rata of what was announced, marked as the share of a group; the last takes what rounding left. */
function applyGroupWeighed(record: WeighingRecord, book: Book): BookChange[] {
  const group = requireRecord(book, 'group', record.group ?? '');
  const members = group.packages.map((id) => requireRecord(book, 'package', id));
  const comparison = compareGroup(book, { record, group, members });
  const shares = shareMass(asMassMg(record.grossMg - group.palletTareMg), members);
  const changes = members.map((before, index) => {
    const grossMg = shares[index] ?? 0;
    const { tareMg } = before.announced;
    return stepPackage(before, 'weigh', {
      weighing: record.id,
      grossMg: asMassMg(grossMg),
      tareMg,
      netMg: asMassMg(grossMg - tareMg),
      basis: 'group',
      arrivedSeq: record.seq,
      // A share may be off by all that the group may be off, and by what the announcement itself may be off.
      limitMg: comparison.toleranceMg,
      unread: group.named[index] !== 'scanned' && !cameWithLoad(record, before),
    });
  });
  const lot = members[0]?.lot;
  return [
    ...changes,
    ...formJoint(record.id, { members: group.packages, limitMg: comparison.toleranceMg }),
    ...(lot === undefined ? [] : beginVerifying(book, lot)),
    putRecord('group', { ...group, state: 'weighed', weighing: record.id, comparison }),
  ];
}

/** A tag that came with the load, and that no other station read then. */
const cameWithLoad = ({ tagsHere }: WeighingRecord, { epcHex }: PackageRecord): boolean =>
  epcHex !== null && tagsHere.includes(epcHex);

/** Whether its label or tag was read at this weighing of it alone: what somebody typed, or said afterwards, reads none. */
const isLabelRead = (record: WeighingRecord, of: PackageRecord): boolean =>
  record.boundBy === 'tag' || record.boundBy === 'scan' || cameWithLoad(record, of);

/** Moves a lot to `verifying` with its first weighed package, goods that came before their notice included. */
export function beginVerifying(book: Book, lot: LotId): BookChange[] {
  const { state } = requireRecord(book, 'lot', lot);
  return state === 'arriving' || state === 'announced' ? [stepLot(book, lot, 'weigh')] : [];
}

/** What came off since the pass before belongs to this one; before a first pass nothing can have come off. */
function addPass(record: WeighingRecord, { passed, book }: { passed: Moment; book: Book }): BookChange {
  const visit = requireRecord(book, 'visit', record.visit ?? '');
  const first = visit.passes.length === 0;
  const said = record.intent?.kind === 'pass' ? record.intent : null;
  const pass: VehiclePass = {
    weighing: record.id,
    grossMg: record.grossMg,
    at: passed,
    unloaded: first ? [] : visit.unloaded,
    driverAboard: said?.driverAboard ?? false,
    empty: said?.empty ?? false,
  };
  return putRecord('visit', { ...visit, passes: [...visit.passes, pass], unloaded: first ? visit.unloaded : [] });
}

/**
 * Binds a weighing to its package. Held goods that were named so are matched, and the findings that held them are void.
 */
export function applyWeighingBound({ body, seq }: EntryOf<'weighing-bound'>, book: Book): BookChange[] {
  const record: WeighingRecord = {
    ...requireRecord(book, 'weighing', body.weighing),
    package: body.package,
    boundBy: body.boundBy,
    boundSeq: seq,
    state: 'bound',
  };
  const foreign = book.where('foreign', 'weighing', record.id).filter(({ state }) => state === 'held');
  return [
    putRecord('weighing', record),
    ...foreign.flatMap((heldGoods) => [
      putRecord('foreign', { ...heldGoods, state: 'matched' as const }),
      ...voidForeignFindings(heldGoods, book),
    ]),
    ...applyPackageWeighed(record, { id: body.package, book }),
  ];
}

/** Goods that were held as not announced are announced now: the findings that held them are void. */
function voidForeignFindings({ job, identity }: ForeignRecord, book: Book): BookChange[] {
  const foreignFindings = book
    .where('finding', 'package', identity)
    .filter((finding) => finding.job === job && FOREIGN_CODES.includes(finding.code));
  return foreignFindings
    .filter(({ state }) => state === 'open' || state === 'recounted')
    .map((finding) => putRecord('finding', { ...finding, state: 'void' }));
}

/** Forms a group and announces it at its station. */
export function applyGroupFormed({ body, at }: EntryOf<'group-formed'>, book: Book): BookChange[] {
  const { group, job, station, packages, named, palletTareMg, palletTareKind } = body;
  const record = {
    id: group,
    job,
    station,
    packages,
    named,
    palletTareMg,
    palletTareKind,
    state: 'open' as const,
    weighing: null,
    comparison: null,
    touched: [],
  };
  return [
    putRecord('group', record),
    putAnnouncement(stationRecord(book, station), {
      intent: { kind: 'group', group },
      operator: body.operator,
      at,
    }),
  ];
}

/** Splits a group; its packages are weighed one by one. */
export function applyGroupSplit(body: EntryBodies['group-split'], book: Book): BookChange[] {
  const group = requireRecord(book, 'group', body.group);
  const station = stationRecord(book, group.station);
  const isGroupAnnounced = station.intent?.kind === 'group' && station.intent.group === group.id;
  return [
    putRecord('group', { ...group, state: 'split' }),
    ...(isGroupAnnounced ? [putRecord('station', { ...station, ...NO_ANNOUNCEMENT })] : []),
  ];
}

/**
 * Records a typed weight. It has no weighing of a scale behind it; it counts, and its finding keeps the lot from being
 * verified by it.
 */
export function applyWeightTyped({ body, seq }: EntryOf<'weight-typed'>, book: Book): BookChange[] {
  const before = requireRecord(book, 'package', body.package);
  const { tareMg } = before.announced;
  const present = stepPackage(before, 'weigh', {
    weighing: body.weighing,
    grossMg: body.grossMg,
    tareMg,
    netMg: asMassMg(body.grossMg - tareMg),
    basis: 'manual',
    limitMg: null,
    arrivedSeq: seq,
    unread: true,
  });
  return [present, ...beginVerifying(book, before.lot)];
}
