// The photo queue as the page's parts see it, and as the browser runs it: retried when the network is back, with a
// warning before the page is closed while a photograph waits.
import type { OperatorId } from '../../core/model/ids.ts';
import { createContext } from 'preact';
import { useContext, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { useLatestRef } from '../shared/latestRef.ts';
import { createRandomId, sendPhoto } from './agentClient.ts';
import { EnqueueCommandContext } from './commandSender.ts';
import { PhotoQueue } from './photoQueue.ts';

interface PhotoQueueHolder {
  queue: PhotoQueue;
  /** Grows with every change of the queue, so that whoever uses the context is drawn anew. */
  changeCount: number;
}

/** Null only outside of the page. */
export const PhotoQueueContext = createContext<PhotoQueueHolder | null>(null);

/** The queue of this page; `operator` is who is signed in, null: nobody. */
export function usePhotoQueue(operator: OperatorId | null): PhotoQueueHolder {
  const [changeCount, setChangeCount] = useState(0);
  const enqueueRef = useLatestRef(useContext(EnqueueCommandContext));
  const [queue] = useState(
    () =>
      new PhotoQueue({
        upload: sendPhoto,
        attach: (finding, photo) => enqueueRef.current({ kind: 'attach-photo', finding, photo }),
        schedule: (delayMs, action) => {
          const timer = setTimeout(action, delayMs);
          return () => clearTimeout(timer);
        },
        createId: createRandomId,
        onChange: () => setChangeCount((count) => count + 1),
      }),
  );
  useLayoutEffect(() => queue.setOperator(operator), [queue, operator]);
  useEffect(() => {
    const retry = (): void => queue.retryNow();
    const warnBeforeUnload = (event: BeforeUnloadEvent): void => {
      if (!queue.isEmpty) event.preventDefault();
    };
    addEventListener('online', retry);
    addEventListener('beforeunload', warnBeforeUnload);
    return () => {
      removeEventListener('online', retry);
      removeEventListener('beforeunload', warnBeforeUnload);
    };
  }, [queue]);
  return useMemo(() => ({ queue, changeCount }), [queue, changeCount]);
}
