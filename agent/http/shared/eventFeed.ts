// Live changes to many screens as server-sent events. A change after a quiet moment goes out at once; what follows
// within a tick is gathered, and only the newest of each station and lot is sent, if it differs from what was sent
// last. Nothing more is written to a line that is full, so at most one message waits for each screen: a screen that
// cannot keep up misses steps, not the outcome, for once its line is free it gets the whole state. A screen that stays
// behind is closed and comes back by itself. Knows nothing of fastify.
import type { Clock } from '../../../drivers/contract/clock.ts';
import type { AgentChange, AgentApi } from '../../services/agentApi.ts';
import type { LotView } from '../../core/views/stateView.ts';
import { redactState, redactStation } from './publicView.ts';

/** One screen's line. */
export interface FeedSink {
  /** False when the line is full; `drained` is called when it is free again. */
  write(text: string): boolean;
  /** Ends the line at once. */
  destroy(): void;
}

export const EVENT_FEED_LIMITS = { screens: 64, behindMs: 15_000, tickMs: 33, stateMs: 250, aliveMs: 5000 } as const;

interface FeedScreen {
  sink: FeedSink;
  mayRead(): boolean;
  /** What it was last shown: with or without the stock. */
  readStock: boolean;
  behindSinceMs: number | null;
  /** Something changed while it was behind: the next it gets is the whole state. */
  missed: boolean;
}

interface FeedChanges {
  stations: readonly string[];
  lots: readonly LotView[];
}

export interface FeedConnection {
  onDrained(): void;
  onClosed(): void;
}

export class EventFeed {
  readonly #agent: AgentApi;
  readonly #clock: Clock;
  readonly #screens = new Set<FeedScreen>();
  readonly #stations = new Set<string>();
  readonly #lots = new Map<string, LotView>();
  /**
   * The station documents that every screen of one kind has been sent, as JSON: a station that did not change is not
   * sent.
   */
  readonly #sent = { stock: new Map<string, string>(), bare: new Map<string, string>() };
  readonly #stop: () => void;
  #stateDue = false;
  #cancelTick: (() => void) | null = null;
  #tickDueMs = Infinity;
  #cancelHeartbeat: () => void = () => undefined;
  #lastTickMs = -Infinity;
  #lastStateMs = -Infinity;
  #id = 0;

  constructor(service: AgentApi, clock: Clock) {
    this.#agent = service;
    this.#clock = clock;
    this.#stop = service.onChange((change) => this.#collectChange(change));
    this.#scheduleHeartbeat();
  }

  /** No further screen may be opened. */
  isFull(): boolean {
    return this.#screens.size >= EVENT_FEED_LIMITS.screens;
  }

  /** The first event is the whole state. Ask `full` first. */
  open(sink: FeedSink, mayRead: () => boolean): FeedConnection {
    if (this.isFull()) throw new Error('the feed is full');
    const screen: FeedScreen = { sink, mayRead, readStock: false, behindSinceMs: null, missed: false };
    this.#screens.add(screen);
    this.#sendState(screen);
    return {
      onDrained: () => {
        screen.behindSinceMs = null;
        // Never sent from here: a state above the socket's mark drains at once, and would call this again without end.
        if (!screen.missed || !this.#screens.has(screen)) return;
        this.#stateDue = true;
        this.#schedule();
      },
      onClosed: () => void this.#screens.delete(screen),
    };
  }

  /** Somebody signed in or out, or a session locked: screens whose rights changed are shown the state anew. */
  recheckSessions(): void {
    for (const screen of this.#screens)
      if (screen.behindSinceMs === null && screen.mayRead() !== screen.readStock) this.#sendState(screen);
  }

  close(): void {
    this.#stop();
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

  /** The whole state is large: it goes out less often than what a scale shows. */
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
    // Never from within a change: the station may be in the midst of its step.
    this.#cancelTick = this.#clock.after(Math.max(0, dueMs - this.#clock.monotonicMs()), () => this.#tick());
  }

  #tick(): void {
    this.#cancelTick = null;
    const nowMs = this.#clock.monotonicMs();
    const everything = this.#stateDue && nowMs - this.#lastStateMs >= EVENT_FEED_LIMITS.stateMs;
    const changes = { stations: [...this.#stations], lots: [...this.#lots.values()] };
    this.#stations.clear();
    this.#lots.clear();
    this.#lastTickMs = nowMs;
    if (everything) {
      this.#stateDue = false;
      this.#lastStateMs = nowMs;
    }
    if (this.#screens.size > 0) this.#sendAll(everything ? null : changes);
    this.#schedule();
  }

  /** `changes` null: the whole state. Each text is made once for all screens. */
  #sendAll(changes: FeedChanges | null): void {
    const texts = new Map<boolean, string>();
    const textFor = (stock: boolean): string => {
      const text = texts.get(stock) ?? (changes === null ? this.#stateText(stock) : this.#framesOf(changes, stock));
      texts.set(stock, text);
      return text;
    };
    for (const screen of this.#screens) {
      if (screen.behindSinceMs !== null) {
        screen.missed = true;
        this.#dropIfTooFarBehind(screen);
      } else if (screen.missed || screen.mayRead() !== screen.readStock) this.#sendState(screen);
      else this.#send(screen, textFor(screen.readStock));
    }
  }

  #framesOf({ stations, lots }: FeedChanges, stock: boolean): string {
    const sent = stock ? this.#sent.stock : this.#sent.bare;
    let text = '';
    for (const id of stations) {
      const view = this.#agent.station(id);
      const json = view && JSON.stringify(stock ? view : redactStation(view));
      if (json === undefined || json === sent.get(id)) continue;
      sent.set(id, json);
      text += this.#frame('station', json);
    }
    if (stock) for (const lot of lots) text += this.#frame('lot', JSON.stringify(lot));
    return text;
  }

  #sendState(screen: FeedScreen): void {
    screen.readStock = screen.mayRead();
    screen.missed = false;
    this.#send(screen, this.#stateText(screen.readStock));
  }

  #stateText(stock: boolean): string {
    const state = this.#agent.state();
    // Screens that get it know other documents than the rest: for a moment nobody can say what all have been sent.
    this.#sent.stock.clear();
    this.#sent.bare.clear();
    return this.#frame('state', JSON.stringify(stock ? state : redactState(state)));
  }

  #frame(event: string, json: string): string {
    this.#id += 1;
    return `id: ${this.#id}\nevent: ${event}\ndata: ${json}\n\n`;
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
   * A comment for proxies on the way; an event for the page, which shows how old it is and whether its session still
   * lives.
   */
  #scheduleHeartbeat(): void {
    this.#cancelHeartbeat = this.#clock.after(EVENT_FEED_LIMITS.aliveMs, () => {
      this.recheckSessions();
      const text = (signedIn: boolean): string => `: heartbeat\n${this.#frame('alive', JSON.stringify({ signedIn }))}`;
      const texts = { stock: text(true), bare: text(false) };
      for (const screen of this.#screens) {
        if (screen.behindSinceMs === null) this.#send(screen, screen.readStock ? texts.stock : texts.bare);
        else this.#dropIfTooFarBehind(screen);
      }
      this.#scheduleHeartbeat();
    });
  }
}
