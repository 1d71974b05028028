// The page's connection to the agent: the last state received, its age, and who is signed in. With the agent gone the
// tablet's cached public state is shown, marked as stale.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { StateView } from '../../core/views/stateView.ts';
import { lockSession, signOut, readCurrentOperator, type CurrentOperator } from './agentClient.ts';
import { useLatestRef } from '../shared/latestRef.ts';
import { subscribeToFeed, type FeedHandlers } from './feedSubscription.ts';
import { StateCoalescer } from './stateCoalescer.ts';
import { openSessionChannel, type SessionChannel } from './browserPages.ts';
import { cachePublicState, readCachedPublicState } from './publicStateCache.ts';

export interface AgentConnection {
  /** Null until first received. */
  state: StateView | null;
  /** Whole seconds since anything was received; 0 as long as what is shown is fresh. */
  staleSeconds: number;
  currentOperator: CurrentOperator | null;
  /** The session was locked, not ended: the badge alone brings it back within a shift. */
  locked: boolean;
  onSignedIn: (currentOperator: CurrentOperator) => void;
  lockSession: () => void;
  endSession: () => void;
}

/** The agent sends at least every 5 s: after two missed messages the state is called stale. */
const STALE_AFTER_SECONDS = 12;
/** A page just loaded shows a recent cached state as fresh for this long at most, until the first message. */
const FIRST_MESSAGE_TIMEOUT_MS = 2000;
/** A tablet's flash memory wears: the state is cached no more often. */
const CACHE_INTERVAL_MS = 10_000;

/** What the page does when the agent is there again, and with what comes while a session ends. */
export interface ConnectionEvents {
  onReconnect: () => void;
  /** The session ends now; resolves when the page shows that nobody is signed in. */
  onSessionEnding: (ended: Promise<void>) => void;
}

export function useAgentConnection({ onReconnect, onSessionEnding }: ConnectionEvents): AgentConnection {
  const session = useSession(onSessionEnding);
  const feed = useFeed(session, onReconnect);
  const { currentOperator, locked, signedIn, lock: lockNow, leave } = session;
  return { ...feed, currentOperator, locked, onSignedIn: signedIn, lockSession: lockNow, endSession: leave };
}

interface Session {
  currentOperator: CurrentOperator | null;
  locked: boolean;
  /** Counts sessions: a new one needs a new feed, for the old one was opened without its cookie. */
  round: number;
  signedIn: (currentOperator: CurrentOperator) => void;
  lock: () => void;
  leave: () => void;
  /** Called with whether the agent knows this page's session as signed in. */
  onSessionMessage: (signedIn: boolean) => void;
}

function useSession(onSessionEnding: ConnectionEvents['onSessionEnding']): Session {
  const onSessionEndingRef = useLatestRef(onSessionEnding);
  const [currentOperator, setCurrentOperator] = useState<CurrentOperator | null>(null);
  const [locked, setLocked] = useState(false);
  const [round, setRound] = useState(0);
  const operatorRef = useRef<CurrentOperator | null>(null);
  const channelRef = useRef<SessionChannel | null>(null);
  const setSession = useCallback((person: CurrentOperator | null, isLocked: boolean) => {
    operatorRef.current = person;
    setCurrentOperator(person);
    setLocked(isLocked);
  }, []);
  const refreshSession = useCallback(async () => {
    const answer = await readCurrentOperator();
    if (answer.ok) setSession(answer.value, false);
    else if (answer.error.code !== 'unreachable' && operatorRef.current !== null) setSession(null, true);
  }, [setSession]);
  useEffect(() => void refreshSession(), [refreshSession, round]);
  const announceChange = useCallback(() => {
    setRound((count) => count + 1);
    channelRef.current?.notify();
  }, []);
  useEffect(() => {
    // Another page of this browser signed in or out: this one has the same cookie.
    channelRef.current = openSessionChannel(() => setRound((count) => count + 1));
    return () => channelRef.current?.close();
  }, []);
  const endSession = useCallback(
    (request: () => Promise<unknown>, isLocked: boolean): void => {
      const ended = request().then(() => {
        setSession(null, isLocked);
        announceChange();
        return pageDrawn();
      });
      onSessionEndingRef.current(ended);
    },
    [setSession, announceChange, onSessionEndingRef],
  );
  return {
    currentOperator,
    locked,
    round,
    signedIn: useCallback(
      (person: CurrentOperator) => {
        setSession(person, false);
        announceChange();
      },
      [setSession, announceChange],
    ),
    lock: useCallback(() => endSession(lockSession, true), [endSession]),
    leave: useCallback(() => endSession(signOut, false), [endSession]),
    onSessionMessage: useCallback(
      (signedIn: boolean) => {
        if (!signedIn && operatorRef.current !== null) setSession(null, true);
        // The agent was gone when this page was loaded, and its session still exists.
        if (signedIn && operatorRef.current === null) void refreshSession();
      },
      [setSession, refreshSession],
    ),
  };
}

/** Changes of state are drawn in microtasks: a task later their handlers are in place. */
const pageDrawn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function useFeed(
  { round, onSessionMessage }: Session,
  onReconnect: () => void,
): Pick<AgentConnection, 'state' | 'staleSeconds'> {
  const [cached] = useState(readCachedPublicState);
  const [state, setState] = useState<StateView | null>(cached?.state ?? null);
  const [ageSeconds, setAge] = useState(0);
  const [cachedMs] = useState(() => performance.now() - (cached?.ageMs ?? 0));
  const lastMessageMsRef = useRef(cachedMs);
  const onReconnectRef = useLatestRef(onReconnect);
  const hasMessageRef = useRef(false);
  useEffect(() => {
    const openedMs = performance.now();
    const timer = setInterval(() => {
      const nowMs = performance.now();
      const seconds = Math.max(1, Math.floor((nowMs - lastMessageMsRef.current) / 1000));
      const isStale =
        seconds >= STALE_AFTER_SECONDS || (!hasMessageRef.current && nowMs - openedMs > FIRST_MESSAGE_TIMEOUT_MS);
      // While it is fresh the number does not change, and nothing is drawn for it.
      setAge(isStale ? seconds : 0);
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    const coalescer = new StateCoalescer(null, {
      nextFrame: (action) => requestAnimationFrame(action),
      draw: setState,
    });
    let savedMs = -Infinity;
    const handlers: FeedHandlers = {
      onState: (next) => {
        coalescer.replaceState(next);
        if (performance.now() - savedMs < CACHE_INTERVAL_MS) return;
        savedMs = performance.now();
        cachePublicState(next);
      },
      onStation: (station) => coalescer.replaceStation(station),
      onLot: (lot) => coalescer.replaceLot(lot),
      onOpen: () => onReconnectRef.current(),
      onMessage: () => {
        hasMessageRef.current = true;
        lastMessageMsRef.current = performance.now();
        setAge(0);
      },
      onSession: onSessionMessage,
    };
    return subscribeToFeed(handlers);
  }, [round, onSessionMessage, onReconnectRef]);
  return { state, staleSeconds: ageSeconds };
}
