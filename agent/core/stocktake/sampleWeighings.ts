// Packages that a stocktake weighs again: who may weigh which, once a round, and when such a weighing can still be
// taken back.
import type { OperatorId, PackageId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { WeighingRecord } from '../model/records.ts';
import type { CountRecord, StocktakeRecord } from '../model/workRecords.ts';
import { type Refusal, refuse } from '../model/decide.ts';
import { withinTolerance } from '../weight/tolerance.ts';
import { isStocktakeSuspended } from './stocktakeScope.ts';
import { compositeId } from '../model/idPattern.ts';

/**
 * The count's weighing of this round that was beyond tolerance, also one that was taken back since: nothing is weighed
 * until it fits. Null: none was.
 */
export function offWeighing(count: CountRecord, round: number): CountRecord['weighed'][number] {
  const standing = count.weighed[round - 1] ?? null;
  return standing !== null && !withinTolerance(standing.comparison) ? standing : (count.takenBack[round - 1] ?? null);
}

/** Whether a weighing of the count in this round was beyond tolerance. */
export function isSampleOff(count: CountRecord, round: number): boolean {
  return offWeighing(count, round) !== null;
}

/** Whether the count was weighed in this round. */
export function isSampleWeighed(count: CountRecord, round: number): boolean {
  return (count.weighed[round - 1] ?? null) !== null;
}

/**
 * Whether a counted package must be weighed: it was drawn, or it was off in the count and is weighed again in the
 * recount. `drawn` is the stocktake's sample.
 */
export function needsWeighing(count: CountRecord, drawn: ReadonlySet<string>): boolean {
  return drawn.has(count.identity) || isSampleOff(count, 1);
}

/**
 * Why this person may not weigh this package for a stocktake; null: may. Once a round, so that nobody weighs until it
 * fits. Its weighing is no finding by itself: closing the round decides that.
 */
export function sampleWeighingRefusal(
  book: Book,
  attempt: { package: PackageId; operator: OperatorId },
): Refusal | null {
  const concerned = book.get('package', attempt.package);
  if (!concerned) return refuse('package-unknown', { package: attempt.package });
  const stocktake = concerned.stocktake === null ? undefined : book.get('stocktake', concerned.stocktake);
  const count = stocktake && book.get('count', compositeId(stocktake.id, concerned.id));
  if (!count || stocktake.state !== 'open') return refuse('package-not-counted', { code: concerned.id });
  if (isStocktakeSuspended(stocktake, book))
    return refuse('stocktake-not-open', { stocktake: stocktake.id, state: 'suspended' });
  if (!isWeightAsked(stocktake, count)) return refuse('sample-not-drawn', { package: concerned.id });
  if (stocktake.countersBefore.includes(attempt.operator))
    return refuse('counted-before', { operator: attempt.operator });
  return isSampleWeighed(count, stocktake.round) ? refuse('sample-weighed', { package: concerned.id }) : null;
}

/**
 * On the base's own plan people choose what they weigh; headquarters' drawn packages and the recount leave no choice.
 */
function isWeightAsked(stocktake: StocktakeRecord, count: CountRecord): boolean {
  if (stocktake.round === 1 && stocktake.order === null) return true;
  if (stocktake.round > 1 && !stocktake.disagreeing.includes(count.identity)) return false;
  return needsWeighing(count, new Set(stocktake.sample));
}

/** Whether a sample weighing can no longer be taken back, because its round is closed. */
export function isUsedSample(book: Book, weighing: WeighingRecord): boolean {
  if (weighing.purpose !== 'sample' || weighing.package === null) return false;
  const stocktake = book.get('package', weighing.package)?.stocktake ?? null;
  const record = stocktake === null ? undefined : book.get('stocktake', stocktake);
  const count = record && book.get('count', compositeId(record.id, weighing.package));
  return !count || count.weighed[record.round - 1]?.weighing !== weighing.id;
}
