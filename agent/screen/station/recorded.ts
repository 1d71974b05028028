// The weighings that this page saw become durable at a station, newest first. Pure. Of one whose weight may be weighed
// again by somebody else nothing is kept to read: whoever weighs again must not know it.
import type { StationView } from '../../core/shown/view.ts';
import type { Tone } from '../shared/sound.ts';

/** done: goes on; aside: into the hold area; foreign: not of this lot; unnamed: nobody said yet which package it is. */
export type RecordedMood = 'done' | 'aside' | 'foreign' | 'unnamed';

export interface Recorded {
  weighing: string;
  number: number;
  mark: string | null;
  /** Null: not to be shown. */
  kg: string | null;
  mood: RecordedMood;
}

export interface Seen {
  list: readonly Recorded[];
  /** Counts the tones; `tone` is the newest one's. */
  tones: number;
  tone: Tone | null;
  /**
   * What the next load was announced to be, as last seen while the scale was empty: a load that rises is still that.
   */
  intent: string | null;
  /** Looked at least once: what lay there before makes no sound. */
  begun: boolean;
}

export const NOTHING_SEEN: Seen = { list: [], tones: 0, tone: null, intent: null, begun: false };
export const RECORDED_SHOWN = 5;

/** What speaks of the weighing itself; anything else, such as a trouble of the scale, leaves its mood as it was. */
const MOODS: Partial<Record<StationView['guidance']['key'], RecordedMood>> = {
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

export function seeStation(seen: Seen, station: StationView): Seen {
  const { load, guidance, job } = station;
  const intent = station.intent?.kind ?? null;
  if (load === null) return seen.begun && intent === seen.intent ? seen : { ...seen, intent, begun: true };
  const known = seen.list[0]?.weighing === load.weighing ? seen.list[0] : null;
  // Of what lay there before the page looked nobody knows what it was announced to be.
  const blind =
    known === null
      ? !seen.begun || job?.work === 'stocktake' || (seen.intent !== null && BLIND_INTENTS.has(seen.intent))
      : known.kg === null;
  const mood = MOODS[guidance.key] ?? known?.mood ?? 'done';
  const now: Recorded = {
    weighing: load.weighing,
    number: load.number,
    mark: load.mark,
    kg: blind || mood === 'aside' ? null : load.grossKg,
    mood,
  };
  if (known !== null && known.mood === now.mood && known.mark === now.mark) return seen;
  const list = [now, ...(known === null ? seen.list : seen.list.slice(1))].slice(0, RECORDED_SHOWN);
  const sounds = seen.begun && (known === null || known.mood !== mood);
  return {
    list,
    tones: seen.tones + (sounds ? 1 : 0),
    tone: sounds ? (mood === 'done' ? 'done' : 'look') : seen.tone,
    intent: seen.intent,
    begun: true,
  };
}
