// What every room is handed.
import type { StateView } from '../../core/shown/view.ts';
import type { Who } from '../wire/api.ts';

export interface RoomProps {
  state: StateView;
  who: Who;
  /** Which case, lot or weighing; empty where the room has no such thing. */
  id: string;
}
