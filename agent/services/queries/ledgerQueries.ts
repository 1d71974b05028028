// What people look up, put together: the search of weighings, one weighing in full, drift, the map, names. No rule:
// what is hidden from whom is core/shown's.
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

export interface LedgerQueriesParts {
  ledger: Ledger;
  recorder: DecisionRecorder;
  clock: Clock;
  areas: SiteConfig['areas'];
  operators: LedgerQueries['operators'];
}

/** Each takes a piece of a few milliseconds in turn with the dock's work: more at once would only be slower for all. */
const SEARCHES_AT_ONCE = 4;
/** Those of one moment share one count. */
const OVERVIEWS_AT_ONCE = 32;

type QueryContext = TimeSlicedLedger & { book: Book };

export function createLedgerQueries(parts: LedgerQueriesParts): LedgerQueries {
  const pieces = createTimeSlicedLedger(parts);
  const { readSlice } = pieces;
  // Not the recorder's book: while the storage fails that one is empty, and of an empty book nothing is blind.
  const book: Book = {
    get: (kind, id) => readSlice((ledger) => ledger.book.get(kind, id)),
    where: (kind, index, value, limit) => readSlice((ledger) => ledger.book.where(kind, index, value, limit)),
  };
  const looks: QueryContext = { ...pieces, book };
  const counts = new AreaPackageCounter(pieces, parts.ledger);
  const search = limitConcurrency(SEARCHES_AT_ONCE);
  const overview = limitConcurrency(OVERVIEWS_AT_ONCE);
  return {
    weighings: (query, { roles }) => search(() => searchWeighings(looks, query, seesHiddenWeights(roles))),
    weighing: (id, { roles }) => search(() => readWeighing(looks, id, seesHiddenWeights(roles))),
    drift: () => overview(() => readDrift(looks)),
    areas: () => overview(() => readAreas(looks, { counts, areas: parts.areas })),
    operators: parts.operators,
  };
}

async function readWeighing(looks: QueryContext, id: string, all: boolean): Promise<WeighingView | null> {
  const { book, readSlice } = looks;
  const record = book.get('weighing', id);
  const stored = record && readSlice((ledger) => ledger.entryAt(record.seq));
  if (stored?.entry.kind !== 'weighing') return null;
  const entry: StoredWeighing = stored.entry;
  const later = await findLaterEntries(looks, entry, viewWeighingRow(entry, { book, seesHidden: all }).lot);
  // After the last turn: what is hidden is decided by the book of the moment in which the answer leaves.
  const acknowledgedSeq = readSlice((ledger) => ledger.cursor().seq);
  return viewWeighing({ entry, hash: stored.hash }, { book, seesHidden: all, acknowledgedSeq, later });
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
  { counts, areas }: { counts: AreaPackageCounter; areas: SiteConfig['areas'] },
): Promise<AreaView[]> {
  const lots = await counts.readCounts();
  return viewAreas(lots, {
    areas: areas.map(({ id, name }) => ({ area: id, name })),
    lotOf: (lot) => book.get('lot', lot),
  });
}
