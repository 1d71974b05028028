// What the page shows, kept up to date: the agent's state as last heard, how long ago that was, and who is signed in. With the
// agent gone the last state is shown from the tablet's own memory, marked as old.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { StateView } from '../../core/shown/view.ts';
import { keep, readKept } from '../shared/storage.ts';
import { lock, signOut, whoAmI, type Who } from './api.ts';
import { listen } from './feed.ts';

export interface Live {
  /** Null until first heard. */
  state: StateView | null;
  /** Whole seconds since anything was heard. */
  ageSeconds: number;
  who: Who | null;
  /** The session was locked, not ended: the badge alone brings it back within a shift. */
  locked: boolean;
  signedIn: (who: Who) => void;
  lock: () => void;
  leave: () => void;
}

/** The agent speaks at least every 5 s: after two silences what is shown is called old. */
export const OLD_AFTER_SECONDS = 12;

const KEPT_UNDER = 'hakari-public-state';

export function useLive(heardAgain: () => void): Live {
  const kept = useRef(keptState());
  const [state, setState] = useState<StateView | null>(kept.current?.state ?? null);
  const [who, setWho] = useState<Who | null>(null);
  const [locked, setLocked] = useState(false);
  const [ageSeconds, setAge] = useState(0);
  const heardMs = useRef(performance.now() - (kept.current?.ageMs ?? 0));
  // A new session needs a new feed: the old one was opened without its cookie.
  const [session, setSession] = useState(0);
  const heardAgainNow = useRef(heardAgain);
  heardAgainNow.current = heardAgain;

  useEffect(() => {
    const ticking = setInterval(() => setAge(Math.floor((performance.now() - heardMs.current) / 1000)), 1000);
    return () => clearInterval(ticking);
  }, []);

  useEffect(() => {
    void whoAmI().then((answer) => {
      if (answer.ok) setWho(answer.value);
      else if (answer.trouble.code !== 'unreachable') setWho(null);
    });
    return listen({
      state: (next) => {
        setState(next);
        keepState(next);
      },
      station: (station) => setState((old) => old && { ...old, stations: old.stations.map((one) => (one.station === station.station ? station : one)) }),
      lot: (lot) => setState((old) => old && { ...old, lots: old.lots.some((one) => one.lot === lot.lot) ? old.lots.map((one) => (one.lot === lot.lot ? lot : one)) : [...old.lots, lot] }),
      heard: () => {
        if (performance.now() - heardMs.current > OLD_AFTER_SECONDS * 1000) heardAgainNow.current();
        heardMs.current = performance.now();
        setAge(0);
      },
      session: (signedIn) => {
        if (signedIn) return;
        setWho((person) => {
          if (person !== null) setLocked(true);
          return null;
        });
      },
    });
  }, [session]);

  const signedIn = useCallback((person: Who) => {
    setWho(person);
    setLocked(false);
    setSession((count) => count + 1);
  }, []);
  const end = useCallback((how: () => Promise<unknown>, toLocked: boolean) => {
    void how().then(() => {
      setWho(null);
      setLocked(toLocked);
      setSession((count) => count + 1);
    });
  }, []);
  return { state, ageSeconds, who, locked, signedIn, lock: useCallback(() => end(lock, true), [end]), leave: useCallback(() => end(signOut, false), [end]) };
}

/** Only what anybody may see is kept: a tablet can be carried away, and stock is a secret. */
function keepState(state: StateView): void {
  const bare = {
    ...state,
    stations: state.stations.map((station) => ({ ...station, job: null, load: null, tags: [], intent: null, visit: null, guidance: { key: station.guidance.key, params: {} } })),
    orders: [], lots: [], releases: [], stocktakes: [], deposits: [], cases: [], areas: [], gates: [],
    ledger: { epoch: '', entries: 0, headHash: '', acknowledged: 0 },
    link: { ...state.link, trouble: '', acknowledgedSeq: 0, waiting: 0 },
    alarms: [],
  };
  keep(KEPT_UNDER, JSON.stringify({ state: bare, wallMs: Date.now() }));
}

function keptState(): { state: StateView; ageMs: number } | null {
  try {
    const kept = JSON.parse(readKept(KEPT_UNDER) ?? 'null') as { state: StateView; wallMs: number } | null;
    return kept && Array.isArray(kept.state.stations) ? { state: kept.state, ageMs: Math.max(0, Date.now() - kept.wallMs) } : null;
  } catch {
    return null;
  }
}
