// The agent as the web server sees it: reads the book, stations and link; passes commands on; tells what changed. Must
// hold no rule: decisions are the core's.
import { viewConsents, viewWaitingRequests, viewWithoutTag } from '../core/views/requestView.ts';
import type { StationId } from '../../drivers/contract/siteIds.ts';
import type { SiteConfig } from '../../config/siteConfig.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { Book } from '../core/model/book.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import { viewLot, viewOrder, viewRestingStocktakes } from '../core/views/stationView.ts';
import {
  viewOpenFindings,
  viewDeposits,
  viewQuarantined,
  viewReleases,
  viewStocktakes,
} from '../core/views/stockView.ts';
import type { DateView, LinkView, LotView, OrderView, StateView } from '../core/views/stateView.ts';
import { type ImportedMessage, IMPORT_OUTCOME_TEXTS } from '../link/importedMessages.ts';
import type { AgentChange, AgentApi, LedgerQueries, RegisterDesk } from './agentApi.ts';
import type { InstrumentService } from './instrumentService.ts';
import type { BaseStations } from '../stations/baseStations.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';

/** What the service is made of. */
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
  dateView(): DateView;
  register: RegisterDesk;
  partAlarms(): { code: string; detail: string }[];
  /** Imports a message of headquarters that somebody carried here; null: the site names no headquarters. */
  importMessages: ((message: string) => Promise<ImportedMessage[]>) | null;
}

/** Lots and orders of each state in the whole state; older ones are read one by one. */
const VIEWED_PER_STATE = 50;
/** Entries within this time are told as one change. */
const CHANGE_DELAY_MS = 50;

/** The agent's API with the two ways in which start.ts reports changes to it. */
export interface AgentService extends AgentApi {
  /** What people see of one station changed. */
  notifyStationChanged(station: StationId): void;
  /** Link, alarms, orders or lots changed: listeners read the whole state anew. */
  notifyStateChanged(): void;
}

/** Composes the agent's API; changes are told 50 ms after the first of several. */
export function createAgentService(parts: AgentServiceParts): AgentService {
  const listeners = new Set<(change: AgentChange) => void>();
  let isChangeDue = false;

  function notifyListeners(change: AgentChange): void {
    for (const listener of listeners) listener(change);
  }

  function notifyStateChanged(): void {
    if (isChangeDue) return;
    isChangeDue = true;
    parts.clock.after(CHANGE_DELAY_MS, () => {
      isChangeDue = false;
      notifyListeners({ kind: 'state' });
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
    noteSignedOut: (operator) => parts.stations.noteSignedOut(operator),
    importMessage: async (message) => {
      const [imported] = (await parts.importMessages?.(message)) ?? [];
      return imported ? { ...imported, message: IMPORT_OUTCOME_TEXTS[imported.outcome] } : null;
    },
    instruments: () => parts.instruments.listViews(),
    readSiteInstrument: (id) => parts.instruments.readSiteInstrument(id),
    changeInstrument: async (edit, actor) => {
      const outcome = await parts.instruments.changeInstrument(edit, actor);
      if (outcome.kind === 'written') notifyStateChanged();
      return outcome;
    },
    cases: parts.cases,
    register: {
      view: () => parts.register.view(),
      change: async (edit, authors) => {
        const result = await parts.register.change(edit, authors);
        if (result.kind === 'done') notifyStateChanged();
        return result;
      },
    },
    models: () => parts.instruments.listModels(),
    testRead: (id) => parts.instruments.testRead(id),
    setVerification: (id, verification, actor) => parts.instruments.setVerification(id, verification, actor),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    notifyStationChanged: (station) => notifyListeners({ kind: 'station', station }),
    notifyStateChanged,
  };
}

function recordingAlarm(ledger: Ledger): string {
  const halt = ledger.halt();
  return halt === null ? 'storage' : `ledger-${halt.reason}`;
}

function viewState(parts: AgentServiceParts): StateView {
  const { ledger, recorder } = parts;
  const { displayBook } = recorder;
  const head = ledger.head();
  const storageFailure = recorder.storageFailure();
  const date = parts.dateView();
  return {
    base: parts.base,
    software: parts.software,
    stations: parts.stations.views(),
    orders: viewOrders(displayBook),
    lots: viewLots(displayBook),
    releases: viewReleases(displayBook),
    stocktakes: viewStocktakes(displayBook),
    deposits: viewDeposits(displayBook),
    quarantined: viewQuarantined(displayBook),
    requests: viewWaitingRequests(displayBook),
    withoutTag: viewWithoutTag(displayBook),
    consents: viewConsents(displayBook, parts.clock.timestamp()),
    gates: parts.stations.gateViews(),
    cases: viewOpenFindings(displayBook),
    areas: parts.areas.map(({ id, name }) => ({ area: id, name })),
    ledger: { epoch: head.epoch, entries: head.seq, headHash: head.hash, acknowledged: ledger.cursor().seq },
    link: parts.linkView(),
    date,
    alarms: [
      ...(storageFailure === '' ? [] : [{ code: recordingAlarm(ledger), detail: storageFailure }]),
      ...(date.doubt === null ? [] : [{ code: `date-${date.doubt}`, detail: '' }]),
      ...parts.partAlarms(),
    ],
  };
}

function viewOrders(book: Book): OrderView[] {
  const states = ['open', 'working', 'suspended', 'done'] as const;
  const orders = states.flatMap((state) => book.where('order', 'state', state, VIEWED_PER_STATE)).map(viewOrder);
  return [...orders, ...viewRestingStocktakes(book)];
}

function viewLots(book: Book): LotView[] {
  const states = ['announced', 'arriving', 'verifying', 'discrepant', 'verified'] as const;
  return states
    .flatMap((state) => book.where('lot', 'state', state, VIEWED_PER_STATE))
    .map((lot) => viewLot(book, lot));
}
