// The sample of a stocktake: drawn once, after the freeze, so that nobody at the base knows before which packages will
// be weighed.
import { parseIdList } from '../book/baseBook.ts';
import { drawStocktakeSample } from '../book/stocktakeSample.ts';
import type { BookStocktakeRow } from '../book/bookRows.ts';
import type { Halves } from '../store/halves.ts';
import { type QueueOutcome, queueOrder, resolveBase } from './orderQueue.ts';

/** How many packages were drawn of how many that are counted, or why none were. */
export type SampleOutcome =
  { queued: Exclude<QueueOutcome, { refusal: string }>; drawn: number; population: number } | { refusal: string };

/** An emergency took some of this sample out of its count: it is drawn again. */
function hasThawed(order: string, thawed: readonly string[]): boolean {
  const { packages } = JSON.parse(order) as { packages: string[] };
  return packages.some((id) => thawed.includes(id));
}

/** Draws the sample of an open stocktake, once and after each thaw of some of it, and queues it as an order. */
export function queueSample(
  { link, book }: Halves,
  request: { stocktake: string; seed: string; base: string | undefined },
): SampleOutcome {
  const base = resolveBase(link, request.base);
  if (typeof base !== 'string') return base;
  const row = book
    .prepare<[string, string], BookStocktakeRow>('SELECT * FROM stocktakes WHERE base = ? AND stocktake = ?')
    .get(base, request.stocktake);
  if (row?.state !== 'open')
    return {
      refusal: `stocktake ${request.stocktake} is ${row?.state ?? 'unknown'}: a sample is drawn after the freeze`,
    };
  const thawed = parseIdList(row.thawed);
  const before = link.listOrders(base).findLast(({ body }) => {
    const order = JSON.parse(body) as { kind: string; stocktake?: string };
    return order.kind === 'stocktake-sample' && order.stocktake === request.stocktake;
  })?.body;
  if (before !== undefined && !hasThawed(before, thawed))
    return { refusal: `the sample of stocktake ${request.stocktake} is drawn already` };
  const counted = parseIdList(row.counted).filter((id) => !thawed.includes(id));
  if (counted.length === 0) return { refusal: `stocktake ${request.stocktake} counts nothing` };
  const packages = drawStocktakeSample(counted, request.seed);
  const queued = queueOrder(link, { kind: 'stocktake-sample', stocktake: request.stocktake, packages }, base);
  return 'refusal' in queued ? queued : { queued, drawn: packages.length, population: counted.length };
}
