// What every part of the instrument form is handed. Types only.
import type { ModelView } from '../../core/shown/lookup.ts';
import type { Draft, PlacedFaults } from './draft.ts';

export interface Editing {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  /** An element's id: several forms may be open. */
  idOf: (field: string) => string;
  faultAt: PlacedFaults['at'];
  /** Null: not chosen yet. */
  model: ModelView | null;
}
