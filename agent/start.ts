// Composes the agent from its parts, starts them, and stops them in reverse. Must hold no rule.
import type { Random, Clock } from '../drivers/contract/clock.ts';
import type { OpenPort } from '../drivers/contract/port.ts';
import { ModbusBuses, createDriver } from '../drivers/instruments/driverFactory.ts';
import type { LoadedSite } from '../config/siteConfig.ts';
import { importMessages } from './link/importedMessages.ts';
import { unsealDeposit } from './link/depositUnsealing.ts';
import { DepositCodeAttempts } from './link/depositAttempts.ts';
import type { WeighingBody } from './core/model/entry.ts';
import type { Capture } from './core/weight/loadState.ts';
import { createAuthenticator, createRegisterDesk } from './services/registerAccess.ts';
import { createSigningGuard, DEFAULT_WALK, type SigningGuard } from './link/signingGuard.ts';
import { type HeadquartersKeys, readHeadquartersKeys } from './link/keyFiles.ts';
import type { HeadquartersLink } from './link/headquartersLink.ts';
import { openBaseEvidenceStore, type BaseEvidenceStore } from './runtime/baseEvidenceStore.ts';
import type { Commodities } from '../config/commodities.ts';
import { type CaseEscalation, createCaseEscalation } from './services/caseEscalation.ts';
import { createCaseService } from './services/caseService.ts';
import { LINK_OFF_VIEW } from './link/linkStatus.ts';
import { startHeadquartersLink } from './services/headquartersLinkStart.ts';
import { startSigning } from './services/signingStart.ts';
import { createLinkLog } from './services/linkLogLines.ts';
import { startServer } from './http/server.ts';
import { createServerLog } from './http/shared/serverLog.ts';
import {
  type InstrumentService,
  createInstrumentService,
  type InstrumentServiceParts,
} from './services/instrumentService.ts';
import type { Log } from './runtime/log.ts';
import { createLedgerQueries } from './services/queries/ledgerQueries.ts';
import { readScaleFacts } from './services/scaleFacts.ts';
import { createAgentService, type AgentService } from './services/agentService.ts';
import { createSiteHolder, type SiteHolder, type SiteSource } from './runtime/siteHolder.ts';
import { type BaseWatches, watchBase } from './runtime/baseWatches.ts';
import type { DiskSpace } from './runtime/diskSpaceWatch.ts';
import { createDefectLog, type DefectLog } from './runtime/defectLog.ts';
import { createRetryingRecorder } from './runtime/retryingRecorder.ts';
import { BaseStations, type BaseStationsParts } from './stations/baseStations.ts';
import type { DecisionRecorder } from './core/ports/decisionRecorder.ts';
import { executeCommand } from './services/commandExecution.ts';
import type { BaseStore, BaseStoreParts } from './services/baseStore.ts';
import { createPortTaps, type PortTaps } from './runtime/portTaps.ts';
import { buildStationSettings, requireInstrumentConfig } from './stations/stationSettings.ts';

/** What the agent is started with. */
export interface AgentParts {
  loaded: LoadedSite;
  /** Null: the run has no site file of its own (a replay). */
  siteSource: SiteSource | null;
  /** Name and version, as every weighing carries them. */
  software: string;
  /** When this release was out, ms since 1970-01-01T00:00:00Z: no date lies before it. 0 where time is replayed. */
  releasedWallMs: number;
  clock: Clock;
  /** Must be cryptographic: keys, salts and session tokens are made of it. */
  random: Random;
  openPort: OpenPort;
  log: Log;
  /** Folder of the built page. */
  screenFolder: string;
  /** The designated kinds and the usual packages. */
  commodities: Commodities;
  /** True in a replay alone: nobody can put a check weight on a recorded scale. */
  assumeCheckPassed: boolean;
  /** Opens the base that has begun; a replay begins one. */
  openStore: (parts: BaseStoreParts) => Promise<BaseStore>;
  /** Free space of the file system that holds a folder; null where it is not watched. */
  readDiskSpace: (folder: string) => DiskSpace | null;
  /** A load's weight was captured, recorded or not. */
  onCapture: (station: string, capture: Capture) => void;
  /** A weighing is durable. */
  onWeighingRecorded(weighing: WeighingBody, at: { seq: number; hash: string }): void;
}

/** An agent at work. */
export interface RunningAgent {
  /** Of the web server, with the port that it got. */
  url: string;
  stop(): Promise<void>;
}

/** Functions that stop what was started, in the order of starting; they run in reverse. */
type Closers = (() => Promise<void> | void)[];

/**
 * Starts the agent; resolves when stations and web server work.
 *
 * @throws the first error of a part, after the parts that were started are stopped again; see `userErrorMessage`
 */
export async function startAgent(parts: AgentParts): Promise<RunningAgent> {
  const closers: Closers = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const url = await composeAgent(parts, closers);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function composeAgent(parts: AgentParts, closers: Closers): Promise<string> {
  const { loaded, software, clock, random, log } = parts;
  const { site, configHash } = loaded;
  const context = await openContext(parts, closers, {
    onChange: () => service.notifyStateChanged(),
    applySiteChange: (change) => stations.applySiteChange(change),
  });
  const { store, evidence, defects, recorder, run, headquarters, guard } = context;
  const { ledger, register } = store;
  const stations = createStations(parts, context, {
    onStationChange: (id) => service.notifyStationChanged(id),
    onGateChange: () => service.notifyStateChanged(),
  });
  const { kinds } = parts.commodities;
  const escalation = createCaseEscalation({ recorder, clock, random, stations, kinds });
  let link: HeadquartersLink | null = null;
  const service = createService(parts, context, {
    stations,
    escalation,
    link: () => link,
  });
  closers.push(
    ledger.onAppended((entries) => {
      for (const { entry, hash } of entries)
        if (entry.kind === 'weighing') parts.onWeighingRecorded(entry.body, { seq: entry.seq, hash });
      service.notifyStateChanged();
    }),
  );
  recorder.onStorageChange(() => service.notifyStateChanged());
  evidence.store.onChange(() => service.notifyStateChanged());
  const server = await startServer({
    settings: { ...site.http, screenFolder: parts.screenFolder },
    agent: service,
    authenticator: createAuthenticator(register),
    log: createServerLog(log),
    clock,
    random,
  });
  closers.push(() => server.close());

  const started = { run, software, configHash, releasedWallMs: parts.releasedWallMs };
  const entries = [{ kind: 'agent-started' as const, body: started }];
  if (ledger.halt() === null) ledger.transact(`run:${run}`, () => ({ entries, effects: [], result: {} }));
  closers.push(escalation.start());
  link =
    site.headquarters &&
    headquarters &&
    startHeadquartersLink(
      { settings: site.headquarters, data: site.data, clock, random, log: createLinkLog(log) },
      { ...store, headquarters, guard, decideOrder: escalation.decideOrder, reportDefect: defects.report },
    );
  closers.push(() => link?.close());
  link?.onChange(() => service.notifyStateChanged());
  guard.onAlarm(() => service.notifyStateChanged());
  closers.push(startSigning({ site, clock, log: createLinkLog(log) }, store, guard));
  stations.start();
  closers.push(() => stations.stop());
  return server.url;
}

/** What the parts are composed over. */
interface AgentContext {
  store: BaseStore;
  evidence: BaseEvidenceStore;
  defects: DefectLog;
  guard: SigningGuard;
  recorder: DecisionRecorder;
  watches: BaseWatches;
  siteHolder: SiteHolder;
  portTaps: PortTaps;
  /** Id of this run of the agent. */
  run: string;
  /** Null: the site names no headquarters. */
  headquarters: HeadquartersKeys | null;
}

/** Opens what is read and written before anything runs; each part is closed by `closers`. */
async function openContext(
  parts: AgentParts,
  closers: Closers,
  listeners: {
    onChange: () => void;
    applySiteChange: Parameters<typeof createSiteHolder>[2];
  },
): Promise<AgentContext> {
  const { loaded, software, clock, random, log } = parts;
  const { site } = loaded;
  // Everything that may be refused comes before the first entry: keys, then the ledger, then the web server's address.
  const headquarters = site.headquarters && readHeadquartersKeys(site.headquarters.keys);
  const store = await parts.openStore({ site, software, clock, random });
  closers.push(() => store.close());
  const { ledger } = store;
  const guard = createSigningGuard({ ...store, clock, walk: DEFAULT_WALK, log: createLinkLog(log) });
  closers.push(() => guard.close());
  const defects = createDefectLog({ log, onChange: listeners.onChange });
  const recorder = createRetryingRecorder({
    ledger,
    clock,
    log: (event, detail) => log('error', event, { detail }),
    reportDefect: defects.report,
  });
  const watches = watchBase(recorder.displayBook, { ...parts, dir: site.data, onChange: listeners.onChange });
  for (const part of [recorder, watches]) closers.push(() => part.stop());
  const evidence = openBaseEvidenceStore({ dir: site.data, clock, log, recorder, dateWatch: watches.date });
  closers.push(() => evidence.store.close());
  const siteHolder = createSiteHolder(loaded, parts.siteSource, listeners.applySiteChange);
  const portTaps = createPortTaps(parts.openPort);
  return { store, evidence, defects, guard, recorder, watches, siteHolder, portTaps, run: random.id(), headquarters };
}

function createService(
  parts: AgentParts,
  { store, evidence, defects, guard, recorder, watches, siteHolder, portTaps, headquarters }: AgentContext,
  {
    stations,
    escalation,
    link,
  }: { stations: BaseStations; escalation: CaseEscalation; link: () => HeadquartersLink | null },
): AgentService {
  const { software, clock } = parts;
  const { base, areas } = parts.loaded.site;
  const { ledger, register, keys } = store;
  return createAgentService({
    base,
    software,
    clock,
    ledger,
    recorder,
    stations,
    areas,
    queries: createLedgerQueries({
      ledger,
      recorder,
      clock,
      areas,
      operators: () => register.operators().map(({ operator, name }) => ({ operator, name })),
    }),
    instruments: createInstruments(parts, {
      siteHolder,
      stations,
      portTaps,
      register,
      escalation,
      today: () => watches.date.today(),
    }),
    linkView: () => link()?.view() ?? LINK_OFF_VIEW,
    dateView: () => watches.date.view(),
    register: createRegisterDesk(register),
    cases: createCaseService({ book: recorder.displayBook, ledger, store: evidence.store, stations }),
    partAlarms: () => [
      ...(link()?.alarms() ?? []),
      ...[register, evidence, defects, stations, guard, watches.disk].flatMap((part) => part.alarms()),
    ],
    importMessages:
      headquarters &&
      ((message) =>
        importMessages([message], {
          ledger,
          keys: { base: keys, headquarters },
          decideOrder: escalation.decideOrder,
          reportDefect: defects.report,
        })),
  });
}

function createInstruments(
  { clock, log, siteSource }: AgentParts,
  {
    register,
    escalation,
    ...rest
  }: Pick<InstrumentServiceParts, 'siteHolder' | 'stations' | 'portTaps' | 'today'> &
    Pick<BaseStore, 'register'> & { escalation: CaseEscalation },
): InstrumentService {
  return createInstrumentService({
    ...rest,
    clock,
    log,
    models: siteSource?.models ?? new Map(),
    readVerification: (id) => register.verification(id),
    recordVerification: (instrument, mark, actor) =>
      register.applyChange({ kind: 'verification-put', instrument, ...mark }, { first: actor, second: null }),
    onScalesChange: () => escalation.sweep(),
  });
}

function createStations(
  parts: AgentParts,
  { store, evidence, recorder, watches, siteHolder, portTaps, run }: AgentContext,
  listeners: Pick<BaseStationsParts, 'onStationChange' | 'onGateChange'>,
): BaseStations {
  const { software, clock, random, log } = parts;
  const { site } = parts.loaded;
  const modbusBuses = new ModbusBuses();
  const areas = new Set(site.areas.map(({ id }) => id));
  const depositAttempts = new DepositCodeAttempts(clock, unsealDeposit);
  const instrumentConfig = (id: string): ReturnType<typeof requireInstrumentConfig> =>
    requireInstrumentConfig(siteHolder.current().site, id);
  return new BaseStations({
    ...listeners,
    clock,
    random,
    ledger: store.ledger,
    recorder,
    runInfo: () => ({ run, software, configHash: siteHolder.current().configHash }),
    settings: buildStationSettings(site),
    gates: site.gates,
    instruments: site.instruments.map(({ id }) => id),
    createDriver: (id, onObservation) =>
      createDriver(instrumentConfig(id), { clock, openPort: portTaps.openPort, onObservation }, modbusBuses),
    scaleFacts: (id) => readScaleFacts(instrumentConfig(id), store.register.verification(id), watches.date.today()),
    assumeCheckPassed: parts.assumeCheckPassed,
    executeCommand: (command, actor, stations) =>
      executeCommand(command, actor, {
        stations,
        recorder,
        random,
        areas,
        announcementMinutes: site.capture.announcementMinutes,
        people: () => store.register.operators(),
        photoBytes: (photo) => evidence.store.photoBytes(photo),
        tryDepositCode: (deposit, code) => depositAttempts.attempt(deposit, code),
      }),
    onCapture: parts.onCapture,
    storeCurve: (weighing, curve) => evidence.store.storeCurve(weighing, curve),
    onInvariantBroken: (error) => {
      // Thrown where no caller can catch it: Node prints the stack and ends the process.
      queueMicrotask(() => {
        throw error;
      });
    },
    log: (event, id, detail) => log(event === 'driver-failed' ? 'error' : 'warn', event, { instrument: id, detail }),
  });
}
