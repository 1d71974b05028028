// Merges the parts of the state that arrive (eight scales at 30 a second) and draws at most once a frame. A hidden
// page draws nothing. Knows no browser: the next frame is handed in.
import type { LotView, StateView, StationView } from '../../core/views/stateView.ts';

export class StateCoalescer {
  #state: StateView | null;
  #frameRequested = false;
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

  replaceState(state: StateView): void {
    this.#update(state);
  }

  /** What did not change keeps its identity, so that it need not be drawn anew. */
  replaceStation(station: StationView): void {
    const state = this.#state;
    if (state !== null)
      this.#update({
        ...state,
        stations: state.stations.map((candidate) => (candidate.station === station.station ? station : candidate)),
      });
  }

  replaceLot(lot: LotView): void {
    const state = this.#state;
    if (state === null) return;
    const isKnown = state.lots.some((candidate) => candidate.lot === lot.lot);
    this.#update({
      ...state,
      lots: isKnown
        ? state.lots.map((candidate) => (candidate.lot === lot.lot ? lot : candidate))
        : [...state.lots, lot],
    });
  }

  #update(state: StateView): void {
    this.#state = state;
    if (this.#frameRequested) return;
    this.#frameRequested = true;
    this.#nextFrame(() => {
      this.#frameRequested = false;
      if (this.#state !== null) this.#draw(this.#state);
    });
  }
}
