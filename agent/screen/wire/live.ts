// What the page shows, kept up to date: the agent's state as last heard, how long ago that was, and who is signed in.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { StateView } from '../../core/shown/view.ts';
import { listen, signOut, whoAmI, type Who } from './api.ts';

export interface Live {
  /** Null until first heard. */
  state: StateView | null;
  /** Whole seconds since anything was heard. */
  ageSeconds: number;
  who: Who | null;
  signedIn: (who: Who) => void;
  leave: () => void;
}

/** The agent speaks at least every 5 s: after two silences what is shown is called old. */
export const OLD_AFTER_SECONDS = 12;

export function useLive(): Live {
  const [state, setState] = useState<StateView | null>(null);
  const [who, setWho] = useState<Who | null>(null);
  const [ageSeconds, setAge] = useState(0);
  const heardMs = useRef(performance.now());
  // A new session needs a new feed: the old one was opened without its cookie.
  const [session, setSession] = useState(0);

  useEffect(() => {
    const ticking = setInterval(() => setAge(Math.floor((performance.now() - heardMs.current) / 1000)), 1000);
    return () => clearInterval(ticking);
  }, []);

  useEffect(() => {
    void whoAmI().then((answer) => setWho(answer.ok ? answer.value : null));
    return listen({
      state: setState,
      station: (station) => setState((old) => old && { ...old, stations: old.stations.map((one) => (one.station === station.station ? station : one)) }),
      lot: (lot) => setState((old) => old && { ...old, lots: old.lots.some((one) => one.lot === lot.lot) ? old.lots.map((one) => (one.lot === lot.lot ? lot : one)) : [...old.lots, lot] }),
      heard: () => {
        heardMs.current = performance.now();
        setAge(0);
      },
      session: (signedIn) => {
        if (!signedIn) setWho(null);
      },
    });
  }, [session]);

  const signedIn = useCallback((person: Who) => {
    setWho(person);
    setSession((count) => count + 1);
  }, []);
  const leave = useCallback(() => {
    void signOut().then(() => {
      setWho(null);
      setSession((count) => count + 1);
    });
  }, []);
  return { state, ageSeconds, who, signedIn, leave };
}
