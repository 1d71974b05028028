// Stocktakes in the book: what is frozen, who counted what in which round, and the result. Never the stock itself.
import type { Book, BookChange, CountRecord, StocktakeRecord } from '../book.ts';
import type { EntryBodies } from '../entry.ts';
import { need, put, stepped } from './change.ts';
import { FROZEN_LIMIT } from './orders.ts';

export function stocktakeOpened(body: EntryBodies['stocktake-opened'], book: Book): BookChange[] {
  const { stocktake, order, job, scope, packages } = body;
  const record: StocktakeRecord = {
    id: stocktake, order, scope, state: 'open', job, round: 1, expected: packages.length, sample: [],
    countersBefore: [], counters: [], disagreeing: [], result: null,
  };
  return [put('stocktake', record), ...packages.map((id) => stepped(need(book, 'package', id), 'freeze', { stocktake }))];
}

function withRound(before: CountRecord, { round, word }: { round: number; word: CountRecord['rounds'][number] }): CountRecord {
  const rounds = [...before.rounds];
  // A package of the recount alone has no word in round 1: what nobody said is that nobody saw it.
  while (rounds.length < round - 1) rounds.push({ how: 'absent', operator: '' });
  rounds[round - 1] = word;
  return { ...before, rounds };
}

function countOf(book: Book, of: { stocktake: string; identity: string; package: string | null }): CountRecord {
  const id = `${of.stocktake}/${of.identity}`;
  return book.get('count', id) ?? { id, stocktake: of.stocktake, package: of.package, identity: of.identity, rounds: [], comparison: null, weighing: null };
}

function byCounter(book: Book, { stocktake, operator }: { stocktake: string; operator: string }): BookChange[] {
  const record = need(book, 'stocktake', stocktake);
  return record.counters.includes(operator) ? [] : [put('stocktake', { ...record, counters: [...record.counters, operator] })];
}

export function packagesCounted(body: EntryBodies['packages-counted'], book: Book): BookChange[] {
  const { stocktake, round, how, operator } = body;
  const counts = body.packages.map((id) => put('count', withRound(countOf(book, { stocktake, identity: id, package: id }), { round, word: { how, operator } })));
  return [...counts, ...byCounter(book, { stocktake, operator })];
}

export function countExtra(body: EntryBodies['count-extra'], book: Book): BookChange[] {
  const { stocktake, round, identity, operator } = body;
  const count = countOf(book, { stocktake, identity, package: null });
  return [put('count', withRound(count, { round, word: { how: 'extra', operator } })), ...byCounter(book, { stocktake, operator })];
}

export function countRoundClosed(body: EntryBodies['count-round-closed'], book: Book): BookChange[] {
  const record = need(book, 'stocktake', body.stocktake);
  return [put('stocktake', { ...record, round: record.round + 1, countersBefore: record.counters, counters: [], disagreeing: body.disagreeing })];
}

export function stocktakeClosed(body: EntryBodies['stocktake-closed'], book: Book): BookChange[] {
  const frozen = book.where('package', 'stocktake', body.stocktake, FROZEN_LIMIT);
  const thawed = frozen.filter(({ state }) => state === 'counting').map((record) => stepped(record, 'thaw', { stocktake: null }));
  const others = frozen.filter(({ state }) => state !== 'counting').map((record) => put('package', { ...record, stocktake: null }));
  return [put('stocktake', { ...need(book, 'stocktake', body.stocktake), state: 'closed', result: body }), ...thawed, ...others];
}
