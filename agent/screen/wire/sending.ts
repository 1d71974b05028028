// The outbox as the page has it: kept with the tablet, sent by the browser, hurried when the network is back.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Command } from '../../core/command.ts';
import { newId, sendCommand, type Answer } from './api.ts';
import { storeOn, type Kept } from './keptCommands.ts';
import { openPages, stayOpen } from './openPages.ts';
import { Outbox } from './outbox.ts';

export interface Waiting {
  /** Of the person who is signed in. */
  own: number;
  /** Of people who are not: it waits for them. */
  others: number;
  /** False: the tablet cannot keep it over a reload. */
  safe: boolean;
}

export interface Sending {
  outbox: Outbox;
  waiting: Waiting;
}

export interface SendingEvents {
  late: (command: Command, answer: Answer<unknown>) => void;
  expired: (kept: readonly Kept[]) => void;
}

export function useOutbox(operator: string | null, events: SendingEvents): Sending {
  const [, draw] = useState(0);
  const newest = useRef(events);
  newest.current = events;
  const outbox = useMemo(() => {
    const page = newId();
    stayOpen(page);
    return new Outbox({
      page,
      store: storeOn(() => localStorage),
      send: sendCommand,
      openPages,
      nowWallMs: () => Date.now(),
      after: (delayMs, action) => {
        const timer = setTimeout(action, delayMs);
        return () => clearTimeout(timer);
      },
      newId,
      changed: () => draw((count) => count + 1),
      late: (command, answer) => newest.current.late(command, answer),
      expired: (kept) => newest.current.expired(kept),
    });
  }, []);
  useEffect(() => {
    void outbox.lookAround();
    return () => outbox.close();
  }, [outbox]);
  // Before anybody can press what the signed-in page shows.
  useLayoutEffect(() => outbox.setOperator(operator), [outbox, operator]);
  useEffect(() => {
    const hurry = (): void => outbox.hurry();
    addEventListener('online', hurry);
    return () => removeEventListener('online', hurry);
  }, [outbox]);
  return { outbox, waiting: { own: outbox.waiting(), others: outbox.waitingForOthers(), safe: outbox.safe() } };
}
