// Composes the agent from its parts, starts them, and stops them in reverse. No logic: every rule is somewhere below.
import type { Chance, Clock } from '../drivers/contract/clock.ts';
import type { OpenPort } from '../drivers/contract/port.ts';
import type { InstrumentConfig } from '../drivers/instrument.ts';
import { Lines, makeDriver } from '../drivers/open.ts';
import type { SiteConfig } from '../config/load.ts';
import { decideOrder } from './core/intake.ts';
import type { Weighing } from './core/entry.ts';
import type { LinkView } from './core/view.ts';
import { connectBroker } from './headquarters/broker.ts';
import { openCheckpoints } from './headquarters/checkpoint.ts';
import { keepHeadquartersKeys, readHeadquartersKeys } from './headquarters/keys.ts';
import { type Link, openLink } from './headquarters/link.ts';
import { LINK_DEFAULTS } from './headquarters/linkSettings.ts';
import type { LinkLog } from './headquarters/log.ts';
import { startServer } from './http/server.ts';
import type { Log } from './log.ts';
import { scaleFacts } from './scaleFacts.ts';
import { createService } from './service.ts';
import { createRecorder } from './stations/recorder.ts';
import type { StationSettings } from './stations/station.ts';
import { Stations } from './stations/stations.ts';
import { openStore, type Store } from './store.ts';

export interface AgentParts {
  site: SiteConfig;
  configHash: string;
  software: string;
  clock: Clock;
  chance: Chance;
  open: OpenPort;
  log: Log;
  /** Where the built page lies. */
  screenFolder: string;
  /** A weighing is durable. */
  recorded(weighing: Weighing, at: { seq: number; hash: string }): void;
}

export interface Agent {
  url: string;
  stop(): Promise<void>;
}

/** A scale away for this long may have been switched off: an indicator's own start takes several seconds. */
const POWER_UP_SUSPECT_MS = 10_000;

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
  const { site, configHash, software, clock, chance, log } = parts;
  const store = await openStore(parts);
  closers.push(() => store.close());
  const { ledger, register } = store;
  const run = chance.id();
  ledger.transact(`run:${run}`, () => ({ entries: [{ kind: 'agent-started', body: { run, software, configHash } }], effects: [], result: {} }));

  const recorder = createRecorder({ ledger, clock, log: (event, detail) => log('error', event, { detail }) });
  closers.push(() => recorder.stop());
  const stations = openStations(parts, { store, recorder, run, changed: (view) => service.stationChanged(view) });
  const link = openHeadquarters(parts, store);
  if (link) closers.push(() => link.close());

  const service = createService({
    base: site.base,
    software,
    clock,
    ledger,
    recorder,
    stations,
    link: () => link?.view() ?? LINK_OFF,
    registerAlarms: () => register.alarms(),
  });
  const unsubscribe = ledger.onAppended((entries) => {
    for (const { entry, hash } of entries) if (entry.kind === 'weighing') parts.recorded(entry.body, { seq: entry.seq, hash });
    service.stateChanged();
  });
  closers.push(unsubscribe);
  link?.onChange(() => service.stateChanged());
  recorder.onChange(() => service.stateChanged());

  const checkpointMs = (site.headquarters?.checkpointEveryMinutes ?? 60) * 60_000;
  const checkpoints = openCheckpoints({ ledger, keys: store.keys, clock, intervalMs: checkpointMs, log: linkLog(log) });
  closers.push(() => checkpoints.close());
  const server = await startServer({ ...site.http, screenFolder: parts.screenFolder }, service, register, httpLog(log), clock, chance);
  closers.push(() => server.close());
  stations.start();
  closers.push(() => stations.stop());
  return server.url;
}

const LINK_OFF: LinkView = { state: 'off', trouble: 'the site file names no headquarters', acknowledgedSeq: 0, waiting: 0, lastAcknowledgedWallMs: null, ignored: 0 };

interface StationsContext {
  store: Store;
  recorder: ReturnType<typeof createRecorder>;
  run: string;
  changed: ConstructorParameters<typeof Stations>[0]['changed'];
}

function openStations(parts: AgentParts, { store, recorder, run, changed }: StationsContext): Stations {
  const { site, configHash, software, clock, chance, log } = parts;
  const instruments = new Map(site.instruments.map((instrument) => [instrument.id, instrument]));
  const lines = new Lines();
  function instrument(id: string): InstrumentConfig {
    const found = instruments.get(id);
    if (!found) throw new Error(`no instrument ${id}: the site file was checked for that`);
    return found;
  }
  return new Stations({
    clock,
    chance,
    ledger: store.ledger,
    recorder,
    running: { run, software, configHash },
    settings: site.stations.map((station) => stationSettings(station, { site, scale: instrument(station.scale) })),
    instruments: [...instruments.keys()],
    makeDriver: (id, observe) => makeDriver(instrument(id), { clock, open: parts.open, observe }, lines),
    scaleFacts: (id) => scaleFacts(instrument(id), store.register.verification(id), clock),
    changed,
    log: (event, id, detail) => log('warn', event, { instrument: id, detail }),
  });
}

function stationSettings(station: SiteConfig['stations'][number], { site, scale }: { site: SiteConfig; scale: InstrumentConfig }): StationSettings {
  if (!scale.scale) throw new Error(`station ${station.id}: ${scale.id} is no scale`);
  const { ranges, unit, decimals } = scale.scale;
  return {
    ...station,
    load: { scale: { ranges, unit, decimals }, windowMs: site.capture.windowMs, powerUpSuspectMs: POWER_UP_SUSPECT_MS },
  };
}

function openHeadquarters({ site, clock, chance, log }: AgentParts, { ledger, keys }: Store): Link | null {
  if (!site.headquarters) return null;
  const { broker, protocol, topic, client, keys: keyFile } = site.headquarters;
  const headquarters = readHeadquartersKeys(keyFile);
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
      log(level, 'http', { code: message, detail: [fields['method'], fields['route'], fields['error']].filter(Boolean).join(' ') });
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
