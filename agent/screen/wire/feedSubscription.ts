// The agent's server-sent events. Reconnects by itself.
import type { LotView, StateView, StationView } from '../../core/views/stateView.ts';

export interface FeedHandlers {
  onState(state: StateView): void;
  onStation(station: StationView): void;
  onLot(lot: LotView): void;
  /** Any event arrived. */
  onMessage(): void;
  /** The feed is open, for the first time or again. */
  onOpen(): void;
  /** Whether the agent knows this page's session as signed in. */
  onSession(signedIn: boolean): void;
}

const REOPEN_MS = 2000;

/** Listens until the returned function is called. */
export function subscribeToFeed(handlers: FeedHandlers): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    const feed = new EventSource('/api/events');
    source = feed;
    const listen = (name: string, action: (data: unknown) => void): void => {
      feed.addEventListener(name, (event: MessageEvent<string>) => {
        handlers.onMessage();
        action(JSON.parse(event.data));
      });
    };
    listen('state', (data) => handlers.onState(data as StateView));
    listen('station', (data) => handlers.onStation(data as StationView));
    listen('lot', (data) => handlers.onLot(data as LotView));
    listen('alive', (data) => handlers.onSession((data as { signedIn: boolean }).signedIn));
    feed.onopen = () => handlers.onOpen();
    feed.onerror = () => {
      // The browser reconnects after a broken line, but gives up after an error answer.
      if (feed.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
