// Composes the agent from its parts, starts them, and stops them in reverse. No logic: every rule is somewhere below.
import type { Random, Clock } from '../drivers/contract/clock.ts';
import type { OpenPort } from '../drivers/contract/port.ts';
import { ModbusBuses, createDriver } from '../drivers/instruments/driverFactory.ts';
import type { LoadedSite, SiteConfig } from '../config/siteConfig.ts';
import { importMessages } from './link/importedMessages.ts';
import { unsealDeposit } from './link/depositUnsealing.ts';
import { DepositCodeAttempts } from './link/depositAttempts.ts';
import { decideOrder } from './core/orders/acceptOrder.ts';
import type { WeighingBody } from './core/model/entry.ts';
import type { Capture } from './core/weight/loadObserver.ts';
import type { LinkView } from './core/views/stateView.ts';
import { createAuthenticator } from './services/registerAccess.ts';
import { createMqttConnector } from './link/mqttTransport.ts';
import { startCheckpoints } from './link/checkpoints.ts';
import { type HeadquartersKeys, saveHeadquartersKeys, readHeadquartersKeys } from './link/keyFiles.ts';
import { type HeadquartersLink, openHeadquartersLink } from './link/headquartersLink.ts';
import { DEFAULT_LINK_SETTINGS } from './link/linkSettings.ts';
import type { LinkLog } from './link/linkLog.ts';
import { openBaseEvidenceStore, type BaseEvidenceStore } from './services/caseService.ts';
import { startServer } from './http/server.ts';
import {
  type InstrumentService,
  createInstrumentService,
  type InstrumentServiceParts,
} from './services/instrumentService.ts';
import type { Log } from './runtime/log.ts';
import { createLedgerQueries } from './services/queries/ledgerQueries.ts';
import { readScaleFacts } from './services/scaleFacts.ts';
import { createAgentService } from './services/agentService.ts';
import { createSiteHolder, type SiteHolder, type SiteSource } from './runtime/siteHolder.ts';
import { createRetryingRecorder } from './runtime/retryingRecorder.ts';
import { BaseStations } from './stations/baseStations.ts';
import { executeCommand } from './services/commandExecution.ts';
import { openBaseStore, type BaseStore } from './services/baseStore.ts';
import { createPortTaps } from './runtime/portTaps.ts';
import { buildStationSettings, requireInstrumentConfig } from './stations/stationSettings.ts';

export interface AgentParts {
  loaded: LoadedSite;
  siteSource: SiteSource | null;
  software: string;
  clock: Clock;
  random: Random;
  openPort: OpenPort;
  log: Log;
  /** Where the built page lies. */
  screenFolder: string;
  /** True in a replay alone. */
  assumeCheckPassed: boolean;
  /** A load's weight was captured, recorded or not. */
  onCapture: (station: string, capture: Capture) => void;
  /** A weighing is durable. */
  onWeighingRecorded(weighing: WeighingBody, at: { seq: number; hash: string }): void;
}

export interface RunningAgent {
  url: string;
  stop(): Promise<void>;
}

export async function startAgent(parts: AgentParts): Promise<RunningAgent> {
  const closers: (() => Promise<void> | void)[] = [];
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

async function composeAgent(parts: AgentParts, closers: (() => Promise<void> | void)[]): Promise<string> {
  const { software, clock, random, log } = parts;
  const { site, configHash } = parts.loaded;
  // Whatever can be refused is asked before the first entry: keys, then the ledger, then the web server's address.
  const headquarters = site.headquarters && readHeadquartersKeys(site.headquarters.keys);
  const store = await openBaseStore({ site, software, clock, random });
  closers.push(() => store.close());
  const { ledger, register } = store;
  const run = random.id();
  const recorder = createRetryingRecorder({ ledger, clock, log: (event, detail) => log('error', event, { detail }) });
  closers.push(() => recorder.stop());
  const evidence = openBaseEvidenceStore({ dir: site.data, clock, log, ledger, recorder });
  closers.push(() => evidence.store.close());
  const holder = createSiteHolder(parts.loaded, parts.siteSource, (next, before) =>
    applySiteChange(stations, next, before),
  );
  const taps = createPortTaps(parts.openPort);
  const stations = createStations(parts, {
    open: taps.openPort,
    store,
    evidence,
    recorder,
    run,
    holder,
    changed: (id) => service.notifyStationChanged(id),
    gateChanged: () => service.notifyStateChanged(),
  });
  let link: HeadquartersLink | null = null;
  const service = createAgentService({
    base: site.base,
    software,
    clock,
    ledger,
    recorder,
    stations,
    areas: site.areas,
    queries: createLedgerQueries({
      ledger,
      recorder,
      clock,
      areas: site.areas,
      operators: () => register.operators().map(({ operator, name }) => ({ operator, name })),
    }),
    instruments: createInstruments(parts, { siteHolder: holder, stations, portTaps: taps, register }),
    linkView: () => link?.view() ?? LINK_OFF_VIEW,
    cases: evidence.service,
    registerAlarms: () => [...register.alarms(), ...evidence.alarms()],
    importMessages:
      headquarters &&
      ((message) => importMessages([message], { ledger, keys: { base: store.keys, headquarters }, decideOrder })),
  });
  const unsubscribe = ledger.onAppended((entries) => {
    for (const { entry, hash } of entries)
      if (entry.kind === 'weighing') parts.onWeighingRecorded(entry.body, { seq: entry.seq, hash });
    service.notifyStateChanged();
  });
  closers.push(unsubscribe);
  recorder.onStorageChange(() => service.notifyStateChanged());
  evidence.store.onChange(() => service.notifyStateChanged());
  const server = await startServer(
    { ...site.http, screenFolder: parts.screenFolder },
    service,
    createAuthenticator(register),
    createServerLog(log),
    clock,
    random,
  );
  closers.push(() => server.close());

  ledger.transact(`run:${run}`, () => ({
    entries: [{ kind: 'agent-started', body: { run, software, configHash } }],
    effects: [],
    result: {},
  }));
  link = headquarters && startHeadquartersLink(parts, { ...store, headquarters });
  closers.push(() => link?.close());
  link?.onChange(() => service.notifyStateChanged());
  const checkpointMs = (site.headquarters?.checkpointEveryMinutes ?? 60) * 60_000;
  const checkpoints = startCheckpoints({
    ledger,
    keys: store.keys,
    clock,
    intervalMs: checkpointMs,
    log: createLinkLog(log),
  });
  closers.push(() => checkpoints.close());
  stations.start();
  closers.push(() => stations.stop());
  return server.url;
}

function createInstruments(
  { clock, log, siteSource }: AgentParts,
  {
    register,
    ...rest
  }: Pick<InstrumentServiceParts, 'siteHolder' | 'stations' | 'portTaps'> & Pick<BaseStore, 'register'>,
): InstrumentService {
  return createInstrumentService({
    ...rest,
    clock,
    log,
    models: siteSource?.models ?? new Map(),
    readVerification: (id) => register.verification(id),
    recordVerification: (instrument, mark, actor) =>
      register.applyChange({ kind: 'verification-put', instrument, ...mark }, actor),
  });
}

const LINK_OFF_VIEW: LinkView = {
  state: 'off',
  trouble: 'the site file names no headquarters',
  acknowledgedSeq: 0,
  waiting: 0,
  lastAcknowledgedWallMs: null,
  ignored: 0,
};

interface StationsContext {
  open: OpenPort;
  store: BaseStore;
  evidence: BaseEvidenceStore;
  recorder: ReturnType<typeof createRetryingRecorder>;
  run: string;
  holder: SiteHolder;
  changed: ConstructorParameters<typeof BaseStations>[0]['onStationChange'];
  gateChanged: () => void;
}

function createStations(
  parts: AgentParts,
  { open, store, evidence, recorder, run, holder, changed, gateChanged }: StationsContext,
): BaseStations {
  const { software, clock, random, log } = parts;
  const { site } = parts.loaded;
  const lines = new ModbusBuses();
  const areas = new Set(site.areas.map(({ id }) => id));
  const deposits = new DepositCodeAttempts(clock, unsealDeposit);
  const instrument = (id: string): ReturnType<typeof requireInstrumentConfig> =>
    requireInstrumentConfig(holder.current().site, id);
  return new BaseStations({
    clock,
    random,
    ledger: store.ledger,
    recorder,
    runInfo: () => ({ run, software, configHash: holder.current().configHash }),
    settings: buildStationSettings(site),
    gates: site.gates,
    instruments: site.instruments.map(({ id }) => id),
    createDriver: (id, observe) =>
      createDriver(instrument(id), { clock, openPort: open, onObservation: observe }, lines),
    scaleFacts: (id) => readScaleFacts(instrument(id), store.register.verification(id), clock),
    assumeCheckPassed: parts.assumeCheckPassed,
    executeCommand: (command, actor, stations) =>
      executeCommand(command, actor, {
        stations,
        recorder,
        random,
        clock,
        areas,
        operatorKnown: (id) => store.register.operators().some(({ operator }) => operator === id),
        photoBytes: (photo) => evidence.store.photoBytes(photo),
        tryDepositCode: (deposit, code) => deposits.attempt(deposit, code),
      }),
    onCapture: parts.onCapture,
    storeCurve: (weighing, curve) => evidence.store.storeCurve(weighing, curve),
    onStationChange: changed,
    onGateChange: gateChanged,
    onInvariantBroken: (error) => {
      // Out of every catch on the way: Node prints the stack and ends the process.
      queueMicrotask(() => {
        throw error;
      });
    },
    log: (event, id, detail) => log(event === 'driver-failed' ? 'error' : 'warn', event, { instrument: id, detail }),
  });
}

/** Only what differs is touched. */
async function applySiteChange(stations: BaseStations, next: SiteConfig, before: SiteConfig): Promise<void> {
  const settings = buildStationSettings(next);
  const ids = new Set([...before.instruments, ...next.instruments].map(({ id }) => id));
  for (const id of ids) {
    const was = before.instruments.find((instrument) => instrument.id === id);
    const is = next.instruments.find((instrument) => instrument.id === id);
    if (JSON.stringify(was) !== JSON.stringify(is))
      await stations.replaceInstrument({ instrument: id, present: is !== undefined, settings });
  }
}

function startHeadquartersLink(
  { loaded: { site }, clock, random, log }: AgentParts,
  { ledger, keys, headquarters }: BaseStore & { headquarters: HeadquartersKeys },
): HeadquartersLink | null {
  if (!site.headquarters) return null;
  const { broker, protocol, topic, client } = site.headquarters;
  // Beside the ledger, where `hakari verify --against` looks for them.
  saveHeadquartersKeys(site.data, headquarters);
  return openHeadquartersLink({
    ledger,
    keys: { base: keys, headquarters },
    settings: DEFAULT_LINK_SETTINGS,
    clock,
    random,
    connectTransport: createMqttConnector({
      url: broker,
      mqttVersion: protocol === 5 ? '5' : '3.1.1',
      topicId: topic,
      clientId: client,
      tls: null,
      keepAliveSeconds: 30,
      connectTimeoutMs: 10_000,
      maxMessageBytes: 268_435_455,
    }),
    decideOrder,
    log: createLinkLog(log),
  });
}

function createLinkLog(log: Log): LinkLog {
  const write =
    (level: 'info' | 'warn'): LinkLog['info'] =>
    (event, fields = {}) =>
      log(level, event, {
        ...(fields.code === undefined ? {} : { code: fields.code }),
        ...(fields.reason === undefined ? {} : { detail: fields.reason }),
        ...(fields.seq === undefined ? {} : { seq: fields.seq }),
      });
  return { info: write('info'), warn: write('warn') };
}

/** The web server logs its own trouble: which route, never a body, a query or a header. */
function createServerLog(log: Log): Parameters<typeof startServer>[3] {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (fields: Record<string, string | number>, message: string): void =>
      log(level, 'http', {
        code: message,
        detail: [fields['method'], fields['route'], fields['error']].filter(Boolean).join(' '),
      });
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
