// The sample of a stocktake: drawn once, after the freeze, so that nobody at the base knows before which packages will
// be weighed.
import { list } from './baseBook.ts';
import { baseFor, type Queued, queueOrder } from './orders.ts';
import { draw } from './sampling.ts';
import type { StocktakeRow } from './rows.ts';
import type { Store } from './store.ts';

export type Drawn = { queued: Exclude<Queued, { fault: string }>; drawn: number; of: number } | { fault: string };

export function queueSample(store: Store, of: { stocktake: string; seed: string; base: string | undefined }): Drawn {
  const base = baseFor(store, of.base);
  if (typeof base !== 'string') return base;
  const row = store
    .prepare<[string, string], StocktakeRow>('SELECT * FROM stocktakes WHERE base = ? AND stocktake = ?')
    .get(base, of.stocktake);
  if (row?.state !== 'open')
    return { fault: `stocktake ${of.stocktake} is ${row?.state ?? 'unknown'}: a sample is drawn after the freeze` };
  const before = store
    .prepare(
      "SELECT 1 FROM orders WHERE base = ? AND body ->> '$.kind' = 'stocktake-sample' AND body ->> '$.stocktake' = ?",
    )
    .get(base, of.stocktake);
  if (before) return { fault: `the sample of stocktake ${of.stocktake} is drawn already` };
  const counted = list(row.counted);
  if (counted.length === 0) return { fault: `stocktake ${of.stocktake} counts nothing` };
  const packages = draw(counted, of.seed);
  const queued = queueOrder(store, { kind: 'stocktake-sample', stocktake: of.stocktake, packages }, base);
  return 'fault' in queued ? queued : { queued, drawn: packages.length, of: counted.length };
}
