// The last state, stored with the tablet for a reload while the agent is gone. Only what anybody may see: a tablet can
// be carried away, and stock is a secret.
import type { StateView } from '../../core/views/stateView.ts';
import { storeText, readStoredText } from '../shared/browserStorage.ts';

const STORAGE_KEY = 'hakari-public-state';

export interface CachedPublicState {
  state: StateView;
  ageMs: number;
}

export function cachePublicState(state: StateView): void {
  const publicState: StateView = {
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
    requests: [],
    cases: [],
    areas: [],
    gates: [],
    ledger: { epoch: '', entries: 0, headHash: '', acknowledged: 0 },
    link: { ...state.link, trouble: '', acknowledgedSeq: 0, waiting: 0, lastAcknowledgedWallMs: null, ignored: 0 },
    date: { wallMs: 0, doubt: null, askedBy: null },
    alarms: [],
  };
  storeText(STORAGE_KEY, JSON.stringify({ state: publicState, wallMs: Date.now() }));
}

export function readCachedPublicState(): CachedPublicState | null {
  try {
    const cached = JSON.parse(readStoredText(STORAGE_KEY) ?? 'null') as { state: StateView; wallMs: number } | null;
    return cached && Array.isArray(cached.state.stations)
      ? { state: cached.state, ageMs: Math.max(0, Date.now() - cached.wallMs) }
      : null;
  } catch {
    return null;
  }
}
