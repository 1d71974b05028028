// The outbox in the browser: stored with the tablet, sent by fetch, retried when the network is back.
import type { OperatorId } from '../../core/model/ids.ts';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Command } from '../../core/model/command.ts';
import { createRandomId, sendCommand } from './agentClient.ts';
import { createQueuedCommandStore, type QueuedCommand } from './queuedCommands.ts';
import { listOpenPages, holdPageLock } from './browserPages.ts';
import { Outbox } from './outbox.ts';
import { useLatestRef } from '../shared/latestRef.ts';
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
  onExpired: (expired: readonly QueuedCommand[]) => void;
}

export function useOutbox(operator: OperatorId | null, handlers: OutboxHandlers): BrowserOutbox {
  const [, redraw] = useState(0);
  const handlersRef = useLatestRef(handlers);
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
      onChange: () => redraw((count) => count + 1),
      onLateAnswer: (command, answer) => handlersRef.current.onLateAnswer(command, answer),
      onExpired: (expired) => handlersRef.current.onExpired(expired),
    });
  }, [handlersRef]);
  useEffect(() => {
    void outbox.adoptFromClosedPages();
    return () => outbox.close();
  }, [outbox]);
  // Before anybody can press what the signed-in page shows.
  useLayoutEffect(() => outbox.setOperator(operator), [outbox, operator]);
  useEffect(() => {
    const retry = (): void => outbox.retryNow();
    addEventListener('online', retry);
    return () => removeEventListener('online', retry);
  }, [outbox]);
  return {
    outbox,
    status: { own: outbox.queuedCount(), others: outbox.queuedCountOfOthers(), isPersisted: outbox.isPersisted() },
  };
}
