// Something asked of the agent once and again when it may have changed: waiting, there, or why not.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Answer, Trouble } from '../wire/api.ts';

export interface Loaded<T> {
  value: T | null;
  trouble: Trouble | null;
  reload: () => void;
}

/** `key`: when it changes, it is asked anew. The answer to an older question is dropped. */
export function useLoaded<T>(ask: () => Promise<Answer<T>>, key: string): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let wanted = true;
    void ask().then((answer) => {
      if (!wanted) return;
      setTrouble(answer.ok ? null : answer.trouble);
      if (answer.ok) setValue(answer.value);
    });
    return () => {
      wanted = false;
    };
    // `ask` is made anew with every drawing; `key` says when it is another question.
  }, [key, round]);
  return { value, trouble, reload: useCallback(() => setRound((count) => count + 1), []) };
}
