// The long queries, composed: the search of weighings, one weighing in full, drift, areas, operators. Must hold no
// rule: what is hidden from whom is decided in core/views.
import type { Clock } from '../../../drivers/contract/clock.ts';
import type { SiteConfig } from '../../../config/siteConfig.ts';
import { AreaPackageCounter } from './areaPackageCounts.ts';
import type { Book } from '../../core/model/book.ts';
import type { Ledger } from '../../core/ports/ledger.ts';
import { seesHiddenWeights } from '../../core/views/blindness.ts';
import type { AreaView, DriftView, WeighingView } from '../../core/views/lookupViews.ts';
import { viewAreas } from '../../core/views/areaView.ts';
import { driftCharts, viewDrift, undecidedLots } from '../../core/views/driftView.ts';
import { viewWeighingRow, viewWeighing, type StoredWeighing } from '../../core/views/weighingView.ts';
import { findLaterEntries } from './laterEntries.ts';
import { limitConcurrency, type TimeSlicedLedger, createTimeSlicedLedger } from './timeSlicing.ts';
import { searchWeighings } from './weighingSearch.ts';
import type { LedgerQueries } from '../agentApi.ts';
import type { DecisionRecorder } from '../../core/ports/decisionRecorder.ts';

/** What the queries read. */
export interface LedgerQueriesParts {
  ledger: Ledger;
  recorder: DecisionRecorder;
  clock: Clock;
  areas: SiteConfig['areas'];
  operators: LedgerQueries['operators'];
}

/** Searches take turns of a few milliseconds with the dock's work: more at once would only be slower for all. */
const MAX_SEARCHES_AT_ONCE = 4;
/** Overviews at the same time share one count. */
const MAX_OVERVIEWS_AT_ONCE = 32;

type QueryContext = TimeSlicedLedger & { book: Book };

/** Composes the queries, each with its limit of how many run at once. */
export function createLedgerQueries(parts: LedgerQueriesParts): LedgerQueries {
  const slicedLedger = createTimeSlicedLedger(parts);
  const { readSlice } = slicedLedger;
  // Not the recorder's display book: it is empty while the storage fails, and an empty book hides no weight.
  const book: Book = {
    get: (kind, id) => readSlice((ledger) => ledger.book.get(kind, id)),
    where: (kind, index, value, limit) => readSlice((ledger) => ledger.book.where(kind, index, value, limit)),
  };
  const context: QueryContext = { ...slicedLedger, book };
  const areaCounter = new AreaPackageCounter(slicedLedger, parts.ledger);
  const search = limitConcurrency(MAX_SEARCHES_AT_ONCE);
  const overview = limitConcurrency(MAX_OVERVIEWS_AT_ONCE);
  return {
    weighings: (query, { roles }) => search(() => searchWeighings(context, query, seesHiddenWeights(roles))),
    weighing: (id, { roles }) => search(() => readWeighing(context, id, seesHiddenWeights(roles))),
    drift: () => overview(() => readDrift(context)),
    areas: () => overview(() => readAreas(context, { areaCounter, areas: parts.areas })),
    operators: parts.operators,
  };
}

async function readWeighing(context: QueryContext, id: string, seesHidden: boolean): Promise<WeighingView | null> {
  const { book, readSlice } = context;
  const record = book.get('weighing', id);
  const stored = record && readSlice((ledger) => ledger.entryAt(record.seq));
  if (stored?.entry.kind !== 'weighing') return null;
  const entry: StoredWeighing = stored.entry;
  const later = await findLaterEntries(context, entry, viewWeighingRow(entry, { book, seesHidden }).lot);
  // After the last slice: what is hidden is decided by the book as it is when the answer leaves.
  const acknowledgedSeq = readSlice((ledger) => ledger.cursor().seq);
  return viewWeighing({ entry, hash: stored.hash }, { book, seesHidden, acknowledgedSeq, later });
}

async function readDrift({ book, yieldToOthers }: QueryContext): Promise<DriftView[]> {
  const charts = driftCharts(book);
  const hidden = undecidedLots(book);
  const views: DriftView[] = [];
  for (const sums of charts) {
    views.push(viewDrift(sums, { book, charts: charts.length, hidden }));
    await yieldToOthers();
  }
  return views;
}

async function readAreas(
  { book }: QueryContext,
  { areaCounter, areas }: { areaCounter: AreaPackageCounter; areas: SiteConfig['areas'] },
): Promise<AreaView[]> {
  const lots = await areaCounter.readCounts();
  return viewAreas(lots, {
    areas: areas.map(({ id, name }) => ({ area: id, name })),
    lotOf: (lot) => book.get('lot', lot),
  });
}
