// The agent as the web server sees it: reads the book, stations and link; passes commands on; says what changed. No
// rule.
import type { SiteConfig } from '../../config/siteConfig.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Book } from '../core/model/book.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import { viewLot, viewOrder } from '../core/views/stationView.ts';
import {
  viewOpenFindings,
  viewDeposits,
  viewQuarantined,
  viewReleases,
  viewStocktakes,
} from '../core/views/stockView.ts';
import type { LinkView, LotView, OrderView, StateView } from '../core/views/stateView.ts';
import { type ImportedMessage, IMPORT_OUTCOME_TEXTS } from '../link/importedMessages.ts';
import type { AgentChange, AgentApi, LedgerQueries } from './agentApi.ts';
import type { InstrumentService } from './instrumentService.ts';
import type { BaseStations } from '../stations/baseStations.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';

export interface AgentServiceParts {
  base: string;
  software: string;
  clock: Clock;
  ledger: Ledger;
  recorder: DecisionRecorder;
  stations: BaseStations;
  instruments: InstrumentService;
  queries: LedgerQueries;
  areas: SiteConfig['areas'];
  cases: AgentApi['cases'];
  linkView(): LinkView;
  registerAlarms(): { code: string; detail: string }[];
  /** A message of headquarters that somebody carried here; null: the site names no headquarters. */
  importMessages: ((message: string) => Promise<ImportedMessage[]>) | null;
}

/** Lots and orders of each state that every screen carries; older ones are found by asking for them. */
const VIEWED_PER_STATE = 50;
/** Several entries of one moment are one change for people. */
const CHANGE_EVERY_MS = 50;

export interface AgentService extends AgentApi {
  notifyStationChanged(station: string): void;
  /** Link, alarms, orders or lots changed: everything is fetched anew. */
  notifyStateChanged(): void;
}

export function createAgentService(parts: AgentServiceParts): AgentService {
  const listeners = new Set<(change: AgentChange) => void>();
  let due = false;

  function tell(change: AgentChange): void {
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
    queries: parts.queries,
    state: () => viewState(parts),
    station: (id) => parts.stations.view(id),
    lot: (id) => {
      const { displayBook } = parts.recorder;
      const lot = displayBook.get('lot', id);
      return lot && viewLot(displayBook, lot);
    },
    executeCommand: (command, actor) => Promise.resolve(parts.stations.executeCommand(command, actor)),
    importMessage: async (message) => {
      const [taken] = (await parts.importMessages?.(message)) ?? [];
      return taken ? { ...taken, words: IMPORT_OUTCOME_TEXTS[taken.outcome] } : null;
    },
    instruments: () => parts.instruments.listViews(),
    readSiteInstrument: (id) => parts.instruments.readSiteInstrument(id),
    changeInstrument: async (edit, actor) => {
      const outcome = await parts.instruments.changeInstrument(edit, actor);
      if (outcome.kind === 'written') stateChanged();
      return outcome;
    },
    cases: parts.cases,
    models: () => parts.instruments.listModels(),
    testRead: (id) => parts.instruments.testRead(id),
    setVerification: (id, put, actor) => parts.instruments.setVerification(id, put, actor),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    notifyStationChanged: (station) => tell({ kind: 'station', station }),
    notifyStateChanged: stateChanged,
  };
}

function viewState(parts: AgentServiceParts): StateView {
  const { ledger } = parts;
  const head = ledger.head();
  const storage = parts.recorder.storageFailure();
  return {
    base: parts.base,
    software: parts.software,
    stations: parts.stations.views(),
    orders: viewOrders(parts.recorder.displayBook),
    lots: viewLots(parts.recorder.displayBook),
    releases: viewReleases(parts.recorder.displayBook),
    stocktakes: viewStocktakes(parts.recorder.displayBook),
    deposits: viewDeposits(parts.recorder.displayBook),
    quarantined: viewQuarantined(parts.recorder.displayBook),
    gates: parts.stations.gateViews(),
    cases: viewOpenFindings(parts.recorder.displayBook),
    areas: parts.areas.map(({ id, name }) => ({ area: id, name })),
    ledger: { epoch: head.epoch, entries: head.seq, headHash: head.hash, acknowledged: ledger.cursor().seq },
    link: parts.linkView(),
    alarms: [...(storage === '' ? [] : [{ code: 'storage', detail: storage }]), ...parts.registerAlarms()],
  };
}

function viewOrders(book: Book): OrderView[] {
  const states = ['open', 'working', 'done'] as const;
  return states.flatMap((state) => book.where('order', 'state', state, VIEWED_PER_STATE)).map(viewOrder);
}

function viewLots(book: Book): LotView[] {
  const states = ['announced', 'arriving', 'verifying', 'discrepant', 'verified'] as const;
  return states
    .flatMap((state) => book.where('lot', 'state', state, VIEWED_PER_STATE))
    .map((lot) => viewLot(book, lot));
}
