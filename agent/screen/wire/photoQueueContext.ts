// The tray of photographs as the page's parts see it, and as the browser runs it: hurried when the network is back, and
// asked about before the page is closed with one still in it.
import { createContext } from 'preact';
import { useContext, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { createRandomId, sendPhoto } from './agentClient.ts';
import { EnqueueCommandContext } from './commandSender.ts';
import { PhotoQueue } from './photoQueue.ts';

/** A new object whenever something in the tray changed. Null only outside of the page. */
export const PhotoQueueContext = createContext<{ tray: PhotoQueue } | null>(null);

export function usePhotoQueue(operator: string | null): { tray: PhotoQueue } {
  const [changes, setChanges] = useState(0);
  const ask = useContext(EnqueueCommandContext);
  const tray = useMemo(
    () =>
      new PhotoQueue({
        upload: sendPhoto,
        attach: (finding, photo) => ask({ kind: 'attach-photo', finding, photo }),
        schedule: (delayMs, action) => {
          const timer = setTimeout(action, delayMs);
          return () => clearTimeout(timer);
        },
        createId: createRandomId,
        onChange: () => setChanges((count) => count + 1),
      }),
    // `ask` is the outbox's: made once.
    [],
  );
  useLayoutEffect(() => tray.setOperator(operator), [tray, operator]);
  useEffect(() => {
    const hurry = (): void => tray.retryNow();
    const stay = (event: BeforeUnloadEvent): void => {
      if (!tray.isEmpty) event.preventDefault();
    };
    addEventListener('online', hurry);
    addEventListener('beforeunload', stay);
    return () => {
      removeEventListener('online', hurry);
      removeEventListener('beforeunload', stay);
    };
  }, [tray]);
  return useMemo(() => ({ tray }), [tray, changes]);
}
