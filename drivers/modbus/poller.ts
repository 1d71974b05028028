// One unit on a bus, asked round after round: joins the bus, paces the rounds, counts, and backs off from a unit that
// does not answer, so that the others on its line keep their rate. What is asked and what it means is the work's
// business (scale.ts, reader.ts); this file knows no register.
import type { DriverContext, Health, LineCounts } from '../contract/driver.ts';
import type { InstrumentFault } from '../contract/fault.ts';
import type { Observation } from '../contract/observation.ts';
import type { PollSettings } from '../instrument.ts';
import type { Bus, Member } from './bus.ts';
import type { Answer, Ask } from './connection.ts';

/**
 * Waits after the first, second, … unanswered round. With a time-out of 300 ms the last costs the line
 * 300 / 8 300 = 3.6 % of its time.
 */
const BACK_OFF_MS = [100, 1_000, 4_000, 8_000] as const;
const LAST_BYTES_KEPT = 64;

export interface PollerSettings {
  instrument: string;
  silentAfterMs: number;
  poll: PollSettings;
}

export interface Work {
  /** A session begins: what was known of the device before is worth nothing. */
  begin(): void;
  /** What the next round asks first; the poller waits as long as the bus must not ask that. */
  opens(): readonly Ask[];
  /** Never rejects. `unanswered`: the unit left a question without an answer; `done`: it answered all. */
  round(): Promise<'done' | 'failed' | 'unanswered'>;
}

interface Session {
  /** The reason, once there is one. */
  ended(): string | null;
  /** Ends the present pause, if there is one. */
  wake: () => void;
}

export class Poller {
  readonly #settings: PollerSettings;
  readonly #bus: Bus;
  readonly #context: DriverContext;
  readonly #counts: LineCounts = { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 0 };
  #state: Health['state'] = 'closed';
  #trouble = '';
  #lastBytes: Uint8Array = new Uint8Array();
  #lastFrameAtMs: number | null = null;
  #unanswered = 0;

  constructor(settings: PollerSettings, bus: Bus, context: DriverContext) {
    this.#settings = settings;
    this.#bus = bus;
    this.#context = context;
  }

  health(): Health {
    return {
      state: this.#state,
      trouble: this.#trouble,
      lastBytes: this.#lastBytes,
      lastFrameAtMs: this.#lastFrameAtMs,
      counts: { ...this.#counts },
    };
  }

  ask(ask: Ask): Promise<Answer> {
    return this.#bus.ask(ask);
  }

  /** Frames that were understood. */
  heard(frames: number, atMs: number): void {
    this.#counts.frames += frames;
    this.#lastFrameAtMs = atMs;
  }

  observe(observation: Observation): void {
    if (observation.kind === 'fault') this.fault(observation.fault, observation.detail, observation.raw);
    else {
      this.well();
      this.#context.observe(observation);
    }
  }

  /** The last trouble is over. */
  well(): void {
    this.#trouble = '';
  }

  /** The port's end is not told here: the bus tells it once. */
  fault(fault: InstrumentFault, detail: string, raw: Uint8Array = new Uint8Array()): void {
    if (fault !== 'port-closed') this.#tell(fault, detail, raw);
  }

  #tell(fault: InstrumentFault, detail: string, raw: Uint8Array): void {
    this.#counts.faults += 1;
    this.#trouble = `${fault}: ${detail}`;
    this.#context.observe({
      kind: 'fault',
      instrument: this.#settings.instrument,
      atMs: this.#context.clock.monotonicMs(),
      raw,
      fault,
      detail,
    });
  }

  async run(signal: AbortSignal, work: Work): Promise<string> {
    if (signal.aborted) return 'stopped';
    this.#state = 'opening';
    let ended: string | null = null;
    const session: Session = { ended: () => ended, wake: () => undefined };
    const end = (reason: string): void => {
      ended ??= reason;
      session.wake();
    };
    const member: Member = {
      silentAfterMs: this.#settings.silentAfterMs,
      bytes: (chunk) => this.#saw(chunk),
      ended: (fault, detail) => {
        this.#tell(fault, detail, new Uint8Array());
        end(`${fault}: ${detail}`);
      },
    };
    const stop = (): void => end('stopped');
    signal.addEventListener('abort', stop);
    const refused = await this.#bus.join(member);
    if (refused === null) {
      this.#counts.opens += 1;
      this.#state = 'open';
      this.#unanswered = 0;
      work.begin();
      await this.#rounds(session, work);
      await this.#bus.leave(member);
    } else {
      this.#tell('port-absent', refused, new Uint8Array());
      end(`port-absent: ${refused}`);
    }
    signal.removeEventListener('abort', stop);
    const reason = session.ended() ?? 'stopped';
    this.#state = reason === 'stopped' ? 'closed' : 'waiting';
    return reason;
  }

  async #rounds(session: Session, work: Work): Promise<void> {
    const { clock } = this.#context;
    const { intervalMs } = this.#settings.poll;
    while (session.ended() === null) {
      const startedAtMs = clock.monotonicMs();
      const restMs = Math.max(0, ...work.opens().map((ask) => this.#bus.restMs(ask)));
      if (restMs > 0) {
        await this.#pause(Math.min(Math.ceil(restMs), intervalMs), session);
        continue;
      }
      const outcome = await work.round();
      if (outcome === 'done') this.#unanswered = 0;
      if (outcome === 'unanswered') this.#unanswered += 1;
      const backOffMs = BACK_OFF_MS[Math.min(this.#unanswered, BACK_OFF_MS.length) - 1] ?? 0;
      const dueMs = intervalMs - (clock.monotonicMs() - startedAtMs);
      await this.#pause(Math.max(backOffMs, dueMs), session);
    }
  }

  #saw(chunk: Uint8Array): void {
    this.#counts.bytes += chunk.length;
    this.#lastBytes = new Uint8Array(chunk.subarray(-LAST_BYTES_KEPT));
  }

  #pause(ms: number, session: Session): Promise<void> {
    if (session.ended() !== null || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#context.clock.after(ms, resolve);
      session.wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
