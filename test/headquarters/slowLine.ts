// The base's real link and the real headquarters over a line without a broker, on a clock that a test sets: so many bytes
// a second go up, and a connection on which one message takes longer than the keep-alive allows is lost with all that was
// still on the way. Must not know what the messages say.
import { throwDefect } from '../throwDefect.ts';
import { setImmediate as turn } from 'node:timers/promises';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { MessageTransportEvents, ConnectTransport } from '../../agent/link/mqttTransport.ts';
import { type HeadquartersLink, openHeadquartersLink } from '../../agent/link/headquartersLink.ts';
import { DEFAULT_LINK_SETTINGS } from '../../agent/link/linkSettings.ts';
import { answerMessage, sealUnaskedMessages } from '../../agent/headquarters/link/messageAnswers.ts';
import { HandClock } from '../http/plausibleBase.ts';
import { baseRow } from './scriptedHeadquarters.ts';
import { guardOf, random, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

/** 30 s without a packet, then half as long for the answer. */
const KEEP_ALIVE_MS = 45_000;
const STEP_MS = 1_000;

export class SlowLine {
  readonly clock = new HandClock();
  readonly link: HeadquartersLink;
  readonly notes: string[] = [];
  headquarters: RunningHeadquarters | null = null;
  connections = 0;
  readonly #rig: LinkRig;
  readonly #bytesASecond: number;
  #events: MessageTransportEvents | null = null;
  #up: { text: string; leftBytes: number }[] = [];
  #heardAtMs = 0;
  /** The base has said something on this connection. */
  #spoken = false;
  #reading: Promise<unknown>[] = [];

  constructor(rig: LinkRig, bytesASecond = Number.POSITIVE_INFINITY) {
    this.#rig = rig;
    this.#bytesASecond = bytesASecond;
    const { ledger, keys } = rig;
    const log = { info: () => undefined, warn: () => undefined };
    this.link = openHeadquartersLink({
      ledger,
      keys,
      settings: DEFAULT_LINK_SETTINGS,
      clock: this.clock,
      random,
      connectTransport: this.#connect,
      decideOrder,
      reportDefect: throwDefect,
      log,
      guard: guardOf(rig),
    });
  }

  readonly #connect: ConnectTransport = (events) => {
    this.connections += 1;
    this.#events = events;
    this.#up = [];
    this.#spoken = false;
    this.#heardAtMs = this.clock.nowMs;
    setImmediate(() => {
      if (this.#events === events) events.opened({ maxMessageBytes: 1_000_000 });
    });
    return {
      publish: (text) => {
        if (this.#events === events) this.#up.push({ text, leftBytes: text.length });
        this.#spoken = true;
        return Promise.resolve();
      },
      close: () => {
        if (this.#events === events) this.#events = null;
        return Promise.resolve();
      },
    };
  };

  /** Headquarters is on its broker: it says where it stands, and what waits for the base. */
  arrive(headquarters: RunningHeadquarters): void {
    this.headquarters = headquarters;
    this.#down(sealUnaskedMessages(headquarters.context, baseRow(this.#rig), { withHead: true }));
  }

  /** Lets time pass in steps, with everything that is due between them, until it is over or `done`. */
  async pass(ms: number, done: () => boolean = () => false): Promise<void> {
    for (const endMs = this.clock.nowMs + ms; this.clock.nowMs < endMs && !done();) {
      this.clock.pass(STEP_MS);
      this.#carry(STEP_MS);
      if (this.headquarters)
        this.#down(sealUnaskedMessages(this.headquarters.context, baseRow(this.#rig), { withHead: false }));
      await this.#settled();
    }
  }

  #carry(ms: number): void {
    let bytes = (this.#bytesASecond * ms) / 1_000;
    while (this.#up.length > 0 && bytes > 0) {
      const [first] = this.#up;
      if (!first) break;
      const gone = Math.min(first.leftBytes, bytes);
      first.leftBytes -= gone;
      bytes -= gone;
      if (first.leftBytes > 0) break;
      this.#up.shift();
      this.#heardAtMs = this.clock.nowMs;
      this.#answered(first.text);
    }
    if (this.#up.length === 0) this.#heardAtMs = this.clock.nowMs;
    if (this.clock.nowMs - this.#heardAtMs > KEEP_ALIVE_MS) this.cut('Keepalive timeout');
  }

  #answered(text: string): void {
    if (!this.headquarters) return;
    const { messages, logLine } = answerMessage(this.headquarters.context, baseRow(this.#rig), text);
    if (logLine !== null) this.notes.push(logLine);
    this.#down(messages);
  }

  #down(messages: readonly string[]): void {
    for (const message of messages) if (this.#events) this.#reading.push(this.#events.received(message));
  }

  /** The connection ends, with all that was on the way. */
  cut(reason: string): void {
    const events = this.#events;
    this.#events = null;
    this.#up = [];
    events?.closed(reason);
  }

  /** Sealing and compressing run on other threads: as long as something may still come of it, the clock stands. */
  async #settled(): Promise<void> {
    await Promise.all(this.#reading.splice(0));
    const owed = (): boolean => {
      const { state, waiting } = this.link.view();
      return state === 'greeting' ? !this.#spoken : state === 'open' && waiting > 0 && this.#up.length === 0;
    };
    for (let round = 0; round < 20; round += 1) await turn();
    for (const endMs = performance.now() + 50; owed() && performance.now() < endMs;)
      await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
