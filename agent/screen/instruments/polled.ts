// Something asked of the agent again and again while it is looked at: never while the page is hidden, never twice at
// once.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Trouble } from '../wire/api.ts';

export interface Polled<T> {
  /** The newest that came; stays when the next does not come. */
  value: T | null;
  /** Why the last one did not come. */
  trouble: Trouble | null;
  /** Asks at once. */
  refresh: () => void;
}

export function usePolled<T>(ask: () => Promise<Answer<T>>, everyMs: number): Polled<T> {
  const [value, setValue] = useState<T | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
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
        setTrouble(answer.ok ? null : answer.trouble);
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
  return { value, trouble, refresh: useCallback(() => hurry.current(), []) };
}

export interface Calling {
  busy: boolean;
  trouble: Trouble | null;
  /** One call; null while another is on its way. Its trouble stays until the next. */
  run: <T>(call: () => Promise<Answer<T>>) => Promise<Answer<T> | null>;
  clear: () => void;
}

/** A call that is made once and not kept: whoever asked is told whether it was done. */
export function useCalling(): Calling {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const under = useRef(false);
  const run = useCallback(async <T>(call: () => Promise<Answer<T>>): Promise<Answer<T> | null> => {
    if (under.current) return null;
    under.current = true;
    setBusy(true);
    setTrouble(null);
    const answer = await call();
    under.current = false;
    setBusy(false);
    if (!answer.ok) setTrouble(answer.trouble);
    return answer;
  }, []);
  return { busy, trouble, run, clear: useCallback(() => setTrouble(null), []) };
}
