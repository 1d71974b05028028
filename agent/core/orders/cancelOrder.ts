// Cancellations: what is under way stops, and what is here already is held until it is decided.
import type { FindingId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { OrderRecord } from '../model/records.ts';
import type { NewEntry } from '../model/entry.ts';
import type { OrderCancellation } from '../model/stockOrders.ts';
import { leftUnreleasedFindings } from '../release/gatePassage.ts';
import { endedJobEntries } from './endedJob.ts';
import { ownPlanStocktake } from './suspendOrder.ts';

/**
 * Why an order cannot be cancelled, as a sentence for headquarters; null if it can: until it is done, and a deposited
 * release until it is opened and then as the release that it is.
 */
export function cancellationRefusal(body: OrderCancellation, book: Book): string | null {
  const order = book.get('order', body.cancels);
  if (!order && ownPlanStocktake(body.cancels, book)) return null;
  if (!order) return `order ${body.cancels} is unknown`;
  if (CANCELLABLE_STATES.includes(order.state) || isUnopenedDeposit(order, book)) return null;
  return `order ${order.id} is ${order.state}`;
}

const CANCELLABLE_STATES: readonly OrderRecord['state'][] = ['open', 'working', 'suspended'];

function isUnopenedDeposit(order: OrderRecord, book: Book): boolean {
  return (
    order.kind === 'sealed-order' && order.state === 'done' && book.get('deposit', order.subject)?.state === 'sealed'
  );
}

/**
 * What follows a cancellation: its open jobs end, what nobody named there is held, and each package that has arrived by it is a finding
 * (NOTICE_CANCELLED) without an operator, and so is each that has driven out (LEFT_UNRELEASED). At most as many as a notice announces.
 */
export function cancellationEntries(
  body: OrderCancellation,
  { book, newId }: { book: Book; newId: () => FindingId },
): NewEntry[] {
  const order = book.get('order', body.cancels);
  const planned = order ? undefined : ownPlanStocktake(body.cancels, book);
  const plannedJob = planned?.job == null ? undefined : book.get('job', planned.job);
  if (plannedJob?.state === 'open') return endedJobEntries(plannedJob, { outcome: 'cancelled', book, newId });
  if (!order) return [];
  const jobs = book.where('job', 'state', 'open').filter((job) => job.order === order.id);
  const entries = jobs.flatMap((job) => endedJobEntries(job, { outcome: 'cancelled', book, newId }));
  const release = book.get('release', order.id);
  if (release)
    entries.push(
      ...leftUnreleasedFindings(book, {
        release: release.id,
        packages: release.packages,
        job: null,
        operator: null,
        newId,
      }),
    );
  if (order.lot === null) return entries;
  const arrivedPackages = book
    .where('package', 'lot', order.lot)
    .filter((record) => record.order === order.id && (record.state === 'present' || record.state === 'quarantined'));
  const findingBase = {
    code: 'NOTICE_CANCELLED' as const,
    lot: order.lot,
    job: null,
    weighing: null,
    comparison: null,
    operator: null,
    note: null,
  };
  for (const { id } of arrivedPackages)
    entries.push({ kind: 'finding', body: { finding: newId(), package: id, ...findingBase } });
  return entries;
}
