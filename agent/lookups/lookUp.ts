// What people look up, put together: the search of weighings, one weighing in full, drift, the map, names. No rule:
// what is hidden from whom is core/shown's.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { SiteConfig } from '../../config/load.ts';
import { AreaCounts } from './areaCounts.ts';
import type { Book } from '../core/book.ts';
import type { Ledger } from '../core/ledger.ts';
import { seesHidden } from '../core/shown/blindness.ts';
import type { AreaView, DriftView, WeighingView } from '../core/shown/lookup.ts';
import { showAreas } from '../core/shown/showAreas.ts';
import { drawnCharts, showDrift, undecidedLots } from '../core/shown/showDrift.ts';
import { showRow, showWeighing, type WeighingEntry } from '../core/shown/showWeighing.ts';
import type { LookUp } from '../http/lookUp.ts';
import { laterEntries } from './laterEntries.ts';
import type { Recorder } from '../stations/recorder.ts';
import { gatekeeper, type Piecewise, piecewise } from './turns.ts';
import { searchWeighings } from './weighingSearch.ts';

export interface LookUpParts {
  ledger: Ledger;
  recorder: Recorder;
  clock: Clock;
  areas: SiteConfig['areas'];
  operators: LookUp['operators'];
}

/** Each takes a piece of a few milliseconds in turn with the dock's work: more at once would only be slower for all. */
const SEARCHES_AT_ONCE = 4;
/** Those of one moment share one count. */
const OVERVIEWS_AT_ONCE = 32;

type Looks = Piecewise & { book: Book };

export function createLookUp(parts: LookUpParts): LookUp {
  const pieces = piecewise(parts);
  const { look } = pieces;
  // Not the recorder's book: while the storage fails that one is empty, and of an empty book nothing is blind.
  const book: Book = {
    get: (kind, id) => look((ledger) => ledger.book.get(kind, id)),
    where: (kind, index, value, limit) => look((ledger) => ledger.book.where(kind, index, value, limit)),
  };
  const looks: Looks = { ...pieces, book };
  const counts = new AreaCounts(pieces, parts.ledger);
  const search = gatekeeper(SEARCHES_AT_ONCE);
  const overview = gatekeeper(OVERVIEWS_AT_ONCE);
  return {
    weighings: (query, { roles }) => search(() => searchWeighings(looks, query, seesHidden(roles))),
    weighing: (id, { roles }) => search(() => weighingOf(looks, id, seesHidden(roles))),
    drift: () => overview(() => driftOf(looks)),
    areas: () => overview(() => areasOf(looks, { counts, areas: parts.areas })),
    operators: parts.operators,
  };
}

async function weighingOf(looks: Looks, id: string, all: boolean): Promise<WeighingView | null> {
  const { book, look } = looks;
  const record = book.get('weighing', id);
  const stored = record && look((ledger) => ledger.entryAt(record.seq));
  if (stored?.entry.kind !== 'weighing') return null;
  const entry: WeighingEntry = stored.entry;
  const later = await laterEntries(looks, entry, showRow(entry, { book, all }).lot);
  // After the last turn: what is hidden is decided by the book of the moment in which the answer leaves.
  const acknowledgedSeq = look((ledger) => ledger.cursor().seq);
  return showWeighing({ entry, hash: stored.hash }, { book, all, acknowledgedSeq, later });
}

async function driftOf({ book, turn }: Looks): Promise<DriftView[]> {
  const charts = drawnCharts(book);
  const hidden = undecidedLots(book);
  const views: DriftView[] = [];
  for (const sums of charts) {
    views.push(showDrift(sums, { book, charts: charts.length, hidden }));
    await turn();
  }
  return views;
}

async function areasOf(
  { book }: Looks,
  { counts, areas }: { counts: AreaCounts; areas: SiteConfig['areas'] },
): Promise<AreaView[]> {
  const lots = await counts.counts();
  return showAreas(lots, {
    areas: areas.map(({ id, name }) => ({ area: id, name })),
    lotOf: (lot) => book.get('lot', lot),
  });
}
