// Asks a scale for its weight again and again: one request in flight, and a reply that nobody waits for is no reading.
import type { Driver, DriverContext } from '../contract/driver.ts';
import type { Frame, Message } from '../contract/message.ts';
import type { PollSettings } from '../instrument.ts';
import { Line } from '../line.ts';
import type { LineSettings, Wire } from '../line.ts';
import { addressFilter } from './addressing.ts';
import type { ScaleCodec } from './codec.ts';
import { observationFrom } from './reading.ts';
import type { ScaleRules } from './reading.ts';

/** A scale answers within this time after its time-out, or never. */
const LATE_MOST_MS = 2_000;

export interface PolledSettings extends LineSettings {
  codec: ScaleCodec;
  address: string | null;
  rules: ScaleRules;
  poll: PollSettings & { command: string };
  /** What the site file says of this unit; null: it says nothing, and nothing is asked. */
  serialNumber: string | null;
}

export function polledScale(settings: PolledSettings, context: DriverContext): Driver {
  const line = new Line(settings, context);
  return {
    instrument: settings.instrument,
    health: () => line.health(),
    run(signal) {
      const polling = new Polling(settings, context, line);
      return line.session(signal, polling);
    },
  };
}

class Polling {
  readonly #settings: PolledSettings;
  readonly #context: DriverContext;
  readonly #line: Line;
  readonly #isMine: (address: unknown) => boolean;
  #wire: Wire | null = null;
  #askedAtMs = 0;
  #waiting = false;
  /** A question timed out, and its reply may still come. */
  #owed = false;
  #askingWho = false;
  #cancel: () => void = () => undefined;

  constructor(settings: PolledSettings, context: DriverContext, line: Line) {
    this.#settings = settings;
    this.#context = context;
    this.#line = line;
    this.#isMine = addressFilter(settings.address);
  }

  begin(wire: Wire): () => void {
    this.#wire = wire;
    this.#askWho();
    return () => {
      this.#cancel();
      this.#wire = null;
    };
  }

  hear({ message, raw }: Frame, atMs: number): void {
    const { instrument, rules } = this.#settings;
    if (!this.#isMine(message['address'])) return;
    if (this.#heardWho(message)) return;
    const observation = observationFrom(message, { instrument, atMs, raw }, rules);
    if (observation === null) return;
    if (!this.#waiting) {
      // The late one that was waited for: thrown away, and the next reply will be the next question's.
      if (this.#owed) this.#askAgain();
      return;
    }
    this.#waiting = false;
    this.#cancel();
    this.#askAfter(this.#settings.poll.intervalMs - (atMs - this.#askedAtMs));
    if (observation.kind === 'fault') this.#line.fault(observation.fault, observation.detail, raw);
    else {
      this.#line.well();
      this.#context.observe(observation);
    }
  }

  /**
   * First of all, which unit this is: a scale that was swapped must give no weight under another's verification mark.
   */
  #askWho(): void {
    const { codec, poll, address, serialNumber } = this.#settings;
    if (serialNumber === null || codec.serialNumber === undefined) {
      this.#ask();
      return;
    }
    this.#askingWho = true;
    // Clones that do not know the question weigh as well: no answer is no contradiction.
    this.#cancel = this.#context.clock.after(poll.timeoutMs, () => this.#knowEnough());
    this.#wire?.send(codec.request(codec.serialNumber.command, address));
  }

  #knowEnough(): void {
    this.#askingWho = false;
    this.#cancel();
    this.#ask();
  }

  /** True if the message was about who the scale is; also a late answer can end the session. */
  #heardWho(message: Message): boolean {
    const { codec, serialNumber } = this.#settings;
    const said = codec.serialNumber?.answer(message) ?? null;
    if (serialNumber === null || (said === null && !this.#askingWho)) return false;
    if (said !== null && said !== serialNumber)
      this.#wire?.end('other-instrument', `it says serial number "${said}", the site file "${serialNumber}"`);
    else if (this.#askingWho && (said !== null || message.kind === 'nak')) this.#knowEnough();
    return true;
  }

  #askAfter(delayMs: number): void {
    this.#cancel = this.#context.clock.after(Math.max(0, delayMs), () => this.#ask());
  }

  #ask(): void {
    const { codec, poll, address } = this.#settings;
    this.#askedAtMs = this.#context.clock.monotonicMs();
    this.#waiting = true;
    this.#owed = false;
    this.#cancel = this.#context.clock.after(poll.timeoutMs, () => this.#unanswered());
    this.#wire?.send(codec.request(poll.command, address));
  }

  #unanswered(): void {
    const { poll } = this.#settings;
    this.#waiting = false;
    this.#line.fault('no-reply', `nothing within ${poll.timeoutMs} ms after ${poll.command}`);
    // These protocols number nothing: a reply that comes after the next question would be believed to be its answer. So
    // nothing is asked until the late reply was heard, or will not come any more.
    this.#owed = true;
    this.#askAfter(LATE_MOST_MS);
  }

  #askAgain(): void {
    this.#owed = false;
    this.#cancel();
    this.#askAfter(this.#settings.poll.intervalMs);
  }
}
