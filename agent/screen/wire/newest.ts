// The newest state as it comes in pieces – eight scales at thirty a second – and drawn once a frame, however many
// pieces came. A hidden page draws nothing and keeps only the newest. Knows no browser: the next frame is handed in.
import type { LotView, StateView, StationView } from '../../core/shown/view.ts';

export class Newest {
  #state: StateView | null;
  #due = false;
  readonly #nextFrame: (action: () => void) => void;
  readonly #draw: (state: StateView) => void;

  constructor(
    first: StateView | null,
    { nextFrame, draw }: { nextFrame: (action: () => void) => void; draw: (state: StateView) => void },
  ) {
    this.#state = first;
    this.#nextFrame = nextFrame;
    this.#draw = draw;
  }

  state(state: StateView): void {
    this.#take(state);
  }

  /** What did not change keeps its identity, so that it need not be drawn anew. */
  station(station: StationView): void {
    const state = this.#state;
    if (state !== null)
      this.#take({
        ...state,
        stations: state.stations.map((one) => (one.station === station.station ? station : one)),
      });
  }

  lot(lot: LotView): void {
    const state = this.#state;
    if (state === null) return;
    const known = state.lots.some((one) => one.lot === lot.lot);
    this.#take({
      ...state,
      lots: known ? state.lots.map((one) => (one.lot === lot.lot ? lot : one)) : [...state.lots, lot],
    });
  }

  #take(state: StateView): void {
    this.#state = state;
    if (this.#due) return;
    this.#due = true;
    this.#nextFrame(() => {
      this.#due = false;
      if (this.#state !== null) this.#draw(this.#state);
    });
  }
}
