// The last state as the tablet remembers it over a reload with the agent gone. Only what anybody may see: a tablet can
// be carried away, and stock is a secret.
import type { StateView } from '../../core/views/stateView.ts';
import { storeText, readStoredText } from '../shared/browserStorage.ts';

const KEPT_UNDER = 'hakari-public-state';

export interface CachedPublicState {
  state: StateView;
  ageMs: number;
}

export function cachePublicState(state: StateView): void {
  const bare: StateView = {
    ...state,
    stations: state.stations.map((station) => ({
      ...station,
      job: null,
      load: null,
      tags: [],
      intent: null,
      visit: null,
      guidance: { key: station.guidance.key, params: {} },
    })),
    orders: [],
    lots: [],
    releases: [],
    stocktakes: [],
    deposits: [],
    quarantined: [],
    cases: [],
    areas: [],
    gates: [],
    ledger: { epoch: '', entries: 0, headHash: '', acknowledged: 0 },
    link: { ...state.link, trouble: '', acknowledgedSeq: 0, waiting: 0, lastAcknowledgedWallMs: null, ignored: 0 },
    alarms: [],
  };
  storeText(KEPT_UNDER, JSON.stringify({ state: bare, wallMs: Date.now() }));
}

export function readCachedPublicState(): CachedPublicState | null {
  try {
    const kept = JSON.parse(readStoredText(KEPT_UNDER) ?? 'null') as { state: StateView; wallMs: number } | null;
    return kept && Array.isArray(kept.state.stations)
      ? { state: kept.state, ageMs: Math.max(0, Date.now() - kept.wallMs) }
      : null;
  } catch {
    return null;
  }
}
