// The agent's live feed: what changes, as it changes. Comes back by itself.
import type { LotView, StateView, StationView } from '../../core/views/stateView.ts';

export interface FeedHandlers {
  onState(state: StateView): void;
  onStation(station: StationView): void;
  onLot(lot: LotView): void;
  /** Something was heard, whatever it was. */
  onMessage(): void;
  /** The line is there, for the first time or again. */
  onOpen(): void;
  /** What the agent thinks of this page's session. */
  onSession(signedIn: boolean): void;
}

const REOPEN_MS = 2000;

/** Listens until the returned function is called. */
export function subscribeToFeed(events: FeedHandlers): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    const feed = new EventSource('/api/events');
    source = feed;
    const on = (name: string, action: (data: unknown) => void): void => {
      feed.addEventListener(name, (event: MessageEvent<string>) => {
        events.onMessage();
        action(JSON.parse(event.data));
      });
    };
    on('state', (data) => events.onState(data as StateView));
    on('station', (data) => events.onStation(data as StationView));
    on('lot', (data) => events.onLot(data as LotView));
    on('alive', (data) => events.onSession((data as { signedIn: boolean }).signedIn));
    feed.onopen = () => events.onOpen();
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
