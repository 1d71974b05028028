// What the page shows, kept up to date: the agent's state as last heard, how long ago that was, and who is signed in.
// With the agent gone the last state is shown from the tablet's own memory, marked as old.
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StateView } from '../../core/views/stateView.ts';
import { lockSession, signOut, readCurrentOperator, type CurrentOperator } from './agentClient.ts';
import { subscribeToFeed, type FeedHandlers } from './feedSubscription.ts';
import { StateCoalescer } from './stateCoalescer.ts';
import { openSessionChannel, type SessionChannel } from './browserPages.ts';
import { cachePublicState, readCachedPublicState } from './publicStateCache.ts';

export interface AgentConnection {
  /** Null until first heard. */
  state: StateView | null;
  /** Whole seconds since anything was heard; 0 as long as what is shown is fresh. */
  staleSeconds: number;
  currentOperator: CurrentOperator | null;
  /** The session was locked, not ended: the badge alone brings it back within a shift. */
  locked: boolean;
  onSignedIn: (who: CurrentOperator) => void;
  lockSession: () => void;
  endSession: () => void;
}

/** The agent speaks at least every 5 s: after two silences what is shown is called old. */
const OLD_AFTER_SECONDS = 12;
/** A page that is loaded shows what the tablet remembers; so long it may take until the agent is heard. */
const FIRST_WORD_MS = 2000;
/** A tablet's memory wears. */
const REMEMBER_EVERY_MS = 10_000;

export function useAgentConnection(heardAgain: () => void): AgentConnection {
  const session = useSession();
  const heard = useFeed(session, heardAgain);
  const { who, locked, signedIn, lock: lockNow, leave } = session;
  return { ...heard, currentOperator: who, locked, onSignedIn: signedIn, lockSession: lockNow, endSession: leave };
}

interface Session {
  who: CurrentOperator | null;
  locked: boolean;
  /** Counts sessions: a new one needs a new feed, for the old one was opened without its cookie. */
  round: number;
  signedIn: (who: CurrentOperator) => void;
  lock: () => void;
  leave: () => void;
  /** What the agent thinks of this page's session. */
  told: (signedIn: boolean) => void;
}

function useSession(): Session {
  const [who, setWho] = useState<CurrentOperator | null>(null);
  const [locked, setLocked] = useState(false);
  const [round, setRound] = useState(0);
  const current = useRef<CurrentOperator | null>(null);
  const word = useRef<SessionChannel | null>(null);
  const put = useCallback((person: CurrentOperator | null, isLocked: boolean) => {
    current.current = person;
    setWho(person);
    setLocked(isLocked);
  }, []);
  const ask = useCallback(async () => {
    const answer = await readCurrentOperator();
    if (answer.ok) put(answer.value, false);
    else if (answer.error.code !== 'unreachable' && current.current !== null) put(null, true);
  }, [put]);
  useEffect(() => void ask(), [round]);
  const changed = useCallback(() => {
    setRound((count) => count + 1);
    word.current?.notify();
  }, []);
  useEffect(() => {
    // Another page of this browser signed in or out: this one has the same cookie.
    word.current = openSessionChannel(() => setRound((count) => count + 1));
    return () => word.current?.close();
  }, []);
  const end = (how: () => Promise<unknown>, isLocked: boolean): void => {
    void how().then(() => {
      put(null, isLocked);
      changed();
    });
  };
  return {
    who,
    locked,
    round,
    signedIn: useCallback(
      (person: CurrentOperator) => {
        put(person, false);
        changed();
      },
      [put, changed],
    ),
    lock: useCallback(() => end(lockSession, true), []),
    leave: useCallback(() => end(signOut, false), []),
    told: useCallback(
      (signedIn: boolean) => {
        if (!signedIn && current.current !== null) put(null, true);
        // The agent was gone when this page was loaded, and knows the person after all.
        if (signedIn && current.current === null) void ask();
      },
      [put, ask],
    ),
  };
}

function useFeed({ round, told }: Session, heardAgain: () => void): Pick<AgentConnection, 'state' | 'staleSeconds'> {
  const kept = useMemo(readCachedPublicState, []);
  const [state, setState] = useState<StateView | null>(kept?.state ?? null);
  const [ageSeconds, setAge] = useState(0);
  const heardMs = useRef(performance.now() - (kept?.ageMs ?? 0));
  const again = useRef(heardAgain);
  again.current = heardAgain;
  const heardAny = useRef(false);
  useEffect(() => {
    const openedMs = performance.now();
    const ticking = setInterval(() => {
      const nowMs = performance.now();
      const seconds = Math.max(1, Math.floor((nowMs - heardMs.current) / 1000));
      const old = seconds >= OLD_AFTER_SECONDS || (!heardAny.current && nowMs - openedMs > FIRST_WORD_MS);
      // While it is fresh the number does not change, and nothing is drawn for it.
      setAge(old ? seconds : 0);
    }, 1000);
    return () => clearInterval(ticking);
  }, []);
  useEffect(() => {
    const newest = new StateCoalescer(null, { nextFrame: (action) => requestAnimationFrame(action), draw: setState });
    let rememberedMs = -Infinity;
    const events: FeedHandlers = {
      onState: (next) => {
        newest.replaceState(next);
        if (performance.now() - rememberedMs < REMEMBER_EVERY_MS) return;
        rememberedMs = performance.now();
        cachePublicState(next);
      },
      onStation: (station) => newest.replaceStation(station),
      onLot: (lot) => newest.replaceLot(lot),
      onOpen: () => again.current(),
      onMessage: () => {
        heardAny.current = true;
        heardMs.current = performance.now();
        setAge(0);
      },
      onSession: told,
    };
    return subscribeToFeed(events);
  }, [round]);
  return { state, staleSeconds: ageSeconds };
}
