// The agent's live feed: what changes, as it changes. Comes back by itself.
import type { LotView, StateView, StationView } from '../../core/shown/view.ts';

export interface FeedEvents {
  state(state: StateView): void;
  station(station: StationView): void;
  lot(lot: LotView): void;
  /** Something was heard, whatever it was. */
  heard(): void;
  /** The line is there, for the first time or again. */
  opened(): void;
  /** What the agent thinks of this page's session. */
  session(signedIn: boolean): void;
}

const REOPEN_MS = 2000;

/** Listens until the returned function is called. */
export function listen(events: FeedEvents): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    const feed = new EventSource('/api/events');
    source = feed;
    const on = (name: string, action: (data: unknown) => void): void => {
      feed.addEventListener(name, (event: MessageEvent<string>) => {
        events.heard();
        action(JSON.parse(event.data));
      });
    };
    on('state', (data) => events.state(data as StateView));
    on('station', (data) => events.station(data as StationView));
    on('lot', (data) => events.lot(data as LotView));
    on('alive', (data) => events.session((data as { signedIn: boolean }).signedIn));
    feed.onopen = () => events.opened();
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
