// The instruments of the base as technicians see them, and the change of one while the rest works on: the site file, the
// snapshot and the stations in step. Knows no wire and no page.
import { portName } from '../drivers/contract/port.ts';
import type { Clock } from '../drivers/contract/clock.ts';
import type { InstrumentConfig } from '../drivers/instrument.ts';
import type { SiteConfig } from '../config/load.ts';
import type { EntryOutcome } from '../config/siteEntry.ts';
import type { EditOutcome, InstrumentEdit } from '../config/writeSite.ts';
import type { Actor } from './core/command.ts';
import type { InstrumentView } from './core/shown/view.ts';
import type { Log } from './log.ts';
import { type Mark, scaleFacts } from './scaleFacts.ts';
import type { SiteHolder } from './siteHolder.ts';
import type { StationSettings } from './stations/station.ts';
import type { Stations } from './stations/stations.ts';

export interface Instruments {
  views(): InstrumentView[];
  entry(id: string): EntryOutcome;
  change(edit: InstrumentEdit, actor: Actor): Promise<EditOutcome>;
}

export interface InstrumentsParts {
  holder: SiteHolder;
  stations: Stations;
  clock: Clock;
  verification: (instrument: string) => Mark | undefined;
  log: Log;
}

export function instrumentsOf(parts: InstrumentsParts): Instruments {
  return {
    views: () => {
      const { site } = parts.holder.current();
      return site.instruments.map((instrument) => view(instrument, site, parts));
    },
    entry: (id) => parts.holder.entry(id),
    change: async (edit, actor) => {
      const outcome = await parts.holder.change(edit);
      const detail = outcome.kind === 'written' ? `${edit.kind} by ${actor.operator}, configuration ${outcome.loaded.configHash}` : `${edit.kind} by ${actor.operator}: ${outcome.kind}`;
      parts.log(outcome.kind === 'written' ? 'info' : 'warn', 'instrument-change', { instrument: edit.id, detail });
      return outcome;
    },
  };
}

const CLOSED = { state: 'closed', trouble: '', lastBytes: new Uint8Array(), lastFrameAtMs: null, counts: { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 0 } } as const;

function view(instrument: InstrumentConfig, site: SiteConfig, { stations, clock, verification }: InstrumentsParts): InstrumentView {
  const health = stations.health(instrument.id) ?? CLOSED;
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
    counts: health.counts,
    stations: [...site.stations.filter(({ scale }) => scale === instrument.id), ...[...site.stations, ...site.gates].filter(({ readers }) => readers.includes(instrument.id))].map(({ id }) => id),
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
    return { ...station, load: { scale: { ranges, unit, decimals }, windowMs: site.capture.windowMs, powerUpSuspectMs: POWER_UP_SUSPECT_MS } };
  });
}

export function instrumentIn(site: SiteConfig, id: string): InstrumentConfig {
  const found = site.instruments.find((instrument) => instrument.id === id);
  if (!found) throw new Error(`no instrument ${id}: the site file was checked for that`);
  return found;
}
