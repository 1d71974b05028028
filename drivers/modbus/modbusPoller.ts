// One unit on a bus, asked round after round: joins the bus, paces the rounds, counts, and backs off from a unit that
// does not answer, so that the others on its line keep their rate. What is asked and what it means is the work's
// business (scale.ts, reader.ts); this file knows no register.
import type { DriverContext, DriverHealth, DriverCounters } from '../contract/driver.ts';
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { Observation } from '../contract/observation.ts';
import type { PollSettings } from '../models/instrumentModel.ts';
import type { ModbusBus, BusMember } from './modbusBus.ts';
import type { ModbusResponse, ModbusRequest } from './modbusConnection.ts';

/**
 * Waits after the first, second, … unanswered round. With a time-out of 300 ms the last costs the line
 * 300 / 8 300 = 3.6 % of its time.
 */
const BACK_OFF_MS = [100, 1_000, 4_000, 8_000] as const;
const MAX_LAST_BYTES = 64;

export interface ModbusPollerSettings {
  instrument: string;
  silentAfterMs: number;
  poll: PollSettings;
}

export interface PollTarget {
  /** A session begins: what was known of the device before is worth nothing. */
  reset(): void;
  /** What the next round asks first; the poller waits as long as the bus must not ask that. */
  firstRequests(): readonly ModbusRequest[];
  /** Never rejects. `unanswered`: the unit left a question without an answer; `done`: it answered all. */
  pollOnce(): Promise<'done' | 'failed' | 'unanswered'>;
}

interface PollRun {
  /** The reason, once there is one. */
  ended(): string | null;
  /** Ends the present pause, if there is one. */
  wake: () => void;
}

export class ModbusPoller {
  readonly #settings: ModbusPollerSettings;
  readonly #bus: ModbusBus;
  readonly #context: DriverContext;
  readonly #counts: DriverCounters = { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 0 };
  #state: DriverHealth['state'] = 'closed';
  #lastFault = '';
  #lastBytes: Uint8Array = new Uint8Array();
  #lastFrameAtMs: number | null = null;
  #unansweredRounds = 0;

  constructor(settings: ModbusPollerSettings, bus: ModbusBus, context: DriverContext) {
    this.#settings = settings;
    this.#bus = bus;
    this.#context = context;
  }

  health(): DriverHealth {
    return {
      state: this.#state,
      lastFault: this.#lastFault,
      lastBytes: this.#lastBytes,
      lastFrameAtMs: this.#lastFrameAtMs,
      counts: { ...this.#counts },
    };
  }

  request(ask: ModbusRequest): Promise<ModbusResponse> {
    return this.#bus.request(ask);
  }

  /** Frames that were understood. */
  countFrames(frames: number, atMs: number): void {
    this.#counts.frames += frames;
    this.#lastFrameAtMs = atMs;
  }

  reportObservation(observation: Observation): void {
    if (observation.kind === 'fault') this.reportFault(observation.fault, observation.detail, observation.raw);
    else {
      this.clearFault();
      this.#context.onObservation(observation);
    }
  }

  /** The last trouble is over. */
  clearFault(): void {
    this.#lastFault = '';
  }

  /** The port's end is not told here: the bus tells it once. */
  reportFault(fault: InstrumentFaultCode, detail: string, raw: Uint8Array = new Uint8Array()): void {
    if (fault !== 'port-closed') this.#emitFault(fault, detail, raw);
  }

  #emitFault(fault: InstrumentFaultCode, detail: string, raw: Uint8Array): void {
    this.#counts.faults += 1;
    this.#lastFault = `${fault}: ${detail}`;
    this.#context.onObservation({
      kind: 'fault',
      instrument: this.#settings.instrument,
      atMs: this.#context.clock.monotonicMs(),
      raw,
      fault,
      detail,
    });
  }

  async run(signal: AbortSignal, work: PollTarget): Promise<string> {
    if (signal.aborted) return 'stopped';
    this.#state = 'opening';
    let ended: string | null = null;
    const session: PollRun = { ended: () => ended, wake: () => undefined };
    const end = (reason: string): void => {
      ended ??= reason;
      session.wake();
    };
    const member: BusMember = {
      silentAfterMs: this.#settings.silentAfterMs,
      onBytes: (chunk) => this.#countBytes(chunk),
      onEnd: (fault, detail) => {
        this.#emitFault(fault, detail, new Uint8Array());
        end(`${fault}: ${detail}`);
      },
    };
    const stop = (): void => end('stopped');
    signal.addEventListener('abort', stop);
    const refused = await this.#bus.join(member);
    if (refused === null) {
      this.#counts.opens += 1;
      this.#state = 'open';
      this.#unansweredRounds = 0;
      work.reset();
      await this.#pollUntilEnd(session, work);
      await this.#bus.leave(member);
    } else {
      this.#emitFault('port-absent', refused, new Uint8Array());
      end(`port-absent: ${refused}`);
    }
    signal.removeEventListener('abort', stop);
    const reason = session.ended() ?? 'stopped';
    this.#state = reason === 'stopped' ? 'closed' : 'waiting';
    return reason;
  }

  async #pollUntilEnd(session: PollRun, work: PollTarget): Promise<void> {
    const { clock } = this.#context;
    const { intervalMs } = this.#settings.poll;
    while (session.ended() === null) {
      const startedAtMs = clock.monotonicMs();
      const restMs = Math.max(0, ...work.firstRequests().map((ask) => this.#bus.requiredWaitMs(ask)));
      if (restMs > 0) {
        await this.#pause(Math.min(Math.ceil(restMs), intervalMs), session);
        continue;
      }
      const outcome = await work.pollOnce();
      if (outcome === 'done') this.#unansweredRounds = 0;
      if (outcome === 'unanswered') this.#unansweredRounds += 1;
      const backOffMs = BACK_OFF_MS[Math.min(this.#unansweredRounds, BACK_OFF_MS.length) - 1] ?? 0;
      const dueMs = intervalMs - (clock.monotonicMs() - startedAtMs);
      await this.#pause(Math.max(backOffMs, dueMs), session);
    }
  }

  #countBytes(chunk: Uint8Array): void {
    this.#counts.bytes += chunk.length;
    this.#lastBytes = new Uint8Array(chunk.subarray(-MAX_LAST_BYTES));
  }

  #pause(ms: number, session: PollRun): Promise<void> {
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
