// The tray of photographs as the page's parts see it, and as the browser runs it: hurried when the network is back, and
// asked about before the page is closed with one still in it.
import { createContext } from 'preact';
import { useContext, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { newId, sendPhoto } from './api.ts';
import { AskContext } from './command.ts';
import { PhotoTray } from './photoTray.ts';

/** A new object whenever something in the tray changed. Null only outside of the page. */
export const TrayContext = createContext<{ tray: PhotoTray } | null>(null);

export function usePhotoTray(operator: string | null): { tray: PhotoTray } {
  const [changes, setChanges] = useState(0);
  const ask = useContext(AskContext);
  const tray = useMemo(
    () =>
      new PhotoTray({
        send: sendPhoto,
        attach: (finding, photo) => ask({ kind: 'attach-photo', finding, photo }),
        after: (delayMs, action) => {
          const timer = setTimeout(action, delayMs);
          return () => clearTimeout(timer);
        },
        newId,
        changed: () => setChanges((count) => count + 1),
      }),
    // `ask` is the outbox's: made once.
    [],
  );
  useLayoutEffect(() => tray.setOperator(operator), [tray, operator]);
  useEffect(() => {
    const hurry = (): void => tray.hurry();
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
