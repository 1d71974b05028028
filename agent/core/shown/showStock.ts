// Releases, stocktakes, deposits and cases as people see them. What a count expects to weigh, and how far it is off,
// stays hidden.
import type { Book } from '../book.ts';
import type { PackageRecord } from '../records.ts';
import type { ReleaseRecord, StocktakeRecord } from '../workRecords.ts';
import { isWeighed, needsWeighing } from '../stocktake/sampling.ts';
import { sampleSize } from '../stocktake/sampleSize.ts';
import { isStanding } from '../stocktake/scope.ts';
import { liftAsked } from '../cases/quarantine.ts';
import { isOpen } from '../fold/change.ts';
import { openAlarm } from '../release/gate.ts';
import { showFinding, showPackage } from './show.ts';
import type { DepositView, FindingView, GateView, QuarantineView, ReleaseView, StocktakeView } from './view.ts';

export const SHOWN_LIMITS = { releases: 50, stocktakes: 20, toFind: 2_000, cases: 500, quarantined: 200 } as const;

export function showReleases(book: Book): ReleaseView[] {
  return book.where('release', 'state', 'open', SHOWN_LIMITS.releases).map((release) => showRelease(book, release));
}

function showRelease(book: Book, release: ReleaseRecord): ReleaseView {
  const { id, order, state } = release;
  const packages = book.where('package', 'release', id).map((record) => ({ ...showPackage(record), lot: record.lot }));
  const askedBy = book.get('asked', `release/${id}`)?.operator ?? null;
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

export function showStocktakes(book: Book): StocktakeView[] {
  const open = (['ordered', 'open'] as const).flatMap((state) =>
    book.where('stocktake', 'state', state, SHOWN_LIMITS.stocktakes),
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
    },
  };
}

type Named = StocktakeView['toFind'][number];

function toFind(book: Book, { id }: StocktakeRecord): Named[] {
  return book.where('count', 'waiting', id, SHOWN_LIMITS.toFind).flatMap((count) => {
    const concerned = book.get('package', count.identity);
    if (count.package === null)
      return [{ package: count.identity, mark: concerned?.mark ?? count.identity, area: null }];
    return concerned && isStanding(concerned) ? [nameOf(concerned)] : [];
  });
}

/** In the recount the list does not say which are off, only what is weighed again. */
function toWeigh(book: Book, record: StocktakeRecord): Named[] {
  if (record.state !== 'open') return [];
  const drawn = new Set(record.sample);
  const candidates = record.round === 1 ? record.sample : record.disagreeing.slice(0, SHOWN_LIMITS.toFind);
  return candidates.flatMap((identity) => {
    const count = book.get('count', `${record.id}/${identity}`);
    const concerned = book.get('package', identity);
    const wanted = count && needsWeighing(count, drawn) && !isWeighed(count, record.round);
    return wanted && concerned && isStanding(concerned) ? [nameOf(concerned)] : [];
  });
}

function nameOf({ id, mark, area }: PackageRecord): Named {
  return { package: id, mark, area };
}

export function showDeposits(book: Book): DepositView[] {
  const sealed = book
    .where('deposit', 'state', 'sealed', SHOWN_LIMITS.releases)
    .filter(({ order }) => book.get('order', order)?.state !== 'cancelled');
  return sealed.map(({ id, state }) => {
    return { sealed: id, state, askedBy: book.get('asked', `open-sealed/${id}`)?.operator ?? null };
  });
}

export function showQuarantined(book: Book): QuarantineView[] {
  return book.where('package', 'state', 'quarantined', SHOWN_LIMITS.quarantined).map((record) => ({
    package: showPackage(record),
    lot: record.lot,
    findings: book.where('finding', 'package', record.id).flatMap((finding) => (isOpen(finding) ? [finding.id] : [])),
    askedBy: liftAsked(record, book)?.operator ?? null,
  }));
}

export function showGate(book: Book, id: string): Pick<GateView, 'gate' | 'alarm' | 'alarms'> {
  const unordered = book.get('gate', id)?.unordered ?? [];
  const open = unordered.filter((one) => openAlarm(book, one.package ?? one.epcHex) !== undefined);
  const newest = open.at(-1);
  return {
    gate: id,
    alarm: newest ? { package: newest.package, epcHex: newest.epcHex, atWallMs: newest.wallMs } : null,
    alarms: open.length,
  };
}

/** Open findings that belong to no lot; those of a lot are shown with it. */
export function showCases(book: Book): FindingView[] {
  const open = (['open', 'recounted'] as const).flatMap((state) =>
    book.where('finding', 'state', state, SHOWN_LIMITS.cases),
  );
  return open.filter(({ lot }) => lot === null).map(showFinding);
}
