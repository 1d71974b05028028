// The instruments of the base as technicians see them, the change of one while the rest works on (the site file, the
// snapshot and the stations in step), test reads and verification marks. Knows no wire and no page.
import { formatPortAddress } from '../../drivers/contract/port.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { InstrumentConfig } from '../../config/siteConfig.ts';
import type { SiteConfig } from '../../config/siteConfig.ts';
import type { SiteInstrumentResult } from '../../config/siteInstrument.ts';
import type { InstrumentModels } from '../../config/partialSite.ts';
import type { SiteEditResult, InstrumentEdit } from '../../config/siteEditor.ts';
import type { Actor } from '../core/model/command.ts';
import type { ModelView, TestReadView } from '../core/views/lookupViews.ts';
import type { InstrumentView } from '../core/views/stateView.ts';
import { toRegisterChangeResult } from './registerAccess.ts';
import type { RegisterChangeResult } from './agentApi.ts';
import type { Log } from '../runtime/log.ts';
import { viewModels } from './instrumentModels.ts';
import type { RegisterChangeOutcome } from '../register/register.ts';
import { type RecordedVerification, readScaleFacts } from './scaleFacts.ts';
import type { SiteHolder } from '../runtime/siteHolder.ts';
import { describeObservation } from '../stations/lastObservations.ts';
import type { BaseStations } from '../stations/baseStations.ts';
import { InstrumentTestReader } from './instrumentTestRead.ts';
import type { PortTaps } from '../runtime/portTaps.ts';

export interface InstrumentService {
  listViews(): InstrumentView[];
  readSiteInstrument(id: string): SiteInstrumentResult;
  changeInstrument(edit: InstrumentEdit, actor: Actor): Promise<SiteEditResult>;
  /** Empty where the run has no models of its own (a replay). */
  listModels(): ModelView[];
  /** Undefined: no such instrument. Null: too many at once. */
  testRead(id: string): Promise<TestReadView | null | undefined>;
  setVerification(
    id: string,
    put: { mark: string | null; until: string | null },
    actor: Actor,
  ): Promise<RegisterChangeResult | { kind: 'unknown' | 'no-scale' }>;
}

export interface InstrumentServiceParts {
  siteHolder: SiteHolder;
  stations: BaseStations;
  clock: Clock;
  readVerification: (instrument: string) => RecordedVerification | undefined;
  /** An entry first, then the register. */
  recordVerification(instrument: string, mark: RecordedVerification, actor: Actor): Promise<RegisterChangeOutcome>;
  models: InstrumentModels;
  portTaps: PortTaps;
  log: Log;
}

export function createInstrumentService(parts: InstrumentServiceParts): InstrumentService {
  const reads = new InstrumentTestReader(parts);
  const named = (id: string): InstrumentConfig | undefined =>
    parts.siteHolder.current().site.instruments.find((instrument) => instrument.id === id);
  return {
    listViews: () => {
      const { site } = parts.siteHolder.current();
      return site.instruments.map((instrument) => viewInstrument(instrument, site, parts));
    },
    readSiteInstrument: (id) => parts.siteHolder.readSiteInstrument(id),
    changeInstrument: async (edit, actor) => {
      const outcome = await parts.siteHolder.changeInstrument(edit);
      const detail =
        outcome.kind === 'written'
          ? `${edit.kind} by ${actor.operator}, configuration ${outcome.loaded.configHash}`
          : `${edit.kind} by ${actor.operator}: ${outcome.kind}`;
      parts.log(outcome.kind === 'written' ? 'info' : 'warn', 'instrument-change', { instrument: edit.id, detail });
      return outcome;
    },
    listModels: () => viewModels(parts.models),
    testRead: async (id) => {
      const instrument = named(id);
      return instrument && reads.read(instrument);
    },
    setVerification: async (id, { mark, until }, actor) => {
      const instrument = named(id);
      if (!instrument) return { kind: 'unknown' };
      if (instrument.scale === null) return { kind: 'no-scale' };
      return toRegisterChangeResult(await parts.recordVerification(id, { mark, verifiedUntil: until }, actor));
    },
  };
}

const CLOSED_HEALTH = {
  state: 'closed',
  lastFault: '',
  lastBytes: new Uint8Array(),
  lastFrameAtMs: null,
  counts: { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 0 },
} as const;

function viewInstrument(
  instrument: InstrumentConfig,
  site: SiteConfig,
  { stations, clock, readVerification }: InstrumentServiceParts,
): InstrumentView {
  const health = stations.health(instrument.id) ?? CLOSED_HEALTH;
  const heard = stations.lastObservation(instrument.id);
  const facts = instrument.scale === null ? null : readScaleFacts(instrument, readVerification(instrument.id), clock);
  return {
    instrument: instrument.id,
    model: instrument.model.name,
    kind: instrument.scale === null ? 'reader' : 'scale',
    port: formatPortAddress(instrument.port),
    address: instrument.address,
    serialNumber: instrument.serialNumber,
    state: health.state,
    trouble: health.lastFault,
    lastBytesHex: Buffer.from(health.lastBytes).toString('hex').toUpperCase(),
    lastFrameAgeMs: health.lastFrameAtMs === null ? null : Math.round(clock.monotonicMs() - health.lastFrameAtMs),
    decoded:
      heard === undefined
        ? null
        : { words: describeObservation(heard), ageMs: Math.max(0, Math.round(clock.monotonicMs() - heard.atMs)) },
    counts: health.counts,
    stations: [
      ...site.stations.filter(({ scale }) => scale === instrument.id),
      ...[...site.stations, ...site.gates].filter(({ readers }) => readers.includes(instrument.id)),
    ].map(({ id }) => id),
    verification: facts && { verified: facts.verified, mark: facts.verificationMark, until: facts.verifiedUntil },
  };
}
