// Stocktakes in the book: what is frozen, who counted what in which round, what was weighed again, and the result.
// Never the stock itself: counting changes no mass.
import type { OperatorId, PackageId } from '../model/ids.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import type { CountRecord, StocktakeRecord } from '../model/workRecords.ts';
import type { EntryBodies } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { canStepPackage } from '../model/states.ts';
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
  };
  return { id, order, scope, state: 'open', job: null, round: 1, ...noProgress, result: null };
}

/** Freezes what a stocktake counts and makes its counts. */
export function applyStocktakeOpened(body: EntryBodies['stocktake-opened'], book: Book): BookChange[] {
  const { stocktake, order, job, scope, packages } = body;
  return [
    putRecord('stocktake', { ...newStocktakeRecord({ id: stocktake, order, scope }), job, expected: packages.length }),
    ...packages.flatMap((id) => [
      markCounted(requireRecord(book, 'package', id), stocktake),
      putRecord('count', { ...newCountRecord({ stocktake, identity: id, package: id }), waiting: stocktake }),
    ]),
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
    waiting: null,
    rounds: [],
    weighed: [],
    comparison: null,
  };
}

/** The list with `value` at its round's place; rounds without one are null. */
function putAtRound<T>(
  list: readonly (T | null)[],
  { round, value }: { round: number; value: T | null },
): (T | null)[] {
  return Array.from({ length: Math.max(list.length, round) }, (_, index) =>
    index === round - 1 ? value : (list[index] ?? null),
  );
}

function addCounter(record: StocktakeRecord, operator: OperatorId | null): StocktakeRecord {
  return operator === null || record.counters.includes(operator)
    ? record
    : { ...record, counters: [...record.counters, operator] };
}

/** Records how packages were counted in a round. */
export function applyPackagesCounted(body: EntryBodies['packages-counted'], book: Book): BookChange[] {
  const { stocktake, round, how: method, operator } = body;
  const before = body.packages.map((identity) => requireRecord(book, 'count', compositeId(stocktake, identity)));
  const record = addCounter(requireRecord(book, 'stocktake', stocktake), operator);
  const newlySpoken = before.filter(({ waiting }) => waiting !== null).length;
  return [
    putRecord('stocktake', { ...record, spoken: record.spoken + newlySpoken }),
    ...readPackages(body, book),
    ...before.map((count) =>
      putRecord('count', {
        ...count,
        waiting: null,
        rounds: putAtRound(count.rounds, { round, value: { how: method, operator } }),
      }),
    ),
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
  const count = known ?? newCountRecord({ stocktake, identity, package: null });
  const record = addCounter(requireRecord(book, 'stocktake', stocktake), operator);
  const newlySpoken = !known || known.waiting !== null ? 1 : 0;
  return [
    putRecord('stocktake', { ...record, spoken: record.spoken + newlySpoken, extras: record.extras + (known ? 0 : 1) }),
    putRecord('count', {
      ...count,
      waiting: null,
      rounds: putAtRound(count.rounds, { round, value: { how: 'extra', operator } }),
    }),
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
  const newlySpoken = count.waiting === null ? 0 : 1;
  return [
    putRecord('stocktake', {
      ...addCounter(record, weighing.operator),
      spoken: record.spoken + newlySpoken,
      sampled: record.sampled + newlySampled,
    }),
    putRecord('count', {
      ...count,
      waiting: null,
      weighed: putAtRound(count.weighed, { round: record.round, value: sampleWeighing }),
      comparison,
    }),
  ];
}

/**
 * Takes a sample weighing back while its stocktake is open: the package is to be weighed again, and to be seen if
 * nobody else saw it.
 */
export function applySampleReversed(
  weighing: WeighingRecord,
  sample: { package: PackageRecord; book: Book },
): BookChange[] {
  const { stocktake, id } = sample.package;
  const record = stocktake === null ? undefined : sample.book.get('stocktake', stocktake);
  const count = record?.state === 'open' ? sample.book.get('count', compositeId(record.id, id)) : undefined;
  if (!record || !count?.weighed.some((roundWeighing) => roundWeighing?.weighing === weighing.id)) return [];
  const weighed = count.weighed.map((roundWeighing) =>
    roundWeighing?.weighing === weighing.id ? null : roundWeighing,
  );
  const latest = weighed.filter((roundWeighing) => roundWeighing !== null).at(-1);
  const isUnseen = (count.rounds[record.round - 1] ?? null) === null && (weighed[record.round - 1] ?? null) === null;
  const unspoken = isUnseen && count.waiting === null ? 1 : 0;
  return [
    putRecord('stocktake', { ...record, spoken: record.spoken - unspoken, sampled: record.sampled - (latest ? 0 : 1) }),
    putRecord('count', {
      ...count,
      waiting: isUnseen ? record.id : count.waiting,
      weighed,
      comparison: latest?.comparison ?? null,
    }),
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

/** Records the result and unfreezes the packages. */
export function applyStocktakeClosed(body: EntryBodies['stocktake-closed'], book: Book): BookChange[] {
  const record = requireRecord(book, 'stocktake', body.stocktake);
  return [
    putRecord('stocktake', { ...record, state: 'closed', result: body }),
    ...unfreezePackages(body.stocktake, book),
  ];
}
