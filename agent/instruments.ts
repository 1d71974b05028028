// The instruments of the base as technicians see them, the change of one while the rest works on (the site file, the
// snapshot and the stations in step), test reads and verification marks. Knows no wire and no page.
import { portName } from '../drivers/contract/port.ts';
import type { Clock } from '../drivers/contract/clock.ts';
import type { InstrumentConfig } from '../drivers/instrument.ts';
import type { SiteConfig } from '../config/load.ts';
import type { EntryOutcome } from '../config/siteEntry.ts';
import type { Models } from '../config/siteDraft.ts';
import type { EditOutcome, InstrumentEdit } from '../config/writeSite.ts';
import type { Actor } from './core/command.ts';
import type { ModelView, TestReadView } from './core/shown/lookup.ts';
import type { InstrumentView } from './core/shown/view.ts';
import { keptOf } from './door.ts';
import type { Kept } from './http/service.ts';
import type { Log } from './log.ts';
import { modelViews } from './models.ts';
import type { ChangeOutcome } from './register/register.ts';
import { type Mark, scaleFacts } from './scaleFacts.ts';
import type { SiteHolder } from './siteHolder.ts';
import { wordsOf } from './stations/heard.ts';
import type { StationSettings } from './stations/station.ts';
import type { Stations } from './stations/stations.ts';
import { TestReads } from './testRead.ts';
import type { Taps } from './taps.ts';

export interface Instruments {
  views(): InstrumentView[];
  entry(id: string): EntryOutcome;
  change(edit: InstrumentEdit, actor: Actor): Promise<EditOutcome>;
  /** Empty where the run has no models of its own (a replay). */
  models(): ModelView[];
  /** Undefined: no such instrument. Null: too many at once. */
  testRead(id: string): Promise<TestReadView | null | undefined>;
  setVerification(
    id: string,
    put: { mark: string | null; until: string | null },
    actor: Actor,
  ): Promise<Kept | { kind: 'unknown' | 'no-scale' }>;
}

export interface InstrumentsParts {
  holder: SiteHolder;
  stations: Stations;
  clock: Clock;
  verification: (instrument: string) => Mark | undefined;
  /** An entry first, then the register. */
  putVerification(instrument: string, mark: Mark, actor: Actor): Promise<ChangeOutcome>;
  models: Models;
  taps: Taps;
  log: Log;
}

export function instrumentsOf(parts: InstrumentsParts): Instruments {
  const reads = new TestReads(parts);
  const named = (id: string): InstrumentConfig | undefined =>
    parts.holder.current().site.instruments.find((instrument) => instrument.id === id);
  return {
    views: () => {
      const { site } = parts.holder.current();
      return site.instruments.map((instrument) => view(instrument, site, parts));
    },
    entry: (id) => parts.holder.entry(id),
    change: async (edit, actor) => {
      const outcome = await parts.holder.change(edit);
      const detail =
        outcome.kind === 'written'
          ? `${edit.kind} by ${actor.operator}, configuration ${outcome.loaded.configHash}`
          : `${edit.kind} by ${actor.operator}: ${outcome.kind}`;
      parts.log(outcome.kind === 'written' ? 'info' : 'warn', 'instrument-change', { instrument: edit.id, detail });
      return outcome;
    },
    models: () => modelViews(parts.models),
    testRead: async (id) => {
      const instrument = named(id);
      return instrument && reads.read(instrument);
    },
    setVerification: async (id, { mark, until }, actor) => {
      const instrument = named(id);
      if (!instrument) return { kind: 'unknown' };
      if (instrument.scale === null) return { kind: 'no-scale' };
      return keptOf(await parts.putVerification(id, { mark, verifiedUntil: until }, actor));
    },
  };
}

const CLOSED = {
  state: 'closed',
  trouble: '',
  lastBytes: new Uint8Array(),
  lastFrameAtMs: null,
  counts: { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 0 },
} as const;

function view(
  instrument: InstrumentConfig,
  site: SiteConfig,
  { stations, clock, verification }: InstrumentsParts,
): InstrumentView {
  const health = stations.health(instrument.id) ?? CLOSED;
  const heard = stations.heard(instrument.id);
  const facts = instrument.scale === null ? null : scaleFacts(instrument, verification(instrument.id), clock);
  return {
    instrument: instrument.id,
    model: instrument.model.name,
    kind: instrument.scale === null ? 'reader' : 'scale',
    port: portName(instrument.port),
    address: instrument.address,
    serialNumber: instrument.serialNumber,
    state: health.state,
    trouble: health.trouble,
    lastBytesHex: Buffer.from(health.lastBytes).toString('hex').toUpperCase(),
    lastFrameAgeMs: health.lastFrameAtMs === null ? null : Math.round(clock.monotonicMs() - health.lastFrameAtMs),
    decoded:
      heard === undefined
        ? null
        : { words: wordsOf(heard), ageMs: Math.max(0, Math.round(clock.monotonicMs() - heard.atMs)) },
    counts: health.counts,
    stations: [
      ...site.stations.filter(({ scale }) => scale === instrument.id),
      ...[...site.stations, ...site.gates].filter(({ readers }) => readers.includes(instrument.id)),
    ].map(({ id }) => id),
    verification: facts && { verified: facts.verified, mark: facts.verificationMark, until: facts.verifiedUntil },
  };
}

/** A scale away for this long may have been switched off: an indicator's own start takes several seconds. */
const POWER_UP_SUSPECT_MS = 10_000;

/** Of every station: its own settings with the facts of its scale. */
export function settingsOf(site: SiteConfig): StationSettings[] {
  return site.stations.map((station) => {
    const { scale } = instrumentIn(site, station.scale);
    if (!scale) throw new Error(`station ${station.id}: ${station.scale} is no scale`);
    const { ranges, unit, decimals } = scale;
    return {
      ...station,
      load: {
        scale: { ranges, unit, decimals },
        windowMs: site.capture.windowMs,
        powerUpSuspectMs: POWER_UP_SUSPECT_MS,
      },
    };
  });
}

export function instrumentIn(site: SiteConfig, id: string): InstrumentConfig {
  const found = site.instruments.find((instrument) => instrument.id === id);
  if (!found) throw new Error(`no instrument ${id}: the site file was checked for that`);
  return found;
}
