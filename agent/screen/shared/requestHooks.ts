// Something asked of the agent once and again when it may have changed: waiting, there, or why not.
import { useCallback, useEffect, useState, useRef } from 'preact/hooks';
import type { RequestError, RequestResult } from './requestResult.ts';

export interface Query<T> {
  value: T | null;
  error: RequestError | null;
  refetch: () => void;
}

/** `key`: when it changes, it is asked anew. The answer to an older question is dropped. */
export function useQuery<T>(ask: () => Promise<RequestResult<T>>, key: string): Query<T> {
  const [value, setValue] = useState<T | null>(null);
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let wanted = true;
    void ask().then((answer) => {
      if (!wanted) return;
      setTrouble(answer.ok ? null : answer.error);
      if (answer.ok) setValue(answer.value);
    });
    return () => {
      wanted = false;
    };
    // `ask` is made anew with every drawing; `key` says when it is another question.
  }, [key, round]);
  return { value, error: trouble, refetch: useCallback(() => setRound((count) => count + 1), []) };
}

export interface PolledQuery<T> {
  /** The newest that came; stays when the next does not come. */
  value: T | null;
  /** Why the last one did not come. */
  error: RequestError | null;
  /** Asks at once. */
  refetch: () => void;
}

export function usePolledQuery<T>(ask: () => Promise<RequestResult<T>>, everyMs: number): PolledQuery<T> {
  const [value, setValue] = useState<T | null>(null);
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  const hurry = useRef<() => void>(() => undefined);
  useEffect(() => {
    let shown = true;
    let asking = false;
    let again = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = (): void => {
      clearTimeout(timer);
      if (!shown || document.hidden) return;
      // What is on its way was asked before what the person just did: ask once more when it is back.
      if (asking) {
        again = true;
        return;
      }
      asking = true;
      void ask().then((answer) => {
        asking = false;
        if (!shown) return;
        setTrouble(answer.ok ? null : answer.error);
        if (answer.ok) setValue(answer.value);
        clearTimeout(timer);
        timer = setTimeout(next, again ? 0 : everyMs);
        again = false;
      });
    };
    hurry.current = next;
    document.addEventListener('visibilitychange', next);
    next();
    return () => {
      shown = false;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', next);
    };
    // `ask` asks the same each time.
  }, [everyMs]);
  return { value, error: trouble, refetch: useCallback(() => hurry.current(), []) };
}

export interface Mutation {
  busy: boolean;
  error: RequestError | null;
  /** One call; null while another is on its way. Its trouble stays until the next. */
  run: <T>(call: () => Promise<RequestResult<T>>) => Promise<RequestResult<T> | null>;
  clearError: () => void;
}

/** A call that is made once and not kept: whoever asked is told whether it was done. */
export function useMutation(): Mutation {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  const under = useRef(false);
  const run = useCallback(async <T>(call: () => Promise<RequestResult<T>>): Promise<RequestResult<T> | null> => {
    if (under.current) return null;
    under.current = true;
    setBusy(true);
    setTrouble(null);
    const answer = await call();
    under.current = false;
    setBusy(false);
    if (!answer.ok) setTrouble(answer.error);
    return answer;
  }, []);
  return { busy, error: trouble, run, clearError: useCallback(() => setTrouble(null), []) };
}
