// Live changes to many screens as server-sent events. A change after a quiet tick is sent at once; changes within a
// tick are gathered, and only the newest of each station and lot is sent, if it differs from what was sent last.
// Nothing is written to a full connection, so at most one message waits for each screen: a slow screen misses steps,
// not the outcome, because it gets the whole state once its connection has drained. A screen that stays behind is
// closed and reconnects by itself. Must not know fastify.
import type { Clock } from '../../../drivers/contract/clock.ts';
import type { AgentChange, AgentApi } from '../../services/agentApi.ts';
import type { LotView } from '../../core/views/stateView.ts';
import { redactState, redactStation } from './publicView.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';

/** Where one screen's events are written. */
export interface FeedSink {
  /** False when the connection is full; `FeedConnection.onDrained` is called when it has drained. */
  write(text: string): boolean;
  /** Closes the connection at once. */
  destroy(): void;
}

/** Screens at once, and times in milliseconds: behind until closed, tick, between whole states, heartbeat. */
export const EVENT_FEED_LIMITS = { screens: 64, behindMs: 15_000, tickMs: 33, stateMs: 250, aliveMs: 5000 } as const;

interface FeedScreen {
  sink: FeedSink;
  mayRead(): boolean;
  /** Whether the last state it got was the whole one, or the public view. */
  hasStock: boolean;
  behindSinceMs: number | null;
  /** Something changed while it was behind: it gets the whole state next. */
  hasMissedChanges: boolean;
}

interface FeedChanges {
  stations: readonly StationId[];
  lots: readonly LotView[];
}

/** What the feed must be told of one screen's connection. */
export interface FeedConnection {
  onDrained(): void;
  onClosed(): void;
}

/** Sends the agent's changes to every open screen. */
export class EventFeed {
  readonly #agent: AgentApi;
  readonly #clock: Clock;
  readonly #screens = new Set<FeedScreen>();
  readonly #stations = new Set<StationId>();
  readonly #lots = new Map<string, LotView>();
  /** Each station as it was last sent to all screens of one kind, as JSON: an unchanged one is not sent again. */
  readonly #sent = { stock: new Map<string, string>(), public: new Map<string, string>() };
  readonly #unsubscribe: () => void;
  #stateDue = false;
  #cancelTick: (() => void) | null = null;
  #tickDueMs = Infinity;
  #cancelHeartbeat: () => void = () => undefined;
  #lastTickMs = -Infinity;
  #lastStateMs = -Infinity;
  #lastEventId = 0;

  constructor(agent: AgentApi, clock: Clock) {
    this.#agent = agent;
    this.#clock = clock;
    this.#unsubscribe = agent.onChange((change) => this.#collectChange(change));
    this.#scheduleHeartbeat();
  }

  /** Whether no further screen may be opened. */
  isFull(): boolean {
    return this.#screens.size >= EVENT_FEED_LIMITS.screens;
  }

  /**
   * Opens a screen; its first event is the whole state.
   *
   * @throws {Error} when the feed is full: ask `isFull` first.
   */
  open(sink: FeedSink, mayRead: () => boolean): FeedConnection {
    if (this.isFull()) throw new Error('the feed is full');
    const screen: FeedScreen = { sink, mayRead, hasStock: false, behindSinceMs: null, hasMissedChanges: false };
    this.#screens.add(screen);
    this.#sendState(screen);
    return {
      onDrained: () => {
        screen.behindSinceMs = null;
        // Sent with the next tick, not here: a state above the socket's high-water mark drains at once and would call
        // this again without end.
        if (!screen.hasMissedChanges || !this.#screens.has(screen)) return;
        this.#stateDue = true;
        this.#schedule();
      },
      onClosed: () => void this.#screens.delete(screen),
    };
  }

  /** After a session was opened or ended: sends the state anew to screens whose rights changed. */
  recheckSessions(): void {
    for (const screen of this.#screens)
      if (screen.behindSinceMs === null && screen.mayRead() !== screen.hasStock) this.#sendState(screen);
  }

  close(): void {
    this.#unsubscribe();
    this.#cancelTick?.();
    this.#cancelHeartbeat();
    for (const screen of this.#screens) screen.sink.destroy();
    this.#screens.clear();
  }

  #collectChange(change: AgentChange): void {
    if (change.kind === 'state') this.#stateDue = true;
    else if (change.kind === 'station') this.#stations.add(change.station);
    else this.#lots.set(change.lot.lot, change.lot);
    this.#schedule();
  }

  /** The whole state is large: it is sent less often than single stations. */
  #schedule(): void {
    const changes = this.#stations.size > 0 || this.#lots.size > 0;
    if (!changes && !this.#stateDue) return;
    const dueMs = Math.min(
      changes ? this.#lastTickMs + EVENT_FEED_LIMITS.tickMs : Infinity,
      this.#stateDue ? this.#lastStateMs + EVENT_FEED_LIMITS.stateMs : Infinity,
    );
    if (this.#cancelTick !== null && this.#tickDueMs <= dueMs) return;
    this.#cancelTick?.();
    this.#tickDueMs = dueMs;
    // By timer, never within the change itself: the station may not have finished its step.
    this.#cancelTick = this.#clock.after(Math.max(0, dueMs - this.#clock.monotonicMs()), () => this.#tick());
  }

  #tick(): void {
    this.#cancelTick = null;
    const nowMs = this.#clock.monotonicMs();
    const isStateDue = this.#stateDue && nowMs - this.#lastStateMs >= EVENT_FEED_LIMITS.stateMs;
    const changes = { stations: [...this.#stations], lots: [...this.#lots.values()] };
    this.#stations.clear();
    this.#lots.clear();
    this.#lastTickMs = nowMs;
    if (isStateDue) {
      this.#stateDue = false;
      this.#lastStateMs = nowMs;
    }
    if (this.#screens.size > 0) this.#sendAll(isStateDue ? null : changes);
    this.#schedule();
  }

  /** `changes` null: the whole state. Each text is formatted once for all screens of a kind. */
  #sendAll(changes: FeedChanges | null): void {
    const texts = new Map<boolean, string>();
    const textFor = (hasStock: boolean): string => {
      const text =
        texts.get(hasStock) ??
        (changes === null ? this.#formatState(hasStock) : this.#formatChanges(changes, hasStock));
      texts.set(hasStock, text);
      return text;
    };
    for (const screen of this.#screens) {
      if (screen.behindSinceMs !== null) {
        screen.hasMissedChanges = true;
        this.#dropIfTooFarBehind(screen);
      } else if (screen.hasMissedChanges || screen.mayRead() !== screen.hasStock) this.#sendState(screen);
      else this.#send(screen, textFor(screen.hasStock));
    }
  }

  #formatChanges({ stations, lots }: FeedChanges, hasStock: boolean): string {
    const sent = hasStock ? this.#sent.stock : this.#sent.public;
    let text = '';
    for (const id of stations) {
      const view = this.#agent.station(id);
      const json = view && JSON.stringify(hasStock ? view : redactStation(view));
      if (json === undefined || json === sent.get(id)) continue;
      sent.set(id, json);
      text += this.#formatEvent('station', json);
    }
    if (hasStock) for (const lot of lots) text += this.#formatEvent('lot', JSON.stringify(lot));
    return text;
  }

  #sendState(screen: FeedScreen): void {
    screen.hasStock = screen.mayRead();
    screen.hasMissedChanges = false;
    this.#send(screen, this.#formatState(screen.hasStock));
  }

  #formatState(hasStock: boolean): string {
    const state = this.#agent.state();
    // The screens that get this state now have newer stations than the others: what all have been sent is unknown.
    this.#sent.stock.clear();
    this.#sent.public.clear();
    return this.#formatEvent('state', JSON.stringify(hasStock ? state : redactState(state)));
  }

  #formatEvent(event: string, json: string): string {
    this.#lastEventId += 1;
    return `id: ${this.#lastEventId}\nevent: ${event}\ndata: ${json}\n\n`;
  }

  #send(screen: FeedScreen, text: string): void {
    if (text !== '' && !screen.sink.write(text)) screen.behindSinceMs = this.#clock.monotonicMs();
  }

  #dropIfTooFarBehind(screen: FeedScreen): void {
    if (screen.behindSinceMs === null || this.#clock.monotonicMs() - screen.behindSinceMs < EVENT_FEED_LIMITS.behindMs)
      return;
    this.#screens.delete(screen);
    screen.sink.destroy();
  }

  /**
   * A comment keeps proxies from closing the connection; the event tells the page that the feed works and whether its
   * session is open.
   */
  #scheduleHeartbeat(): void {
    this.#cancelHeartbeat = this.#clock.after(EVENT_FEED_LIMITS.aliveMs, () => {
      this.recheckSessions();
      const text = (signedIn: boolean): string =>
        `: heartbeat\n${this.#formatEvent('alive', JSON.stringify({ signedIn }))}`;
      const texts = { stock: text(true), public: text(false) };
      for (const screen of this.#screens) {
        if (screen.behindSinceMs === null) this.#send(screen, screen.hasStock ? texts.stock : texts.public);
        else this.#dropIfTooFarBehind(screen);
      }
      this.#scheduleHeartbeat();
    });
  }
}
