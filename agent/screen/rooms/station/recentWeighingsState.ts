// The weighings that this page saw become durable at a station, newest first. Pure. Of one whose weight may be weighed
// again by somebody else nothing is kept to read: whoever weighs again must not know it.
import type { StationView } from '../../../core/views/stateView.ts';
import type { Tone } from '../../shared/tonePlayer.ts';

/** done: goes on; aside: into the hold area; foreign: not of this lot; unnamed: nobody said yet which package it is. */
export type RecentWeighingStatus = 'done' | 'aside' | 'foreign' | 'unnamed';

export interface RecentWeighing {
  weighing: string;
  number: number;
  mark: string | null;
  /** Null: not to be shown. */
  kg: string | null;
  status: RecentWeighingStatus;
}

export interface RecentWeighingsState {
  weighings: readonly RecentWeighing[];
  /** Counts the tones; `tone` is the newest one's. */
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

/** What speaks of the weighing itself; anything else, such as a trouble of the scale, leaves its mood as it was. */
const MOODS: Partial<Record<StationView['guidance']['key'], RecentWeighingStatus>> = {
  'park-package': 'aside',
  'split-group': 'aside',
  'hold-foreign-done': 'foreign',
  'scan-package': 'unnamed',
  'name-goods': 'unnamed',
  'attach-tag': 'done',
  'recorded-remove': 'done',
  'group-remove': 'done',
  'drive-off': 'done',
};
const BLIND_INTENTS = new Set(['recount', 'sample', 'reweigh']);

export function updateRecentWeighings(seen: RecentWeighingsState, station: StationView): RecentWeighingsState {
  const { load, guidance, job } = station;
  const intent = station.intent?.kind ?? null;
  if (load === null) return seen.hasStarted && intent === seen.intent ? seen : { ...seen, intent, hasStarted: true };
  const known = seen.weighings[0]?.weighing === load.weighing ? seen.weighings[0] : null;
  // Of what lay there before the page looked nobody knows what it was announced to be.
  const blind =
    known === null
      ? !seen.hasStarted || job?.work === 'stocktake' || (seen.intent !== null && BLIND_INTENTS.has(seen.intent))
      : known.kg === null;
  const mood = MOODS[guidance.key] ?? known?.status ?? 'done';
  const now: RecentWeighing = {
    weighing: load.weighing,
    number: load.number,
    mark: load.mark,
    kg: blind || mood === 'aside' ? null : load.grossKg,
    status: mood,
  };
  if (known !== null && known.status === now.status && known.mark === now.mark) return seen;
  const list = [now, ...(known === null ? seen.weighings : seen.weighings.slice(1))].slice(0, MAX_RECENT_WEIGHINGS);
  const sounds = seen.hasStarted && (known === null || known.status !== mood);
  return {
    weighings: list,
    toneCount: seen.toneCount + (sounds ? 1 : 0),
    lastTone: sounds ? (mood === 'done' ? 'done' : 'look') : seen.lastTone,
    intent: seen.intent,
    hasStarted: true,
  };
}
