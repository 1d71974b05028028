// Releases, stocktakes, deposits and cases as people see them. What a count expects to weigh, and how far it is off, stays hidden.
import type { Book, PackageRecord, ReleaseRecord, StocktakeRecord } from '../book.ts';
import { openAlarm } from '../release/gate.ts';
import { showFinding, showPackage } from './show.ts';
import type { DepositView, FindingView, GateView, ReleaseView, StocktakeView } from './view.ts';

export const SHOWN_LIMITS = { releases: 50, stocktakes: 20, toFind: 2_000, cases: 500 } as const;

export function showReleases(book: Book): ReleaseView[] {
  return book.where('release', 'state', 'open', SHOWN_LIMITS.releases).map((release) => showRelease(book, release));
}

function showRelease(book: Book, release: ReleaseRecord): ReleaseView {
  const { id, order, state } = release;
  const packages = book.where('package', 'release', id).map((record) => ({ ...showPackage(record), lot: record.lot }));
  const askedBy = book.get('asked', `release/${id}`)?.operator ?? null;
  return { order: id, release: order.release, regime: order.regime, recipient: order.recipient, state, packages, askedBy };
}

export function showStocktakes(book: Book): StocktakeView[] {
  const open = (['ordered', 'open'] as const).flatMap((state) => book.where('stocktake', 'state', state, SHOWN_LIMITS.stocktakes));
  return open.map((record) => showStocktake(book, record));
}

function showStocktake(book: Book, record: StocktakeRecord): StocktakeView {
  const frozen = book.where('package', 'stocktake', record.id, SHOWN_LIMITS.toFind);
  const spoken = new Set<string>();
  const weighed = new Set<string>();
  for (const count of book.where('count', 'stocktake', record.id, 20_000)) {
    if (count.rounds.length >= record.round) spoken.add(count.identity);
    if (count.comparison !== null) weighed.add(count.identity);
  }
  const wanted = record.round === 1 ? frozen : frozen.filter(({ id }) => record.disagreeing.includes(id));
  const name = ({ id, mark, area }: PackageRecord): StocktakeView['toFind'][number] => ({ package: id, mark, area });
  const { result } = record;
  return {
    stocktake: record.id,
    order: record.order,
    state: record.state,
    round: record.round,
    toFind: wanted.filter(({ id }) => !spoken.has(id)).map(name),
    toWeigh: frozen.filter(({ id }) => record.sample.includes(id) && !weighed.has(id)).map(name),
    countersBefore: record.countersBefore,
    result: result && { agrees: result.agrees, missing: result.missing.length, extra: result.extra.length, off: result.off.length },
  };
}

export function showDeposits(book: Book): DepositView[] {
  const sealed = book.where('deposit', 'state', 'sealed', SHOWN_LIMITS.releases).filter(({ order }) => book.get('order', order)?.state !== 'cancelled');
  return sealed.map(({ id, state }) => {
    return { sealed: id, state, askedBy: book.get('asked', `open-sealed/${id}`)?.operator ?? null };
  });
}

export function showGate(book: Book, id: string): Pick<GateView, 'gate' | 'alarm' | 'alarms'> {
  const unordered = book.get('gate', id)?.unordered ?? [];
  const open = unordered.filter((one) => openAlarm(book, one.package ?? one.epcHex) !== undefined);
  const newest = open.at(-1);
  return { gate: id, alarm: newest ? { package: newest.package, epcHex: newest.epcHex, atWallMs: newest.wallMs } : null, alarms: open.length };
}

/** Open findings that belong to no lot; those of a lot are shown with it. */
export function showCases(book: Book): FindingView[] {
  const open = (['open', 'recounted'] as const).flatMap((state) => book.where('finding', 'state', state, SHOWN_LIMITS.cases));
  return open.filter(({ lot }) => lot === null).map(showFinding);
}
