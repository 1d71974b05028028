// Commands from one part of the page: on their way, done, or declined with a reason that stays until the next.
import { createContext } from 'preact';
import { useCallback, useContext, useRef, useState } from 'preact/hooks';
import type { CommandBody } from '../../core/command.ts';
import type { Answer, Trouble } from './api.ts';

export type Ask = (body: CommandBody) => Promise<Answer<unknown>>;

/** The outbox's `ask`, from the top of the page. */
export const AskContext = createContext<Ask>(() =>
  Promise.resolve({ ok: false, trouble: { code: 'unreachable', message: '', params: {} } }),
);

export interface Commanding {
  /** A command of this part is on its way, and has been for so long that a person may wonder. */
  busy: boolean;
  trouble: Trouble | null;
  /** Resolves to true when done. Never drops one: what comes while another is on its way goes after it. */
  ask: (body: CommandBody) => Promise<boolean>;
  clear: () => void;
}

export function useCommand(): Commanding {
  const send = useContext(AskContext);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const under = useRef(0);

  const ask = useCallback(
    async (body: CommandBody): Promise<boolean> => {
      under.current += 1;
      setBusy(true);
      const answer = await send(body);
      under.current -= 1;
      setBusy(under.current > 0);
      setTrouble(answer.ok ? null : answer.trouble);
      return answer.ok;
    },
    [send],
  );
  return { busy, trouble, ask, clear: useCallback(() => setTrouble(null), []) };
}
