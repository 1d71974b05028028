// Stocktakes in the book: what is frozen, who counted what in which round, what was weighed again, and the result.
// Never the stock itself: counting changes no mass.
import type { OperatorId, PackageId } from '../model/ids.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import type { CountRecord, CountWord, StocktakeRecord } from '../model/workRecords.ts';
import type { EntryBodies } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { withinTolerance } from '../weight/tolerance.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { canStepPackage } from '../model/states.ts';
import { countExtraKey } from '../model/packageLookup.ts';
import { requireRecord, putRecord, stepPackage } from './bookChanges.ts';
import { STOCKTAKE_LIMITS } from '../model/limits.ts';
import { compositeId } from '../model/idPattern.ts';

/** The record of a stocktake in which nothing was counted yet. */
export function newStocktakeRecord(facts: Pick<StocktakeRecord, 'id' | 'order' | 'scope'>): StocktakeRecord {
  const { id, order, scope } = facts;
  const noProgress = {
    expected: 0,
    sample: [],
    countersBefore: [],
    counters: [],
    disagreeing: [],
    spoken: 0,
    extras: 0,
    sampled: 0,
    touched: [],
    thawed: [],
    sampleThawed: false,
    suspended: false,
  };
  return { id, order, scope, state: 'open', job: null, round: 1, ...noProgress, result: null };
}

/** Freezes what a stocktake counts and makes its counts. */
export function applyStocktakeOpened(body: EntryBodies['stocktake-opened'], book: Book): BookChange[] {
  const { stocktake, order, job, scope, packages, inWork } = body;
  return [
    putRecord('stocktake', { ...newStocktakeRecord({ id: stocktake, order, scope }), job, expected: packages.length }),
    ...packages.flatMap((id) => [
      markCounted(requireRecord(book, 'package', id), stocktake),
      putRecord('count', {
        ...newCountRecord({ stocktake, identity: id, package: id }),
        asked: true,
        waiting: stocktake,
      }),
    ]),
    // In the hands of a delivery or a release: nothing is frozen, and what is said of them counts.
    ...inWork.map((id) => putRecord('count', newCountRecord({ stocktake, identity: id, package: id }))),
  ];
}

/** What is in store is frozen; what is quarantined or waits for a decision does not move anyway and is only marked. */
function markCounted(record: PackageRecord, stocktake: string): BookChange {
  return canStepPackage(record.state, 'freeze')
    ? stepPackage(record, 'freeze', { stocktake })
    : putRecord('package', { ...record, stocktake });
}

/** Puts frozen packages back into store and removes the marks of the stocktake. */
export function unfreezePackages(stocktake: string, book: Book): BookChange[] {
  const marked = book.where('package', 'stocktake', stocktake, STOCKTAKE_LIMITS.packages);
  return marked.map((record) =>
    canStepPackage(record.state, 'thaw')
      ? stepPackage(record, 'thaw', { stocktake: null })
      : putRecord('package', { ...record, stocktake: null }),
  );
}

function newCountRecord(subject: { stocktake: string; identity: string; package: PackageId | null }): CountRecord {
  return {
    id: compositeId(subject.stocktake, subject.identity),
    ...subject,
    extraKey: null,
    waiting: null,
    asked: false,
    said: null,
    rounds: [],
    weighed: [],
    takenBack: [],
    comparison: null,
  };
}

/** The list with `value` at its round's place; rounds without one are `none`. */
function putAtRound<T>(list: readonly T[], { round, value, none }: { round: number; value: T; none: T }): T[] {
  return Array.from({ length: Math.max(list.length, round) }, (_, index) =>
    index === round - 1 ? value : (list[index] ?? none),
  );
}

/** Whether this round asks for it: the recount asks for what disagreed, whatever else is found then. */
function isAskedFor({ asked, identity }: CountRecord, { round, disagreeing }: StocktakeRecord): boolean {
  return round === 1 ? asked : disagreeing.includes(identity);
}

/** The count after a person's word: their earlier one of this round is replaced; null: taken back. */
function withWord(
  count: CountRecord,
  word: { round: number; operator: OperatorId; how: CountWord['how'] | null; isAsked: boolean },
): CountRecord {
  const { round, operator, how, isAsked } = word;
  const others = (count.rounds[round - 1] ?? []).filter((word) => word.operator !== operator);
  const words = how === null ? others : [...others, { how, operator }];
  const isSaid = words.length > 0 || (count.weighed[round - 1] ?? null) !== null;
  return {
    ...count,
    said: isSaid ? compositeId(count.stocktake, round) : null,
    waiting: isAsked && !isSaid ? count.stocktake : null,
    rounds: putAtRound(count.rounds, { round, value: words, none: [] }),
  };
}

/** How many more of what the round asks for are spoken of after the change. */
function newlySpoken(before: CountRecord, after: CountRecord): number {
  return (before.waiting === null ? 0 : 1) - (after.waiting === null ? 0 : 1);
}

function addCounter(record: StocktakeRecord, operator: OperatorId | null): StocktakeRecord {
  return operator === null || record.counters.includes(operator)
    ? record
    : { ...record, counters: [...record.counters, operator] };
}

/** Records what a person said of packages in a round; the last word counts. */
export function applyPackagesCounted(body: EntryBodies['packages-counted'], book: Book): BookChange[] {
  const { stocktake, round, how, operator } = body;
  const known = requireRecord(book, 'stocktake', stocktake);
  const counts = body.packages.map((identity) => {
    const id = book.get('package', identity)?.id ?? null;
    const before =
      book.get('count', compositeId(stocktake, identity)) ?? newCountRecord({ stocktake, identity, package: id });
    const word = { round, operator, how: how === 'withdrawn' ? null : how, isAsked: isAskedFor(before, known) };
    return { before, after: withWord(before, word) };
  });
  const record = addCounter(known, operator);
  const spoken = counts.reduce((sum, { before, after }) => sum + newlySpoken(before, after), record.spoken);
  return [
    putRecord('stocktake', { ...record, spoken }),
    ...readPackages(body, book),
    ...counts.map(({ after }) => putRecord('count', after)),
  ];
}

/** A tag or mark that was read names its package for good. */
function readPackages({ how, packages }: EntryBodies['packages-counted'], book: Book): BookChange[] {
  if (how !== 'tag' && how !== 'scan') return [];
  return packages
    .map((id) => book.get('package', id))
    .flatMap((record) => (record?.unread === true ? [putRecord('package', { ...record, unread: false })] : []));
}

/** Records an extra package or code in a round. */
export function applyCountExtra(body: EntryBodies['count-extra'], book: Book): BookChange[] {
  const { stocktake, round, identity, operator } = body;
  const known = book.get('count', compositeId(stocktake, identity));
  const extraKey = countExtraKey(stocktake, identity);
  const before = { ...(known ?? newCountRecord({ stocktake, identity, package: null })), extraKey };
  const record = addCounter(requireRecord(book, 'stocktake', stocktake), operator);
  const after = withWord(before, { round, operator, how: 'extra', isAsked: isAskedFor(before, record) });
  const spoken = record.spoken + newlySpoken(before, after);
  return [
    putRecord('stocktake', { ...record, spoken, extras: record.extras + (known ? 0 : 1) }),
    putRecord('count', after),
  ];
}

/**
 * Records a sample's comparison; a package that was weighed again was also seen. A scale that is not verified proves
 * nothing.
 */
export function applySampleWeighed(
  weighing: WeighingRecord,
  sample: { package: PackageRecord; comparison: Comparison; beyond: Comparison | null; book: Book },
): BookChange[] {
  const { book, beyond } = sample;
  // What is within its own tolerance is off all the same if the sum of what was weighed together is.
  const comparison = beyond ?? sample.comparison;
  const { stocktake, id } = sample.package;
  const record = stocktake === null ? undefined : book.get('stocktake', stocktake);
  if (record?.state !== 'open' || !weighing.verified) return [];
  const count = requireRecord(book, 'count', compositeId(record.id, id));
  const sampleWeighing = { weighing: weighing.id, operator: weighing.operator, comparison, joint: beyond !== null };
  const newlySampled = count.weighed.every((roundWeighing) => roundWeighing === null) ? 1 : 0;
  const after: CountRecord = {
    ...count,
    waiting: null,
    said: compositeId(record.id, record.round),
    weighed: putAtRound(count.weighed, { round: record.round, value: sampleWeighing, none: null }),
    comparison,
  };
  return [
    putRecord('stocktake', {
      ...addCounter(record, weighing.operator),
      spoken: record.spoken + newlySpoken(count, after),
      sampled: record.sampled + newlySampled,
    }),
    putRecord('count', after),
  ];
}

/**
 * Takes a sample weighing back while its stocktake is open: the package is to be weighed again, and to be seen if
 * nobody else saw it. `staysOff`: that it was beyond tolerance is not weighed into silence.
 */
export function applySampleReversed(
  weighing: WeighingRecord,
  sample: { package: PackageRecord; book: Book; staysOff: boolean },
): BookChange[] {
  const { stocktake, id } = sample.package;
  const record = stocktake === null ? undefined : sample.book.get('stocktake', stocktake);
  const count = record?.state === 'open' ? sample.book.get('count', compositeId(record.id, id)) : undefined;
  if (!record || !count?.weighed.some((roundWeighing) => roundWeighing?.weighing === weighing.id)) return [];
  const weighed = count.weighed.map((roundWeighing) =>
    roundWeighing?.weighing === weighing.id ? null : roundWeighing,
  );
  const takenBack = count.weighed.map((roundWeighing, index) =>
    sample.staysOff && roundWeighing?.weighing === weighing.id && !withinTolerance(roundWeighing.comparison)
      ? roundWeighing
      : (count.takenBack[index] ?? null),
  );
  const latest = weighed.filter((roundWeighing) => roundWeighing !== null).at(-1);
  const isSaid = (count.rounds[record.round - 1] ?? []).length > 0 || (weighed[record.round - 1] ?? null) !== null;
  const isAsked = isAskedFor(count, record);
  const after: CountRecord = {
    ...count,
    said: isSaid ? count.said : null,
    waiting: isAsked && !isSaid ? record.id : count.waiting,
    weighed,
    takenBack,
    comparison: latest?.comparison ?? null,
  };
  const spoken = record.spoken + newlySpoken(count, after);
  return [
    putRecord('stocktake', { ...record, spoken, sampled: record.sampled - (latest ? 0 : 1) }),
    putRecord('count', after),
  ];
}

/** Begins the recount of what disagreed; nobody who counted before may answer. */
export function applyCountRoundClosed(body: EntryBodies['count-round-closed'], book: Book): BookChange[] {
  const { stocktake, disagreeing } = body;
  const record = requireRecord(book, 'stocktake', stocktake);
  const countersBefore = [...record.countersBefore, ...record.counters];
  return [
    putRecord('stocktake', {
      ...record,
      round: record.round + 1,
      countersBefore,
      counters: [],
      disagreeing,
      spoken: 0,
    }),
    ...disagreeing.map((identity) =>
      putRecord('count', { ...requireRecord(book, 'count', compositeId(stocktake, identity)), waiting: stocktake }),
    ),
  ];
}

/**
 * An emergency release takes what a stocktake froze: it leaves the count with all that was said of it, and the sample, which
 * is drawn again.
 */
export function leaveCounts(packages: readonly PackageRecord[], book: Book): BookChange[] {
  const byStocktake = new Map<string, PackageId[]>();
  for (const { id, stocktake } of packages)
    if (stocktake !== null) byStocktake.set(stocktake, [...(byStocktake.get(stocktake) ?? []), id]);
  return [...byStocktake].flatMap(([stocktake, ids]) => {
    const record = requireRecord(book, 'stocktake', stocktake);
    const counts = ids.map((id) => requireRecord(book, 'count', compositeId(stocktake, id)));
    // Of this round alone: a recount begins again at nothing.
    const spoken = counts.filter((count) => isAskedFor(count, record) && count.waiting === null).length;
    const sampled = counts.filter(({ weighed }) => weighed.some((one) => one !== null)).length;
    return [
      putRecord('stocktake', {
        ...record,
        thawed: [...record.thawed, ...ids],
        sampleThawed: record.sampleThawed || record.sample.some((id) => (ids as string[]).includes(id)),
        sample: record.sample.filter((id) => !(ids as string[]).includes(id)),
        disagreeing: record.disagreeing.filter((id) => !(ids as string[]).includes(id)),
        spoken: record.spoken - spoken,
        sampled: record.sampled - sampled,
      }),
      ...counts.map(({ identity, package: id }) =>
        putRecord('count', newCountRecord({ stocktake, identity, package: id })),
      ),
    ];
  });
}

/** Records the result, unfreezes the packages, and puts right where the book had some elsewhere. */
export function applyStocktakeClosed(body: EntryBodies['stocktake-closed'], book: Book): BookChange[] {
  const record = requireRecord(book, 'stocktake', body.stocktake);
  return [
    putRecord('stocktake', { ...record, state: 'closed', result: body }),
    ...unfreezePackages(body.stocktake, book),
    ...body.misplaced.flatMap(({ package: id, to }) => putInPlace(requireRecord(book, 'package', id), { to, book })),
  ];
}

/** Two persons saw it here: it is not missing elsewhere. */
function putInPlace(record: PackageRecord, { to, book }: { to: string; book: Book }): BookChange[] {
  const missing = book
    .where('finding', 'package', record.id)
    .filter((finding) => finding.code === 'MISSING_PACKAGE' && isFindingOpen(finding));
  return [
    putRecord('package', { ...record, area: to, unread: false }),
    ...missing.map((finding) => putRecord('finding', { ...finding, state: 'void' as const })),
  ];
}
