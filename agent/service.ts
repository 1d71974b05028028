// The agent as the web server sees it: reads the book, stations and link; passes commands on; says what changed. No
// rule.
import type { SiteConfig } from '../config/load.ts';
import type { Clock } from '../drivers/contract/clock.ts';
import type { Book } from './core/book.ts';
import type { Ledger } from './core/ledger.ts';
import { showLot, showOrder } from './core/shown/show.ts';
import { showCases, showDeposits, showQuarantined, showReleases, showStocktakes } from './core/shown/showStock.ts';
import type { LinkView, LotView, OrderView, StateView } from './core/shown/view.ts';
import { type Carried, CARRIED_WORDS } from './headquarters/carried.ts';
import type { LookUp } from './http/lookUp.ts';
import type { Change, Service } from './http/service.ts';
import type { Instruments } from './instruments.ts';
import type { Recorder } from './stations/recorder.ts';
import type { Stations } from './stations/stations.ts';

export interface ServiceParts {
  base: string;
  software: string;
  clock: Clock;
  ledger: Ledger;
  recorder: Recorder;
  stations: Stations;
  instruments: Instruments;
  lookUp: LookUp;
  areas: SiteConfig['areas'];
  evidence: Service['evidence'];
  link(): LinkView;
  registerAlarms(): { code: string; detail: string }[];
  /** A message of headquarters that somebody carried here; null: the site names no headquarters. */
  carried: ((message: string) => Promise<Carried[]>) | null;
}

/** Lots and orders of each state that every screen carries; older ones are found by asking for them. */
const SHOWN_PER_STATE = 50;
/** Several entries of one moment are one change for people. */
const CHANGE_EVERY_MS = 50;

export interface LiveService extends Service {
  stationChanged(station: string): void;
  /** Link, alarms, orders or lots changed: everything is fetched anew. */
  stateChanged(): void;
}

export function createService(parts: ServiceParts): LiveService {
  const listeners = new Set<(change: Change) => void>();
  let due = false;

  function tell(change: Change): void {
    for (const listener of listeners) listener(change);
  }

  function stateChanged(): void {
    if (due) return;
    due = true;
    parts.clock.after(CHANGE_EVERY_MS, () => {
      due = false;
      tell({ kind: 'state' });
    });
  }

  return {
    lookUp: parts.lookUp,
    state: () => showState(parts),
    station: (id) => parts.stations.view(id),
    lot: (id) => {
      const { shown } = parts.recorder;
      const lot = shown.get('lot', id);
      return lot && showLot(shown, lot);
    },
    command: (command, actor) => Promise.resolve(parts.stations.command(command, actor)),
    takeMessage: async (message) => {
      const [taken] = (await parts.carried?.(message)) ?? [];
      return taken ? { ...taken, words: CARRIED_WORDS[taken.outcome] } : null;
    },
    instruments: () => parts.instruments.views(),
    instrumentEntry: (id) => parts.instruments.entry(id),
    changeInstrument: async (edit, actor) => {
      const outcome = await parts.instruments.change(edit, actor);
      if (outcome.kind === 'written') stateChanged();
      return outcome;
    },
    evidence: parts.evidence,
    models: () => parts.instruments.models(),
    testRead: (id) => parts.instruments.testRead(id),
    setVerification: (id, put, actor) => parts.instruments.setVerification(id, put, actor),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stationChanged: (station) => tell({ kind: 'station', station }),
    stateChanged,
  };
}

function showState(parts: ServiceParts): StateView {
  const { ledger } = parts;
  const head = ledger.head();
  const storage = parts.recorder.trouble();
  return {
    base: parts.base,
    software: parts.software,
    stations: parts.stations.views(),
    orders: shownOrders(parts.recorder.shown),
    lots: shownLots(parts.recorder.shown),
    releases: showReleases(parts.recorder.shown),
    stocktakes: showStocktakes(parts.recorder.shown),
    deposits: showDeposits(parts.recorder.shown),
    quarantined: showQuarantined(parts.recorder.shown),
    gates: parts.stations.gateViews(),
    cases: showCases(parts.recorder.shown),
    areas: parts.areas.map(({ id, name }) => ({ area: id, name })),
    ledger: { epoch: head.epoch, entries: head.seq, headHash: head.hash, acknowledged: ledger.cursor().seq },
    link: parts.link(),
    alarms: [...(storage === '' ? [] : [{ code: 'storage', detail: storage }]), ...parts.registerAlarms()],
  };
}

function shownOrders(book: Book): OrderView[] {
  const states = ['open', 'working', 'done'] as const;
  return states.flatMap((state) => book.where('order', 'state', state, SHOWN_PER_STATE)).map(showOrder);
}

function shownLots(book: Book): LotView[] {
  const states = ['announced', 'arriving', 'verifying', 'discrepant', 'verified'] as const;
  return states.flatMap((state) => book.where('lot', 'state', state, SHOWN_PER_STATE)).map((lot) => showLot(book, lot));
}
