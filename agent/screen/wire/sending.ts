// The outbox as the page has it: kept with the tablet, sent by the browser, hurried when the network is back.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Command } from '../../core/command.ts';
import { newId, sendCommand, type Answer } from './api.ts';
import { Outbox } from './outbox.ts';

const KEPT_UNDER = 'hakari-outbox';

export interface Sending {
  outbox: Outbox;
  /** Of the person who is signed in. */
  waiting: number;
}

export function useOutbox(operator: string | null, late: (command: Command, answer: Answer<unknown>) => void): Sending {
  const [, draw] = useState(0);
  const outbox = useMemo(
    () =>
      new Outbox({
        send: sendCommand,
        read: () => localStorage.getItem(KEPT_UNDER),
        write: (text) => localStorage.setItem(KEPT_UNDER, text),
        nowWallMs: () => Date.now(),
        after: (delayMs, action) => {
          const timer = setTimeout(action, delayMs);
          return () => clearTimeout(timer);
        },
        newId,
        changed: () => draw((count) => count + 1),
        late,
      }),
    [],
  );
  useEffect(() => outbox.setOperator(operator), [outbox, operator]);
  useEffect(() => {
    const hurry = (): void => outbox.hurry();
    addEventListener('online', hurry);
    return () => removeEventListener('online', hurry);
  }, [outbox]);
  return { outbox, waiting: outbox.waiting() };
}
