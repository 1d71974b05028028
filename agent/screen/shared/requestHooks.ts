// Hooks for calls to the agent: a query that is repeated when its key changes, a query that is polled, and a mutation.
import { useCallback, useEffect, useState, useRef } from 'preact/hooks';
import { useLatestRef } from './latestRef.ts';
import type { RequestError, RequestResult } from './requestResult.ts';

export interface Query<T> {
  value: T | null;
  error: RequestError | null;
  refetch: () => void;
}

/**
 * Asks once, and again whenever `key` changes: `request` may be another function at each rendering, `key` says when it
 * is another question. The answer to an older question is dropped.
 */
export function useQuery<T>(request: () => Promise<RequestResult<T>>, key: string): Query<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<RequestError | null>(null);
  const [round, setRound] = useState(0);
  const requestRef = useLatestRef(request);
  useEffect(() => {
    let isCurrent = true;
    void requestRef.current().then((answer) => {
      if (!isCurrent) return;
      setError(answer.ok ? null : answer.error);
      if (answer.ok) setValue(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [requestRef, key, round]);
  return { value, error, refetch: useCallback(() => setRound((count) => count + 1), []) };
}

export interface PolledQuery<T> {
  /** The newest that came; stays when the next does not come. */
  value: T | null;
  /** Why the last one did not come. */
  error: RequestError | null;
  /** Asks at once. */
  refetch: () => void;
}

/** Asks at once and every `intervalMs` while the page is visible, always by the newest `request`. */
export function usePolledQuery<T>(request: () => Promise<RequestResult<T>>, intervalMs: number): PolledQuery<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<RequestError | null>(null);
  const requestRef = useLatestRef(request);
  const requestNowRef = useRef<() => void>(() => undefined);
  useEffect(() => {
    let isMounted = true;
    let isRequesting = false;
    let mustRepeat = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const requestNow = (): void => {
      clearTimeout(timer);
      if (!isMounted || document.hidden) return;
      // The request on its way was made before what the person just did: one more follows it.
      if (isRequesting) {
        mustRepeat = true;
        return;
      }
      isRequesting = true;
      void requestRef.current().then((answer) => {
        isRequesting = false;
        if (!isMounted) return;
        setError(answer.ok ? null : answer.error);
        if (answer.ok) setValue(answer.value);
        clearTimeout(timer);
        timer = setTimeout(requestNow, mustRepeat ? 0 : intervalMs);
        mustRepeat = false;
      });
    };
    requestNowRef.current = requestNow;
    document.addEventListener('visibilitychange', requestNow);
    requestNow();
    return () => {
      isMounted = false;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', requestNow);
    };
  }, [requestRef, intervalMs]);
  return { value, error, refetch: useCallback(() => requestNowRef.current(), []) };
}

export interface Mutation {
  busy: boolean;
  error: RequestError | null;
  /** One call; null while another is on its way. Its error stays until the next. */
  run: <T>(call: () => Promise<RequestResult<T>>) => Promise<RequestResult<T> | null>;
  clearError: () => void;
}

/** One call at a time whose answer is not stored; the caller learns whether it was done. */
export function useMutation(): Mutation {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<RequestError | null>(null);
  const isRunningRef = useRef(false);
  const run = useCallback(async <T>(call: () => Promise<RequestResult<T>>): Promise<RequestResult<T> | null> => {
    if (isRunningRef.current) return null;
    isRunningRef.current = true;
    setBusy(true);
    setError(null);
    const answer = await call();
    isRunningRef.current = false;
    setBusy(false);
    if (!answer.ok) setError(answer.error);
    return answer;
  }, []);
  return { busy, error, run, clearError: useCallback(() => setError(null), []) };
}
