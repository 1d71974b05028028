// One command at a time from one part of the page: on its way, done, or declined with a reason that stays until the next.
import { useCallback, useState } from 'preact/hooks';
import type { Command, CommandBody } from '../../core/command.ts';
import { send, withId, type Trouble } from './api.ts';

export interface Commanding {
  busy: boolean;
  trouble: Trouble | null;
  /** Resolves to true when done. Does nothing while another is on its way. */
  ask: (body: CommandBody) => Promise<boolean>;
  /** The same command with the same id, where the outcome of the first sending is not known. */
  again: (() => void) | null;
}

export function useCommand(): Commanding {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [last, setLast] = useState<Command | null>(null);

  const deliver = useCallback(async (command: Command): Promise<boolean> => {
    setBusy(true);
    const answer = await send(command);
    setBusy(false);
    setTrouble(answer.ok ? null : answer.trouble);
    setLast(answer.ok ? null : command);
    return answer.ok;
  }, []);

  const unknown = trouble !== null && (trouble.code === 'unreachable' || trouble.code === 'not-recorded');
  return {
    busy,
    trouble,
    ask: (body) => (busy ? Promise.resolve(false) : deliver(withId(body))),
    again: unknown && last !== null && !busy ? () => void deliver(last) : null,
  };
}
