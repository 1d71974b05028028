// Opening a stocktake: by order or on the base's own plan, what it freezes, and the sample that headquarters draws.
import type { Book } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';
import type { NewEntry } from '../entry.ts';
import type { Scope, StocktakeOrder, StocktakeSample } from '../stockOrders.ts';

export function stocktakeFault(body: StocktakeOrder, book: Book): string | null {
  return book.get('stocktake', body.stocktake) ? `stocktake ${body.stocktake} is here already` : null;
}

export function sampleFault(body: StocktakeSample, book: Book): string | null {
  return book.get('stocktake', body.stocktake) ? null : `stocktake ${body.stocktake} is unknown`;
}

/** The entry that freezes what is counted. */
export function openCount(book: Book, { stocktake, job, operator }: { stocktake: string; job: string; operator: string }): NewEntry {
  const record = book.get('stocktake', stocktake);
  if (!record) throw new Error(`the book holds no stocktake ${stocktake}`);
  return { kind: 'stocktake-opened', body: { stocktake, order: record.order, job, scope: record.scope, packages: [], operator } };
}

/** A stocktake of the base's own plan. */
export function decideOpenStocktake(event: Act & { station: string; stationKnown: boolean; scope: Scope }, _book: Book): Decision | Refusal {
  return refuse('station-unknown', { station: event.station });
}
