// Composes the agent from its parts, starts them, and stops them in reverse. No logic: every rule is somewhere below.
import type { Chance, Clock } from '../drivers/contract/clock.ts';
import type { OpenPort } from '../drivers/contract/port.ts';
import { Lines, makeDriver } from '../drivers/open.ts';
import type { LoadedSite, SiteConfig } from '../config/load.ts';
import { takeCarried } from './headquarters/carried.ts';
import { openDeposit } from './headquarters/deposit.ts';
import { DepositTries } from './headquarters/depositTries.ts';
import { decideOrder } from './core/orders/accept.ts';
import type { Weighing } from './core/entry.ts';
import type { Capture } from './core/weight/load.ts';
import type { LinkView } from './core/shown/view.ts';
import { doorOf } from './door.ts';
import { connectBroker } from './headquarters/broker.ts';
import { openCheckpoints } from './headquarters/checkpoint.ts';
import { type HeadquartersKeys, keepHeadquartersKeys, readHeadquartersKeys } from './headquarters/keys.ts';
import { type Link, openLink } from './headquarters/link.ts';
import { LINK_DEFAULTS } from './headquarters/linkSettings.ts';
import type { LinkLog } from './headquarters/log.ts';
import { createEvidence, type Evidence } from './evidence.ts';
import { startServer } from './http/server.ts';
import { instrumentIn, type Instruments, instrumentsOf, type InstrumentsParts, settingsOf } from './instruments.ts';
import type { Log } from './log.ts';
import { createLookUp } from './lookups/lookUp.ts';
import { scaleFacts } from './scaleFacts.ts';
import { createService } from './service.ts';
import { holdSite, type SiteHolder, type SiteSource } from './siteHolder.ts';
import { createRecorder } from './stations/recorder.ts';
import { Stations } from './stations/stations.ts';
import { openStore, type Store } from './store.ts';
import { tapPorts } from './taps.ts';

export interface AgentParts {
  loaded: LoadedSite;
  source: SiteSource | null;
  software: string;
  clock: Clock;
  chance: Chance;
  open: OpenPort;
  log: Log;
  /** Where the built page lies. */
  screenFolder: string;
  /** True in a replay alone. */
  checkAssumed: boolean;
  /** A load's weight was captured, recorded or not. */
  captured: (station: string, capture: Capture) => void;
  /** A weighing is durable. */
  recorded(weighing: Weighing, at: { seq: number; hash: string }): void;
}

export interface Agent {
  url: string;
  stop(): Promise<void>;
}

export async function startAgent(parts: AgentParts): Promise<Agent> {
  const closers: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const url = await compose(parts, closers);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function compose(parts: AgentParts, closers: (() => Promise<void> | void)[]): Promise<string> {
  const { software, clock, chance, log } = parts;
  const { site, configHash } = parts.loaded;
  // Whatever can be refused is asked before the first entry: keys, then the ledger, then the web server's address.
  const headquarters = site.headquarters && readHeadquartersKeys(site.headquarters.keys);
  const store = await openStore({ site, software, clock, chance });
  closers.push(() => store.close());
  const { ledger, register } = store;
  const run = chance.id();
  const recorder = createRecorder({ ledger, clock, log: (event, detail) => log('error', event, { detail }) });
  closers.push(() => recorder.stop());
  const evidence = createEvidence({ dir: site.data, clock, log, ledger, recorder });
  closers.push(() => evidence.store.close());
  const holder = holdSite(parts.loaded, parts.source, (next, before) => changeInstruments(stations, next, before));
  const taps = tapPorts(parts.open);
  const stations = openStations(parts, {
    open: taps.open,
    store,
    evidence,
    recorder,
    run,
    holder,
    changed: (id) => service.stationChanged(id),
    gateChanged: () => service.stateChanged(),
  });
  let link: Link | null = null;
  const service = createService({
    base: site.base,
    software,
    clock,
    ledger,
    recorder,
    stations,
    areas: site.areas,
    lookUp: createLookUp({
      ledger,
      recorder,
      clock,
      areas: site.areas,
      operators: () => register.operators().map(({ operator, name }) => ({ operator, name })),
    }),
    instruments: openInstruments(parts, { holder, stations, taps, register }),
    link: () => link?.view() ?? LINK_OFF,
    evidence: evidence.service,
    registerAlarms: () => [...register.alarms(), ...evidence.alarms()],
    carried:
      headquarters &&
      ((message) => takeCarried([message], { ledger, keys: { base: store.keys, headquarters }, decideOrder })),
  });
  const unsubscribe = ledger.onAppended((entries) => {
    for (const { entry, hash } of entries)
      if (entry.kind === 'weighing') parts.recorded(entry.body, { seq: entry.seq, hash });
    service.stateChanged();
  });
  closers.push(unsubscribe);
  recorder.onChange(() => service.stateChanged());
  evidence.store.onChange(() => service.stateChanged());
  const server = await startServer(
    { ...site.http, screenFolder: parts.screenFolder },
    service,
    doorOf(register),
    httpLog(log),
    clock,
    chance,
  );
  closers.push(() => server.close());

  ledger.transact(`run:${run}`, () => ({
    entries: [{ kind: 'agent-started', body: { run, software, configHash } }],
    effects: [],
    result: {},
  }));
  link = headquarters && openHeadquarters(parts, { ...store, headquarters });
  closers.push(() => link?.close());
  link?.onChange(() => service.stateChanged());
  const checkpointMs = (site.headquarters?.checkpointEveryMinutes ?? 60) * 60_000;
  const checkpoints = openCheckpoints({ ledger, keys: store.keys, clock, intervalMs: checkpointMs, log: linkLog(log) });
  closers.push(() => checkpoints.close());
  stations.start();
  closers.push(() => stations.stop());
  return server.url;
}

function openInstruments(
  { clock, log, source }: AgentParts,
  { register, ...rest }: Pick<InstrumentsParts, 'holder' | 'stations' | 'taps'> & Pick<Store, 'register'>,
): Instruments {
  return instrumentsOf({
    ...rest,
    clock,
    log,
    models: source?.models ?? new Map(),
    verification: (id) => register.verification(id),
    putVerification: (instrument, mark, actor) =>
      register.change({ kind: 'verification-put', instrument, ...mark }, actor),
  });
}

const LINK_OFF: LinkView = {
  state: 'off',
  trouble: 'the site file names no headquarters',
  acknowledgedSeq: 0,
  waiting: 0,
  lastAcknowledgedWallMs: null,
  ignored: 0,
};

interface StationsContext {
  open: OpenPort;
  store: Store;
  evidence: Evidence;
  recorder: ReturnType<typeof createRecorder>;
  run: string;
  holder: SiteHolder;
  changed: ConstructorParameters<typeof Stations>[0]['changed'];
  gateChanged: () => void;
}

function openStations(
  parts: AgentParts,
  { open, store, evidence, recorder, run, holder, changed, gateChanged }: StationsContext,
): Stations {
  const { software, clock, chance, log } = parts;
  const { site } = parts.loaded;
  const lines = new Lines();
  const deposits = new DepositTries(clock, openDeposit);
  const instrument = (id: string): ReturnType<typeof instrumentIn> => instrumentIn(holder.current().site, id);
  return new Stations({
    clock,
    chance,
    ledger: store.ledger,
    recorder,
    running: () => ({ run, software, configHash: holder.current().configHash }),
    settings: settingsOf(site),
    gates: site.gates,
    instruments: site.instruments.map(({ id }) => id),
    makeDriver: (id, observe) => makeDriver(instrument(id), { clock, open, observe }, lines),
    scaleFacts: (id) => scaleFacts(instrument(id), store.register.verification(id), clock),
    checkAssumed: parts.checkAssumed,
    known: {
      areas: new Set(site.areas.map(({ id }) => id)),
      operatorKnown: (id) => store.register.operators().some(({ operator }) => operator === id),
      photoBytes: (photo) => evidence.store.photoBytes(photo),
      openDeposit: (deposit, code) => deposits.try(deposit, code),
    },
    captured: parts.captured,
    keepCurve: (weighing, curve) => evidence.store.keepCurve(weighing, curve),
    changed,
    gateChanged,
    broken: (error) => {
      // Out of every catch on the way: Node prints the stack and ends the process.
      queueMicrotask(() => {
        throw error;
      });
    },
    log: (event, id, detail) => log(event === 'driver-failed' ? 'error' : 'warn', event, { instrument: id, detail }),
  });
}

/** Only what differs is touched. */
async function changeInstruments(stations: Stations, next: SiteConfig, before: SiteConfig): Promise<void> {
  const settings = settingsOf(next);
  const ids = new Set([...before.instruments, ...next.instruments].map(({ id }) => id));
  for (const id of ids) {
    const was = before.instruments.find((instrument) => instrument.id === id);
    const is = next.instruments.find((instrument) => instrument.id === id);
    if (JSON.stringify(was) !== JSON.stringify(is))
      await stations.change({ instrument: id, present: is !== undefined, settings });
  }
}

function openHeadquarters(
  { loaded: { site }, clock, chance, log }: AgentParts,
  { ledger, keys, headquarters }: Store & { headquarters: HeadquartersKeys },
): Link | null {
  if (!site.headquarters) return null;
  const { broker, protocol, topic, client } = site.headquarters;
  // Beside the ledger, where `hakari verify --against` looks for them.
  keepHeadquartersKeys(site.data, headquarters);
  return openLink({
    ledger,
    keys: { base: keys, headquarters },
    settings: LINK_DEFAULTS,
    clock,
    chance,
    connect: connectBroker({
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
    log: linkLog(log),
  });
}

function linkLog(log: Log): LinkLog {
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
function httpLog(log: Log): Parameters<typeof startServer>[3] {
  const write =
    (level: 'info' | 'warn' | 'error') =>
    (fields: Record<string, string | number>, message: string): void =>
      log(level, 'http', {
        code: message,
        detail: [fields['method'], fields['route'], fields['error']].filter(Boolean).join(' '),
      });
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
