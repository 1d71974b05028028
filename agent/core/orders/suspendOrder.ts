// Suspending and resuming: an order rests with all that is done, its jobs end, and its stations are free.
import type { FindingId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { NewEntry } from '../model/entry.ts';
import type { StocktakeRecord } from '../model/workRecords.ts';
import type { OrderSuspension } from '../model/stockOrders.ts';
import { endedJobEntries } from './endedJob.ts';

/** An open stocktake of the base's own plan: it has no order, and is named by its own id. */
export function ownPlanStocktake(id: string, book: Book): StocktakeRecord | undefined {
  if (book.get('order', id)) return undefined;
  const stocktake = book.get('stocktake', id);
  return stocktake?.order === null && stocktake.state === 'open' ? stocktake : undefined;
}

/** Why an order cannot be suspended or resumed, as a sentence for headquarters; null if it can. */
export function suspensionRefusal({ order: id, suspended }: OrderSuspension, book: Book): string | null {
  const planned = ownPlanStocktake(id, book);
  const order = book.get('order', id);
  if (!planned && !order) return `order ${id} is unknown`;
  const isSuspended = planned ? planned.suspended : order?.state === 'suspended';
  if (isSuspended === suspended) return `order ${id} is ${suspended ? 'suspended already' : 'not suspended'}`;
  const isWorkable = planned !== undefined || order?.state === 'open' || order?.state === 'working';
  return suspended && !isWorkable ? `order ${id} is ${order?.state ?? 'unknown'}` : null;
}

/** What follows a suspension: its open jobs end, and what nobody named there is held. */
export function suspensionEntries(
  { order: id, suspended }: OrderSuspension,
  { book, newId }: { book: Book; newId: () => FindingId },
): NewEntry[] {
  if (!suspended) return [];
  const planned = ownPlanStocktake(id, book);
  return book
    .where('job', 'state', 'open')
    .filter((job) => (planned ? job.id === planned.job : job.order === id))
    .flatMap((job) => endedJobEntries(job, { outcome: 'suspended', book, newId }));
}
