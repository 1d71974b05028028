// Commands from one part of the page: whether one is on its way, and why the last was refused.
import { createContext } from 'preact';
import { useCallback, useContext, useRef, useState } from 'preact/hooks';
import type { CommandBody } from '../../core/model/command.ts';
import type { RequestError, RequestResult } from '../shared/requestResult.ts';

export type EnqueueCommand = (body: CommandBody) => Promise<RequestResult<unknown>>;

/** `Outbox.enqueue` of the page. */
export const EnqueueCommandContext = createContext<EnqueueCommand>(() =>
  Promise.resolve({ ok: false, error: { code: 'unreachable', message: '', params: {} } }),
);

export interface CommandSender {
  /** A command of this part is on its way, and has been for so long that a person may wonder. */
  busy: boolean;
  error: RequestError | null;
  /** Resolves to true when done. Never drops one: what comes while another is on its way goes after it. */
  send: (body: CommandBody) => Promise<boolean>;
  clearError: () => void;
}

export function useCommandSender(): CommandSender {
  const enqueueCommand = useContext(EnqueueCommandContext);
  const [error, setError] = useState<RequestError | null>(null);
  const [busy, setBusy] = useState(false);
  const pendingCountRef = useRef(0);

  const send = useCallback(
    async (body: CommandBody): Promise<boolean> => {
      pendingCountRef.current += 1;
      setBusy(true);
      const answer = await enqueueCommand(body);
      pendingCountRef.current -= 1;
      setBusy(pendingCountRef.current > 0);
      setError(answer.ok ? null : answer.error);
      return answer.ok;
    },
    [enqueueCommand],
  );
  return { busy, error, send, clearError: useCallback(() => setError(null), []) };
}
