// What the reports of a count add up to. The recount decides about what disagreed, the first round about everything
// else.
import type { Book } from '../model/book.ts';
import type { CountRecord, StocktakeRecord } from '../model/workRecords.ts';
import { isSampleOff, isSampleWeighed, needsWeighing } from './sampleWeighings.ts';
import { isCountable } from './stocktakeScope.ts';
import { STOCKTAKE_LIMITS } from '../model/limits.ts';

/** What a count adds up to in its present round. */
export interface CountResult {
  /** How many packages and extra ones are not reported in this round. */
  waiting: number;
  /** How many seen packages still have to be weighed in this round. */
  toWeigh: number;
  seen: number;
  inferred: number;
  left: number;
  missing: CountRecord[];
  extra: CountRecord[];
  off: CountRecord[];
  unweighed: CountRecord[];
}

type CountStanding = 'waiting' | 'seen' | 'inferred' | 'missing' | 'extra' | 'no-extra' | 'left';

/** Adds up a count. The recount decides about what disagreed, the first round about everything else. */
export function countResult(book: Book, stocktake: StocktakeRecord): CountResult {
  const tally: CountResult = {
    waiting: 0,
    toWeigh: 0,
    seen: 0,
    inferred: 0,
    left: 0,
    missing: [],
    extra: [],
    off: [],
    unweighed: [],
  };
  const recountIdentities = new Set(stocktake.disagreeing);
  const drawn = new Set(stocktake.sample);
  const counts = book.where('count', 'stocktake', stocktake.id, STOCKTAKE_LIMITS.packages + STOCKTAKE_LIMITS.extras);
  for (const count of counts) {
    const round = recountIdentities.has(count.identity) ? stocktake.round : 1;
    const standing = countStanding(book, { count, round });
    if (standing === 'waiting' || standing === 'seen' || standing === 'inferred' || standing === 'left')
      tally[standing] += 1;
    if (standing === 'missing' || standing === 'extra') tally[standing].push(count);
    if (standing === 'seen') tallyWeight(tally, { count, round, drawn });
    if (standing === 'inferred' && needsWeighing(count, drawn)) tally.unweighed.push(count);
  }
  return tally;
}

function countStanding(book: Book, { count, round }: { count: CountRecord; round: number }): CountStanding {
  const method = count.rounds[round - 1]?.how;
  if (count.package === null) return method === undefined ? 'waiting' : method === 'extra' ? 'extra' : 'no-extra';
  if (isSampleWeighed(count, round) || method === 'tag' || method === 'scan' || method === 'typed') return 'seen';
  const record = book.get('package', count.package);
  if (!record || !isCountable(record)) return 'left';
  if (method === undefined) return 'waiting';
  // One person looked in vain and the next could not get there: it is not found.
  return method === 'absent' || count.rounds[0]?.how === 'absent' ? 'missing' : 'inferred';
}

function tallyWeight(
  tally: CountResult,
  { count, round, drawn }: { count: CountRecord; round: number; drawn: ReadonlySet<string> },
): void {
  if (isSampleOff(count, round)) tally.off.push(count);
  else if (needsWeighing(count, drawn) && !isSampleWeighed(count, round)) tally.toWeigh += 1;
}
