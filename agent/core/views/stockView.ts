// Releases, stocktakes, deposits and cases as people see them. What a count expects to weigh, and how far it is off,
// stays hidden.
import type { Book } from '../model/book.ts';
import { isTagRetired } from '../model/packageLookup.ts';
import type { PackageRecord } from '../model/records.ts';
import type { CountRecord, ReleaseRecord, StocktakeRecord } from '../model/workRecords.ts';
import { standingIn } from '../stocktake/countResult.ts';
import { isSampleWeighed, needsWeighing } from '../stocktake/sampleWeighings.ts';
import { sampleSize } from '../stocktake/sampleSize.ts';
import { isCountable } from '../stocktake/stocktakeScope.ts';
import { liftRequest } from '../cases/quarantine.ts';
import { openGateAlarm } from '../release/gatePassage.ts';
import { viewFinding, viewPackage } from './stationView.ts';
import type { DepositView, FindingView, GateView, QuarantineView, ReleaseView, StocktakeView } from './stateView.ts';
import { isFindingOpen, standingRequest } from '../model/bookQueries.ts';
import { compositeId } from '../model/idPattern.ts';

/** Most items of each list. */
export const VIEW_LIMITS = {
  releases: 50,
  stocktakes: 20,
  toFind: 2_000,
  said: 200,
  cases: 500,
  quarantined: 200,
} as const;

/** Open releases. */
export function viewReleases(book: Book): ReleaseView[] {
  return book.where('release', 'state', 'open', VIEW_LIMITS.releases).map((release) => showRelease(book, release));
}

function showRelease(book: Book, release: ReleaseRecord): ReleaseView {
  const { id, order, state } = release;
  const packages = book.where('package', 'release', id).map((record) => ({ ...viewPackage(record), lot: record.lot }));
  const askedBy = standingRequest(book, 'release', id)?.operator ?? null;
  return {
    order: id,
    release: order.release,
    regime: order.regime,
    recipient: order.recipient,
    state,
    packages,
    askedBy,
  };
}

/** Ordered and open stocktakes, blind: names to look for, no masses. */
export function viewStocktakes(book: Book): StocktakeView[] {
  const open = (['ordered', 'open'] as const).flatMap((state) =>
    book.where('stocktake', 'state', state, VIEW_LIMITS.stocktakes),
  );
  return open.map((record) => showStocktake(book, record));
}

function showStocktake(book: Book, record: StocktakeRecord): StocktakeView {
  const { id, order, state, round, countersBefore, result } = record;
  return {
    stocktake: id,
    order,
    state,
    round,
    toFind: toFind(book, record),
    ...sayings(book, record),
    toWeigh: toWeigh(book, record),
    // Headquarters draws and checks the sample of what it ordered; on its own plan a base must know how many make one.
    ownSample:
      order === null && state === 'open' ? { due: sampleSize(record.expected), weighed: record.sampled } : null,
    countersBefore,
    result: result && {
      agrees: result.agrees,
      missing: result.missing.length,
      extra: result.extra.length,
      off: result.off.length,
      inHands: result.inHands.length,
      notAsked: result.notAsked.length,
      misplaced: result.misplaced.length,
      thawed: result.thawed.length,
    },
  };
}

/** What was said in this round; of what nobody has spoken of yet it tells nothing. */
function sayings(
  book: Book,
  { id, round, state, spoken }: StocktakeRecord,
): Pick<StocktakeView, 'said' | 'saidInAll' | 'besides'> {
  if (state !== 'open') return { said: [], saidInAll: 0, besides: [] };
  const counts = book.where('count', 'said', compositeId(id, round), 2 * VIEW_LIMITS.said);
  const isBesides = ({ rounds }: CountRecord): boolean => (rounds[round - 1] ?? []).some(({ how }) => how === 'extra');
  const list = (wanted: boolean): StocktakeView['said'] =>
    counts
      .filter((count) => isBesides(count) === wanted)
      .slice(0, VIEW_LIMITS.said)
      .map((count) => showSaying(book, count, round));
  return { said: list(false), saidInAll: spoken, besides: list(true) };
}

function showSaying(book: Book, count: CountRecord, round: number): StocktakeView['said'][number] {
  const record = book.get('package', count.identity);
  const words = count.rounds[round - 1] ?? [];
  return {
    code: count.identity,
    mark: record?.mark ?? count.identity,
    area: record?.area ?? null,
    standing: standingIn(count, round) ?? 'seen',
    by: words.map(({ operator }) => operator),
  };
}

type PackageName = StocktakeView['toWeigh'][number];

function toFind(book: Book, { id }: StocktakeRecord): StocktakeView['toFind'] {
  return book.where('count', 'waiting', id, VIEW_LIMITS.toFind).flatMap((count): StocktakeView['toFind'] => {
    const concerned = book.get('package', count.identity);
    if (count.package === null)
      return [{ package: count.identity, mark: concerned?.mark ?? count.identity, area: null }];
    return concerned && isCountable(concerned) ? [viewName(concerned)] : [];
  });
}

/** In the recount the list does not show which packages are off, only which are weighed again. */
function toWeigh(book: Book, record: StocktakeRecord): PackageName[] {
  if (record.state !== 'open') return [];
  const drawn = new Set(record.sample);
  const candidates = record.round === 1 ? record.sample : record.disagreeing.slice(0, VIEW_LIMITS.toFind);
  return candidates.flatMap((identity) => {
    const count = book.get('count', compositeId(record.id, identity));
    const concerned = book.get('package', identity);
    const isWanted = count && needsWeighing(count, drawn) && !isSampleWeighed(count, record.round);
    return isWanted && concerned && isCountable(concerned) ? [viewName(concerned)] : [];
  });
}

function viewName({ id, mark, area }: PackageRecord): PackageName {
  return { package: id, mark, area };
}

/** Deposited releases that are neither opened nor cancelled. */
export function viewDeposits(book: Book): DepositView[] {
  const sealed = book
    .where('deposit', 'state', 'sealed', VIEW_LIMITS.releases)
    .filter(({ order }) => book.get('order', order)?.state !== 'cancelled');
  return sealed.map(({ id, state }) => {
    return { sealed: id, state, askedBy: standingRequest(book, 'open-sealed', id)?.operator ?? null };
  });
}

/** Packages set apart, each with its open findings. */
export function viewQuarantined(book: Book): QuarantineView[] {
  return book.where('package', 'state', 'quarantined', VIEW_LIMITS.quarantined).map((record) => ({
    package: viewPackage(record),
    lot: record.lot,
    sinceWallMs: record.quarantine?.wallMs ?? null,
    findings: book
      .where('finding', 'package', record.id)
      .flatMap((finding) => (isFindingOpen(finding) ? [finding.id] : [])),
    askedBy: liftRequest(record, book)?.operator ?? null,
  }));
}

/** Alarms of a gate that are not decided. */
export function viewGate(book: Book, id: string): Pick<GateView, 'gate' | 'alarm' | 'alarms'> {
  const unordered = book.get('gate', id)?.unordered ?? [];
  const open = unordered.filter((passage) => openGateAlarm(book, passage.package ?? passage.epcHex) !== undefined);
  const newest = open.at(-1);
  return {
    gate: id,
    alarm: newest
      ? {
          package: newest.package,
          epcHex: newest.epcHex,
          oldTag: isTagRetired(book, newest.epcHex),
          atWallMs: newest.wallMs,
        }
      : null,
    alarms: open.length,
  };
}

/** Open findings that belong to no lot; those of a lot are shown with it. */
export function viewOpenFindings(book: Book): FindingView[] {
  const open = (['open', 'recounted'] as const).flatMap((state) =>
    book.where('finding', 'state', state, VIEW_LIMITS.cases),
  );
  return open.filter(({ lot }) => lot === null).map(viewFinding);
}
