// Asks a scale for its weight again and again: one request in flight, and a reply that nobody waits for is no reading.
import type { Driver, DriverContext } from '../contract/driver.ts';
import type { Frame } from '../contract/message.ts';
import type { PollSettings } from '../instrument.ts';
import { Line } from '../line.ts';
import type { LineSettings, Wire } from '../line.ts';
import { addressFilter } from './addressing.ts';
import type { ScaleCodec } from './codec.ts';
import { observationFrom } from './reading.ts';
import type { ScaleRules } from './reading.ts';

export interface PolledSettings extends LineSettings {
  codec: ScaleCodec;
  address: string | null;
  rules: ScaleRules;
  poll: PollSettings & { command: string };
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
  #cancel: () => void = () => undefined;

  constructor(settings: PolledSettings, context: DriverContext, line: Line) {
    this.#settings = settings;
    this.#context = context;
    this.#line = line;
    this.#isMine = addressFilter(settings.address);
  }

  begin(wire: Wire): () => void {
    this.#wire = wire;
    this.#ask();
    return () => {
      this.#cancel();
      this.#wire = null;
    };
  }

  hear({ message, raw }: Frame, atMs: number): void {
    const { instrument, rules } = this.#settings;
    // These protocols number nothing: a reply that comes while none is awaited is late, and would be believed one
    // question too soon.
    if (!this.#waiting || !this.#isMine(message['address'])) return;
    const observation = observationFrom(message, { instrument, atMs, raw }, rules);
    if (observation === null) return;
    this.#waiting = false;
    this.#cancel();
    this.#askAfter(this.#settings.poll.intervalMs - (atMs - this.#askedAtMs));
    if (observation.kind === 'fault') this.#line.fault(observation.fault, observation.detail, raw);
    else {
      this.#line.well();
      this.#context.observe(observation);
    }
  }

  #askAfter(delayMs: number): void {
    this.#cancel = this.#context.clock.after(Math.max(0, delayMs), () => this.#ask());
  }

  #ask(): void {
    const { codec, poll, address } = this.#settings;
    this.#askedAtMs = this.#context.clock.monotonicMs();
    this.#waiting = true;
    this.#cancel = this.#context.clock.after(poll.timeoutMs, () => this.#unanswered());
    this.#wire?.send(codec.request(poll.command, address));
  }

  #unanswered(): void {
    const { poll } = this.#settings;
    this.#waiting = false;
    this.#line.fault('no-reply', `nothing within ${poll.timeoutMs} ms after ${poll.command}`);
    // As long again without a question: a reply that comes now is heard by nobody.
    this.#askAfter(poll.timeoutMs);
  }
}
