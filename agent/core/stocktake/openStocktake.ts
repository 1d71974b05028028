// Opening a stocktake: by order or on the base's own plan, what it freezes, and the sample that headquarters draws.
import { type JobId, type OperatorId, type OrderId, asJobId } from '../model/ids.ts';
import { type StationId } from '../../../drivers/contract/siteIds.ts';
import type { Book } from '../model/book.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import type { StocktakeScope, StocktakeOrder, StocktakeSample } from '../model/stockOrders.ts';
import { isCountable, isStocktakeSuspended, populationOf } from './stocktakeScope.ts';
import { openJobAt } from '../model/bookQueries.ts';
import { STOCKTAKE_LIMITS } from '../model/limits.ts';

/** Why a stocktake cannot be ordered, as a sentence for headquarters; null if it can. */
export function stocktakeRefusal({ stocktake, scope }: StocktakeOrder, book: Book): string | null {
  if (book.get('stocktake', stocktake)) return `stocktake ${stocktake} is here already`;
  if (scope.kind === 'lot-scope' && !book.get('lot', scope.lot)) return `lot ${scope.lot} is unknown`;
  // A mistyped area would agree with nothing in it; that an area is empty is counted on the base's own plan.
  if (scope.kind === 'area-scope' && book.where('package', 'area', scope.area, 1).length === 0)
    return `no package lies in area ${scope.area}`;
  return populationOf(book, scope)
    ? null
    : `a stocktake counts at most ${STOCKTAKE_LIMITS.packages} packages: order it by area or lot`;
}

/**
 * Why a sample cannot be weighed, as a sentence for headquarters; null if it can. An open stocktake proves that the
 * sample was drawn after the freeze.
 */
export function stocktakeSampleRefusal(body: StocktakeSample, book: Book): string | null {
  const record = book.get('stocktake', body.stocktake);
  if (!record) return `stocktake ${body.stocktake} is unknown`;
  if (record.state !== 'open')
    return `stocktake ${record.id} is ${record.state}: a sample is drawn from what is frozen`;
  if (isStocktakeSuspended(record, book)) return `stocktake ${record.id} is suspended`;
  // An emergency took some of it away: it is drawn again, as a whole.
  if (record.sample.length > 0 && !record.sampleThawed) return `the sample of stocktake ${record.id} is drawn already`;
  if (record.round > 1) return `stocktake ${record.id} is in its recount`;
  const drawn = new Set<string>();
  for (const id of body.packages) {
    const concerned = book.get('package', id);
    if (concerned?.stocktake !== record.id || !isCountable(concerned))
      return `package ${id} is not counted by stocktake ${record.id}`;
    if (drawn.has(id)) return `package ${id} is drawn twice`;
    drawn.add(id);
  }
  return drawn.size === 0 ? 'a sample holds at least one package' : null;
}

/** The entry that freezes what an ordered stocktake counts, or why it cannot be opened. */
export function openOrderedStocktake(
  book: Book,
  { stocktake, job, operator }: { stocktake: string; job: JobId; operator: OperatorId },
): NewEntry | Refusal {
  const record = book.get('stocktake', stocktake);
  if (record?.state !== 'ordered') return refuse('stocktake-unknown', { stocktake });
  return freezeScope(book, { stocktake, order: record.order, scope: record.scope, job, operator });
}

function freezeScope(
  book: Book,
  opening: { stocktake: string; order: OrderId | null; job: JobId; scope: StocktakeScope; operator: OperatorId },
): NewEntry | Refusal {
  const population = populationOf(book, opening.scope);
  if (!population) return refuse('scope-too-large', { most: STOCKTAKE_LIMITS.packages });
  if (population.countedBy !== null) return refuse('scope-being-counted', { stocktake: population.countedBy });
  const { stocktake, order, job, scope, operator } = opening;
  const packages = population.counted.map(({ id }) => id);
  return {
    kind: 'stocktake-opened',
    body: { stocktake, order, job, scope, packages, inWork: population.inWork.map(({ id }) => id), operator },
  };
}

/**
 * Opens a stocktake of the base's own plan with its job, and freezes what it counts. Headquarters may draw its sample
 * too; otherwise any counted package may be weighed. Refuses unknown stations, areas and lots, a busy station, and a
 * scope that is too large or being counted.
 */
export function decideOpenStocktake(
  event: CommandMeta & { station: StationId; stationKnown: boolean; scope: StocktakeScope; areaKnown: boolean },
  book: Book,
): Decided | Refusal {
  const { station, scope, operator } = event;
  if (!event.stationKnown) return refuse('station-unknown', { station });
  const stationJob = openJobAt(book, station);
  if (stationJob) return refuse('station-busy', { station, lot: stationJob.lot ?? stationJob.work });
  if (scope.kind === 'area-scope' && !event.areaKnown) return refuse('area-unknown', { area: scope.area });
  if (scope.kind === 'lot-scope' && !book.get('lot', scope.lot)) return refuse('lot-not-here', { lot: scope.lot });
  const stocktake = event.id;
  const job = asJobId(`${event.id}.job`);
  const frozen = freezeScope(book, { stocktake, order: null, job, scope, operator });
  if ('refusal' in frozen) return frozen;
  const opened: NewEntry = {
    kind: 'job-opened',
    body: { job, work: 'stocktake', order: null, lot: null, stocktake, station, operator },
  };
  return { entries: [opened, frozen], effects: [], result: { job, stocktake } };
}
