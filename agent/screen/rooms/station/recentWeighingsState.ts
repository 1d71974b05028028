// The weighings that this page saw recorded at a station, newest first. Pure. The mass of one that may be weighed
// again by somebody else is not stored: that person must not know it.
import type { WeighingId } from '../../../core/model/ids.ts';
import type { StationView } from '../../../core/views/stateView.ts';
import type { Tone } from '../../shared/tonePlayer.ts';

/** done: goes on; parked: into the hold area; foreign: not of this lot; unnamed: package not identified yet. */
export type RecentWeighingStatus = 'done' | 'parked' | 'foreign' | 'unnamed';

export interface RecentWeighing {
  weighing: WeighingId;
  number: number;
  mark: string | null;
  /** Null: not to be shown. */
  kg: string | null;
  status: RecentWeighingStatus;
}

export interface RecentWeighingsState {
  weighings: readonly RecentWeighing[];
  /** Counts the tones; `lastTone` is the newest. */
  toneCount: number;
  lastTone: Tone | null;
  /**
   * What the next load was announced to be, as last seen while the scale was empty: a load that rises is still that.
   */
  intent: string | null;
  /** Looked at least once: what lay there before makes no sound. */
  hasStarted: boolean;
}

export const NO_RECENT_WEIGHINGS: RecentWeighingsState = {
  weighings: [],
  toneCount: 0,
  lastTone: null,
  intent: null,
  hasStarted: false,
};
export const MAX_RECENT_WEIGHINGS = 5;

/** Guidance about the weighing itself; any other, such as a fault of the scale, leaves the status as it was. */
const GUIDANCE_STATUSES: Partial<Record<StationView['guidance']['key'], RecentWeighingStatus>> = {
  'park-package': 'parked',
  'split-group': 'parked',
  'hold-foreign-done': 'foreign',
  'scan-package': 'unnamed',
  'name-goods': 'unnamed',
  'attach-tag': 'done',
  'recorded-remove': 'done',
  'old-tag-remove': 'done',
  'group-remove': 'done',
  'drive-off': 'done',
};
const BLIND_INTENTS = new Set(['recount', 'sample', 'reweigh']);

export function updateRecentWeighings(recent: RecentWeighingsState, station: StationView): RecentWeighingsState {
  const { load, guidance, job } = station;
  const intent = station.intent?.kind ?? null;
  if (load === null)
    return recent.hasStarted && intent === recent.intent ? recent : { ...recent, intent, hasStarted: true };
  const previous = recent.weighings[0]?.weighing === load.weighing ? recent.weighings[0] : null;
  // Of what lay there before the page looked nobody knows what it was announced to be.
  const isBlind =
    previous === null
      ? !recent.hasStarted || job?.work === 'stocktake' || (recent.intent !== null && BLIND_INTENTS.has(recent.intent))
      : previous.kg === null;
  const status = GUIDANCE_STATUSES[guidance.key] ?? previous?.status ?? 'done';
  const current: RecentWeighing = {
    weighing: load.weighing,
    number: load.number,
    mark: load.mark,
    kg: isBlind || status === 'parked' ? null : load.grossKg,
    status,
  };
  if (previous !== null && previous.status === current.status && previous.mark === current.mark) return recent;
  const weighings = [current, ...(previous === null ? recent.weighings : recent.weighings.slice(1))].slice(
    0,
    MAX_RECENT_WEIGHINGS,
  );
  const hasTone = recent.hasStarted && (previous === null || previous.status !== status);
  return {
    weighings,
    toneCount: recent.toneCount + (hasTone ? 1 : 0),
    lastTone: hasTone ? (status === 'done' ? 'done' : 'attention') : recent.lastTone,
    intent: recent.intent,
    hasStarted: true,
  };
}
