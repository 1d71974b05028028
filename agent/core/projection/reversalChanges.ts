// What the reversal of a weighing takes back. Defined for every state, because a load may rise at any time, whatever
// became of its package meanwhile.
import type { PackageId } from '../model/ids.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { FindingRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import type { EntryBodies, EntryOf, EntryTime } from '../model/entry.ts';
import { afterPackageStep } from '../model/states.ts';
import { endQuarantine, putAnnouncement, requireRecord, putRecord, stationRecord, NO_WEIGHING } from './bookChanges.ts';
import { reverseJoint, withdrawMembers } from './jointChanges.ts';
import { applySampleReversed } from './stocktakeChanges.ts';
import { JOINT_CODES } from '../weight/jointWeighings.ts';
import { isWeightCode } from '../weight/weightFindings.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { withSealBack } from '../model/seals.ts';
import { UNSETTLED } from '../model/reversalReasons.ts';
import { isDecidedSince, isWeighedSince } from '../model/restedOn.ts';

/**
 * Reverses a weighing: what it measured is unmeasured again, and findings that rest on it are void. A weight that was off
 * stays a case, unless the load itself showed that it was weighed wrongly: it is not weighed into silence.
 */
export function applyWeighingReversed({ body, at }: EntryOf<'weighing-reversed'>, book: Book): BookChange[] {
  const record = requireRecord(book, 'weighing', body.weighing);
  const resting = book
    .where('finding', 'weighing', record.id)
    .filter((finding) => finding.state !== 'closed' && finding.state !== 'void');
  const changes: BookChange[] = [
    putRecord('weighing', { ...record, state: 'reversed' }),
    ...resting.map((finding) =>
      staysOpen(finding, body.reason)
        ? putRecord('finding', { ...finding, ...weighedTogether(finding, { record, book }) })
        : putRecord('finding', { ...finding, state: 'void' as const }),
    ),
    ...stationAfterReversal(book, { record, body, at }),
    ...reverseJoint(record.id, book),
    ...(record.package === null ? [] : withdrawMembers(book, [{ package: record.package, weighing: record.id }])),
  ];
  if (record.group !== null)
    return [...changes, ...reverseGroup(record, { id: record.group, book, reason: body.reason, at })];
  if (record.visit !== null) return [...changes, ...reversePass(record, book)];
  if (record.package === null) return changes;
  return [...changes, ...reversePackage(record, { id: record.package, book, reason: body.reason })];
}

/**
 * A load that is put down further, or put on again, is still the load that was announced. One whose lower weight was
 * taken back has no outcome yet.
 */
function stationAfterReversal(
  book: Book,
  { record, body, at }: { record: WeighingRecord; body: EntryBodies['weighing-reversed']; at: EntryTime },
): BookChange[] {
  const station = stationRecord(book, record.station);
  const isAnnouncedAgain = PUT_ON_AGAIN.has(body.reason) && record.intent !== null;
  const isUntold = body.reason === 'load-rose' && station.lastLoad?.load === record.load;
  if (!isAnnouncedAgain && !isUntold) return [];
  const next = { ...station, lastLoad: isUntold ? null : station.lastLoad };
  const { intent, operator } = record;
  return [
    isAnnouncedAgain && intent !== null ? putAnnouncement(next, { intent, operator, at }) : putRecord('station', next),
  ];
}

/** That a weight was off is not weighed into silence, whoever takes the weighing or its name away. */
function staysOpen({ code }: FindingRecord, reason: EntryBodies['weighing-reversed']['reason']): boolean {
  // What came with the load came with it, whatever it weighed; one that rose says it again.
  if (code === 'STOCK_AT_INTAKE') return reason !== 'load-rose';
  return !UNSETTLED.has(reason) && (isWeightCode(code) || JOINT_CODES.has(code));
}

/** Of several packages: each of them has to stand alone now. */
function weighedTogether(
  finding: FindingRecord,
  { record, book }: { record: WeighingRecord; book: Book },
): Pick<FindingRecord, 'together' | 'togetherIn'> {
  if (finding.package !== null || finding.lot === null) return finding;
  const members =
    record.group === null
      ? book.where('pair', 'after', record.id).filter(({ lot, state }) => lot === finding.lot && state === 'standing')
      : [requireRecord(book, 'group', record.group)];
  return { together: members.flatMap(({ packages }) => packages), togetherIn: finding.lot };
}

/** Reasons after which the same goods are weighed again as what they were announced to be. */
const PUT_ON_AGAIN: ReadonlySet<EntryBodies['weighing-reversed']['reason']> = new Set([
  'load-rose',
  'load-disturbed',
  'load-lost',
  'name-contradicted',
]);

interface ReversalContext {
  id: string;
  book: Book;
}

function reversePackage(
  record: WeighingRecord,
  reversal: ReversalContext & { reason: EntryBodies['weighing-reversed']['reason'] },
): BookChange[] {
  const { id, book } = reversal;
  const before = requireRecord(book, 'package', id);
  switch (record.purpose) {
    case 'dispatch': {
      if (before.state !== 'staged') return [putRecord('package', before)];
      const picked = { ...before, state: afterPackageStep('staged', 'unstage') };
      return [putRecord('package', restoreFigure(record, picked))];
    }
    case 'sample':
      return [
        putRecord('package', restoreFigure(record, before)),
        ...applySampleReversed(record, { package: before, book, staysOff: !UNSETTLED.has(reversal.reason) }),
      ];
    case 'removal':
      return reverseRemoval(record, { before, book });
    case 'recount':
      return reverseRecount(record, { before, reversal });
    case 'reweigh':
      return [putRecord('package', restoreFigure(record, before))];
    case 'intake':
    case 'unannounced':
    case 'pass':
      return [putRecord('package', unweighPackage(record, before))];
  }
}

/**
 * A package whose first figure is gone is expected again; one that has gone on meanwhile stays, and is weighed again.
 */
function unweighPackage(record: WeighingRecord, before: PackageRecord): PackageRecord {
  if (before.replaced?.weighing === record.id) return { ...before, replaced: null };
  if (before.weighing !== record.id) return before;
  if (before.state !== 'present' || isDecidedSince(before, record)) return { ...before, doubtful: true };
  return { ...before, ...NO_WEIGHING, grossMg: null, limitMg: null, state: afterPackageStep(before.state, 'reverse') };
}

/** The figure that a recount, a re-weighing or a finer sample or dispatch had replaced counts again. */
function restoreFigure(record: WeighingRecord, before: PackageRecord): PackageRecord {
  if (before.weighing !== record.id) return before;
  if (before.replaced === null) return { ...before, doubtful: true };
  return { ...before, ...before.replaced, replaced: null };
}

function reverseRecount(
  record: WeighingRecord,
  { before, reversal }: { before: PackageRecord; reversal: ReversalContext },
): BookChange[] {
  const recounted = reversal.book
    .where('finding', 'package', before.id)
    .filter((finding) => finding.recount === record.id && isFindingOpen(finding));
  const findings = recounted.map((finding) => {
    return putRecord('finding', {
      ...finding,
      state: 'open' as const,
      recount: null,
      recounts: finding.recounts - 1,
      confirmed: false,
    });
  });
  const figure = restoreFigure(record, before);
  const isQuarantinedByRecount =
    figure.state === 'quarantined' && figure.quarantine?.reason === 'second-disagreement' && recounted.length > 0;
  if (!isQuarantinedByRecount) return [putRecord('package', figure), ...findings];
  return [putRecord('package', endQuarantine(figure)), ...findings];
}

function reverseRemoval(record: WeighingRecord, { before, book }: { before: PackageRecord; book: Book }): BookChange[] {
  const removal = book
    .where('removal', 'package', before.id)
    .find(({ weighing, state }) => weighing === record.id && state === 'open');
  if (!removal) return [putRecord('package', before)];
  const { seals } = removal;
  const remaining = {
    removedMg: asMassMg(before.removedMg - removal.massMg),
    removedLimitMg: asMassMg(before.removedLimitMg - removal.limitMg),
    // What was weighed since had been compared without what was taken out: the load itself took that back.
    doubtful: before.doubtful || isWeighedSince(book, { package: before, seq: removal.seq }),
  };
  const after = { ...withSealBack(before, seals), ...remaining };
  return [putRecord('package', after), putRecord('removal', { ...removal, state: 'void' })];
}

/** The pallet waits for its weighing again. */
function reverseGroup(
  record: WeighingRecord,
  reversal: {
    id: string;
    book: Book;
    reason: EntryBodies['weighing-reversed']['reason'];
    at: EntryTime;
  },
): BookChange[] {
  const { book } = reversal;
  const group = requireRecord(book, 'group', reversal.id);
  const station = stationRecord(book, group.station);
  const intent = { kind: 'group' as const, group: group.id };
  const isNextLoad = reversal.reason === 'operator' && station.job === group.job && station.intent === null;
  return [
    ...unmeasurePackages(group.packages, record, book),
    putRecord('group', { ...group, state: 'open', weighing: null, comparison: null }),
    ...(isNextLoad ? [putAnnouncement(station, { intent, operator: record.operator, at: reversal.at })] : []),
  ];
}

/** Takes a pass back: what came off before it is expected again, and waits for the next pass. */
function reversePass(record: WeighingRecord, book: Book): BookChange[] {
  const visit = requireRecord(book, 'visit', record.visit ?? '');
  const reversedPass = visit.passes.find(({ weighing }) => weighing === record.id);
  const pairs = book.where('pair', 'after', record.id).filter(({ state }) => state === 'standing');
  return [
    ...unmeasurePackages(pairs[0]?.packages ?? [], record, book),
    ...pairs.map((pair) => putRecord('pair', { ...pair, state: 'reversed' as const })),
    putRecord('visit', {
      ...visit,
      passes: visit.passes.filter((pass) => pass !== reversedPass),
      unloaded: [...(reversedPass?.unloaded ?? []), ...visit.unloaded],
    }),
  ];
}

/** Packages that got their mass from this weighing lose it; a package weighed again by itself since keeps that mass. */
function unmeasurePackages(packages: readonly PackageId[], record: WeighingRecord, book: Book): BookChange[] {
  return packages.map((id) => {
    const before = requireRecord(book, 'package', id);
    return putRecord('package', unweighPackage(record, before));
  });
}
