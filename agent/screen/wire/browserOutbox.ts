// The outbox as the page has it: kept with the tablet, sent by the browser, hurried when the network is back.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Command } from '../../core/model/command.ts';
import { createRandomId, sendCommand } from './agentClient.ts';
import { createQueuedCommandStore, type QueuedCommand } from './queuedCommands.ts';
import { listOpenPages, holdPageLock } from './browserPages.ts';
import { Outbox } from './outbox.ts';
import type { RequestResult } from '../shared/requestResult.ts';

export interface OutboxStatus {
  /** Of the person who is signed in. */
  own: number;
  /** Of people who are not: it waits for them. */
  others: number;
  /** False: the tablet cannot keep it over a reload. */
  isPersisted: boolean;
}

export interface BrowserOutbox {
  outbox: Outbox;
  status: OutboxStatus;
}

export interface OutboxHandlers {
  onLateAnswer: (command: Command, answer: RequestResult<unknown>) => void;
  onExpired: (kept: readonly QueuedCommand[]) => void;
}

export function useOutbox(operator: string | null, events: OutboxHandlers): BrowserOutbox {
  const [, draw] = useState(0);
  const newest = useRef(events);
  newest.current = events;
  const outbox = useMemo(() => {
    const page = createRandomId();
    holdPageLock(page);
    return new Outbox({
      page,
      store: createQueuedCommandStore(() => localStorage),
      send: sendCommand,
      listOpenPages,
      nowWallMs: () => Date.now(),
      schedule: (delayMs, action) => {
        const timer = setTimeout(action, delayMs);
        return () => clearTimeout(timer);
      },
      createId: createRandomId,
      onChange: () => draw((count) => count + 1),
      onLateAnswer: (command, answer) => newest.current.onLateAnswer(command, answer),
      onExpired: (kept) => newest.current.onExpired(kept),
    });
  }, []);
  useEffect(() => {
    void outbox.adoptFromClosedPages();
    return () => outbox.close();
  }, [outbox]);
  // Before anybody can press what the signed-in page shows.
  useLayoutEffect(() => outbox.setOperator(operator), [outbox, operator]);
  useEffect(() => {
    const hurry = (): void => outbox.retryNow();
    addEventListener('online', hurry);
    return () => removeEventListener('online', hurry);
  }, [outbox]);
  return {
    outbox,
    status: { own: outbox.queuedCount(), others: outbox.queuedCountOfOthers(), isPersisted: outbox.isPersisted() },
  };
}
