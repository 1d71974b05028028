// Stocktakes in the book: what is frozen, who counted what in which round, what was weighed again, and the result.
// Never the stock itself: counting changes no mass.
import type { Book, BookChange } from '../model/book.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import type { CountRecord, StocktakeRecord } from '../model/workRecords.ts';
import type { EntryBodies } from '../model/entry.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { canStepPackage } from '../model/states.ts';
import { requireRecord, putRecord, stepPackage } from './bookChanges.ts';
import { STOCKTAKE_LIMITS } from '../model/limits.ts';

export function newStocktakeRecord(of: Pick<StocktakeRecord, 'id' | 'order' | 'scope'>): StocktakeRecord {
  const { id, order, scope } = of;
  const nothing = {
    expected: 0,
    sample: [],
    countersBefore: [],
    counters: [],
    disagreeing: [],
    spoken: 0,
    extras: 0,
    sampled: 0,
  };
  return { id, order, scope, state: 'open', job: null, round: 1, ...nothing, result: null };
}

export function applyStocktakeOpened(body: EntryBodies['stocktake-opened'], book: Book): BookChange[] {
  const { stocktake, order, job, scope, packages } = body;
  return [
    putRecord('stocktake', { ...newStocktakeRecord({ id: stocktake, order, scope }), job, expected: packages.length }),
    ...packages.flatMap((id) => [
      taken(requireRecord(book, 'package', id), stocktake),
      putRecord('count', { ...unspoken({ stocktake, identity: id, package: id }), waiting: stocktake }),
    ]),
  ];
}

/** What is in store is frozen; what is quarantined or waits for a decision stands still already and is only marked. */
function taken(record: PackageRecord, stocktake: string): BookChange {
  return canStepPackage(record.state, 'freeze')
    ? stepPackage(record, 'freeze', { stocktake })
    : putRecord('package', { ...record, stocktake });
}

/** Frozen packages are in store again; marks go. */
export function unfreezePackages(stocktake: string, book: Book): BookChange[] {
  const marked = book.where('package', 'stocktake', stocktake, STOCKTAKE_LIMITS.packages);
  return marked.map((record) =>
    canStepPackage(record.state, 'thaw')
      ? stepPackage(record, 'thaw', { stocktake: null })
      : putRecord('package', { ...record, stocktake: null }),
  );
}

function unspoken(of: { stocktake: string; identity: string; package: string | null }): CountRecord {
  return { id: `${of.stocktake}/${of.identity}`, ...of, waiting: null, rounds: [], weighed: [], comparison: null };
}

/** The list with `word` at its round's place; rounds in which nothing was said are null. */
function atRound<T>(list: readonly (T | null)[], { round, word }: { round: number; word: T | null }): (T | null)[] {
  return Array.from({ length: Math.max(list.length, round) }, (_, index) =>
    index === round - 1 ? word : (list[index] ?? null),
  );
}

function withCounter(record: StocktakeRecord, operator: string | null): StocktakeRecord {
  return operator === null || record.counters.includes(operator)
    ? record
    : { ...record, counters: [...record.counters, operator] };
}

export function applyPackagesCounted(body: EntryBodies['packages-counted'], book: Book): BookChange[] {
  const { stocktake, round, how, operator } = body;
  const before = body.packages.map((identity) => requireRecord(book, 'count', `${stocktake}/${identity}`));
  const record = withCounter(requireRecord(book, 'stocktake', stocktake), operator);
  const news = before.filter(({ waiting }) => waiting !== null).length;
  return [
    putRecord('stocktake', { ...record, spoken: record.spoken + news }),
    ...before.map((count) =>
      putRecord('count', {
        ...count,
        waiting: null,
        rounds: atRound(count.rounds, { round, word: { how, operator } }),
      }),
    ),
  ];
}

export function applyCountExtra(body: EntryBodies['count-extra'], book: Book): BookChange[] {
  const { stocktake, round, identity, operator } = body;
  const known = book.get('count', `${stocktake}/${identity}`);
  const count = known ?? unspoken({ stocktake, identity, package: null });
  const record = withCounter(requireRecord(book, 'stocktake', stocktake), operator);
  const news = !known || known.waiting !== null ? 1 : 0;
  return [
    putRecord('stocktake', { ...record, spoken: record.spoken + news, extras: record.extras + (known ? 0 : 1) }),
    putRecord('count', {
      ...count,
      waiting: null,
      rounds: atRound(count.rounds, { round, word: { how: 'extra', operator } }),
    }),
  ];
}

/** A package that is weighed again is there: that is a word on it too. A scale that is not verified proves nothing. */
export function applySampleWeighed(
  weighing: WeighingRecord,
  of: { package: PackageRecord; comparison: Comparison; book: Book },
): BookChange[] {
  const { book, comparison } = of;
  const { stocktake, id } = of.package;
  const record = stocktake === null ? undefined : book.get('stocktake', stocktake);
  if (record?.state !== 'open' || !weighing.verified) return [];
  const count = requireRecord(book, 'count', `${record.id}/${id}`);
  const word = { weighing: weighing.id, operator: weighing.operator, comparison };
  const first = count.weighed.every((one) => one === null) ? 1 : 0;
  const news = count.waiting === null ? 0 : 1;
  return [
    putRecord('stocktake', {
      ...withCounter(record, weighing.operator),
      spoken: record.spoken + news,
      sampled: record.sampled + first,
    }),
    putRecord('count', {
      ...count,
      waiting: null,
      weighed: atRound(count.weighed, { round: record.round, word }),
      comparison,
    }),
  ];
}

/** Taken back while its stocktake is open: the package is to be weighed again, and to be seen if nobody else saw it. */
export function applySampleReversed(
  weighing: WeighingRecord,
  of: { package: PackageRecord; book: Book },
): BookChange[] {
  const { stocktake, id } = of.package;
  const record = stocktake === null ? undefined : of.book.get('stocktake', stocktake);
  const count = record?.state === 'open' ? of.book.get('count', `${record.id}/${id}`) : undefined;
  if (!record || !count?.weighed.some((one) => one?.weighing === weighing.id)) return [];
  const weighed = count.weighed.map((one) => (one?.weighing === weighing.id ? null : one));
  const latest = weighed.filter((one) => one !== null).at(-1);
  const unseen = (count.rounds[record.round - 1] ?? null) === null && (weighed[record.round - 1] ?? null) === null;
  const fewer = unseen && count.waiting === null ? 1 : 0;
  return [
    putRecord('stocktake', { ...record, spoken: record.spoken - fewer, sampled: record.sampled - (latest ? 0 : 1) }),
    putRecord('count', {
      ...count,
      waiting: unseen ? record.id : count.waiting,
      weighed,
      comparison: latest?.comparison ?? null,
    }),
  ];
}

/** What disagreed is asked for anew, and nobody who counted before answers. */
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
      putRecord('count', { ...requireRecord(book, 'count', `${stocktake}/${identity}`), waiting: stocktake }),
    ),
  ];
}

export function applyStocktakeClosed(body: EntryBodies['stocktake-closed'], book: Book): BookChange[] {
  const record = requireRecord(book, 'stocktake', body.stocktake);
  return [
    putRecord('stocktake', { ...record, state: 'closed', result: body }),
    ...unfreezePackages(body.stocktake, book),
  ];
}
