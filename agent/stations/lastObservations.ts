// The last observation of each instrument, for technicians, and listening to one instrument for a while. Must not reach
// the core: listening changes no weighing.
import type { InstrumentId } from '../../drivers/contract/siteIds.ts';
import { formatMass } from '../../drivers/contract/mass.ts';
import type { Observation } from '../../drivers/contract/observation.ts';

type ObservationListener = (observation: Observation) => void;

/** Keeps the last observation of each instrument and tells listeners of new ones. */
export class LastObservations {
  /** By instrument. */
  readonly #last = new Map<string, Observation>();
  readonly #listeners = new Map<string, Set<ObservationListener>>();

  /** Keeps the observation and tells the instrument's listeners. */
  add(observation: Observation): void {
    this.#last.set(observation.instrument, observation);
    const listeners = this.#listeners.get(observation.instrument);
    if (listeners) for (const listener of listeners) listener(observation);
  }

  /** Undefined: none came yet. */
  last(instrument: InstrumentId): Observation | undefined {
    return this.#last.get(instrument);
  }

  /** After the instrument was changed or removed: its last observation may be another instrument's. */
  remove(instrument: InstrumentId): void {
    this.#last.delete(instrument);
  }

  /** Listens to one instrument; returns the function that ends it. */
  listen(instrument: InstrumentId, listener: ObservationListener): () => void {
    const listeners = this.#listeners.get(instrument) ?? new Set();
    this.#listeners.set(instrument, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(instrument);
    };
  }
}

/** An observation as a sentence: "gross 250.2 kg stable", "tag 3034… antenna 1 -52 dBm", "overload (OL)". */
export function describeObservation(observation: Observation): string {
  switch (observation.kind) {
    case 'reading': {
      const { mode, massMg, unit, decimals, stable } = observation;
      return `${mode} ${formatMass(massMg, unit, decimals)} ${unit} ${stable ? 'stable' : 'in motion'}`;
    }
    case 'tag': {
      const { epcHex, antenna, rssiDbm } = observation;
      return `tag ${epcHex} antenna ${antenna}${rssiDbm === undefined ? '' : ` ${rssiDbm} dBm`}`;
    }
    case 'fault':
      return observation.detail === '' ? observation.fault : `${observation.fault} (${observation.detail})`;
  }
}
