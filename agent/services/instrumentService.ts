// The instruments of the base as technicians see them: views, changing one while the others work on, test reads and
// verification marks. Must not know ports, protocols or the page.
import { type InstrumentId, asInstrumentId } from '../../drivers/contract/siteIds.ts';
import { formatPortAddress } from '../../drivers/contract/port.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { InstrumentConfig, SiteConfig } from '../../config/siteConfig.ts';
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
import type { RegisterChangeOutcome } from '../register/registerWriter.ts';
import type { VerificationMark } from '../core/model/workRecords.ts';
import { readScaleFacts } from './scaleFacts.ts';
import type { SiteHolder } from '../runtime/siteHolder.ts';
import { describeObservation } from '../stations/lastObservations.ts';
import type { BaseStations } from '../stations/baseStations.ts';
import { InstrumentTestReader } from './instrumentTestRead.ts';
import type { PortTaps } from '../runtime/portTaps.ts';

/** What technicians may ask of the instruments. */
export interface InstrumentService {
  /** Every instrument of the site, in the site file's order. */
  listViews(): InstrumentView[];
  /** One instrument as it stands in the site file. */
  readSiteInstrument(id: InstrumentId): SiteInstrumentResult;
  /** Changes the site file, then the running stations; logs who did it. */
  changeInstrument(edit: InstrumentEdit, actor: Actor): Promise<SiteEditResult>;
  /** Empty where the run has no models of its own (a replay). */
  listModels(): ModelView[];
  /** Listens for a few seconds. Undefined: no such instrument. Null: too many at once. */
  testRead(id: InstrumentId): Promise<TestReadView | null | undefined>;
  /** Records a scale's verification mark; `until`: ISO date. */
  setVerification(
    id: InstrumentId,
    verification: { mark: string | null; until: string | null },
    actor: Actor,
  ): Promise<RegisterChangeResult | { kind: 'unknown' | 'no-scale' }>;
}

/** What the service is made of. */
export interface InstrumentServiceParts {
  siteHolder: SiteHolder;
  stations: BaseStations;
  clock: Clock;
  /** `YYYY-MM-DD` in Japan; null: the date cannot be believed. */
  today: () => string | null;
  readVerification: (instrument: InstrumentId) => VerificationMark | undefined;
  /** Records the entry first, then the register. */
  recordVerification(instrument: InstrumentId, mark: VerificationMark, actor: Actor): Promise<RegisterChangeOutcome>;
  /** A scale, its facts or its mark may have changed. */
  onScalesChange(): void;
  models: InstrumentModels;
  portTaps: PortTaps;
  log: Log;
}

/** Composes the service over the site holder, the stations and the port taps. */
export function createInstrumentService(parts: InstrumentServiceParts): InstrumentService {
  const testReader = new InstrumentTestReader(parts);
  const findConfig = (id: InstrumentId): InstrumentConfig | undefined =>
    parts.siteHolder.current().site.instruments.find((instrument) => instrument.id === id);
  return {
    listViews: () => {
      const { site } = parts.siteHolder.current();
      return site.instruments.map((instrument) => viewInstrument(instrument, site, parts));
    },
    readSiteInstrument: (id) => parts.siteHolder.readSiteInstrument(id),
    changeInstrument: async (edit, actor) => {
      const outcome = await parts.siteHolder.changeInstrument(edit);
      parts.onScalesChange();
      const detail =
        outcome.kind === 'written'
          ? `${edit.kind} by ${actor.operator}, configuration ${outcome.loaded.configHash}`
          : `${edit.kind} by ${actor.operator}: ${outcome.kind}`;
      parts.log(outcome.kind === 'written' ? 'info' : 'warn', 'instrument-change', {
        instrument: asInstrumentId(edit.id),
        detail,
      });
      return outcome;
    },
    listModels: () => viewModels(parts.models),
    testRead: async (id) => {
      const instrument = findConfig(id);
      return instrument && testReader.read(instrument);
    },
    setVerification: async (id, { mark, until }, actor) => {
      const instrument = findConfig(id);
      if (!instrument) return { kind: 'unknown' };
      if (instrument.scale === null) return { kind: 'no-scale' };
      const outcome = await parts.recordVerification(id, { mark, verifiedUntil: until }, actor);
      parts.onScalesChange();
      return toRegisterChangeResult(outcome);
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
  { stations, clock, today, readVerification }: InstrumentServiceParts,
): InstrumentView {
  const health = stations.health(instrument.id) ?? CLOSED_HEALTH;
  const observation = stations.lastObservation(instrument.id);
  const facts = instrument.scale === null ? null : readScaleFacts(instrument, readVerification(instrument.id), today());
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
      observation === undefined
        ? null
        : {
            words: describeObservation(observation),
            ageMs: Math.max(0, Math.round(clock.monotonicMs() - observation.atMs)),
          },
    counts: health.counts,
    stations: [
      ...site.stations.filter(({ scale }) => scale === instrument.id),
      ...[...site.stations, ...site.gates].filter(({ readers }) => readers.includes(instrument.id)),
    ].map(({ id }) => id),
    verification: facts && { verified: facts.verified, mark: facts.verificationMark, until: facts.verifiedUntil },
  };
}
