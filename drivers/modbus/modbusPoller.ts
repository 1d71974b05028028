// One unit on a bus, polled round after round: joins the bus, paces the rounds, counts, and backs off from a unit that
// does not respond, so that the others on its line keep their rate. What is requested and what it means is decided in
// modbusScale.ts and modbusReader.ts. Must not know any register.
import type { DriverContext, DriverHealth, DriverCounters } from '../contract/driver.ts';
import type { InstrumentFaultCode } from '../contract/instrumentFault.ts';
import type { Observation } from '../contract/observation.ts';
import type { PollSettings } from '../models/instrumentModel.ts';
import type { ModbusBus, BusMember } from './modbusBus.ts';
import type { ModbusResponse, ModbusRequest } from './modbusConnection.ts';
import type { InstrumentId } from '../contract/siteIds.ts';

/**
 * Waits after the first, second, … unanswered round. With a time-out of 300 ms the last costs the line 300 / 8 300 =
 * 3.6 % of its time.
 */
const BACK_OFF_MS = [100, 1_000, 4_000, 8_000] as const;
const MAX_LAST_BYTES = 64;

/** What a poller needs to know of its unit. */
export interface ModbusPollerSettings {
  instrument: InstrumentId;
  silentAfterMs: number;
  poll: PollSettings;
}

/** What is polled: a scale or a reader. */
export interface PollTarget {
  /** A connection begins: whatever was known of the device is forgotten. */
  reset(): void;
  /** The requests of the next round; the poller waits as long as the bus must not send one of them. */
  firstRequests(): readonly ModbusRequest[];
  /** Never rejects. `done`: all requests were answered; `unanswered`: the unit did not respond to one. */
  pollOnce(): Promise<'done' | 'failed' | 'unanswered'>;
}

interface PollRun {
  /** The reason, once there is one. */
  ended(): string | null;
  /** Ends the present pause, if there is one. */
  wake: () => void;
}

/** Polls one unit and reports its observations and faults. */
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

  /** State and counters since the poller was made. */
  health(): DriverHealth {
    return {
      state: this.#state,
      lastFault: this.#lastFault,
      lastBytes: this.#lastBytes,
      lastFrameAtMs: this.#lastFrameAtMs,
      counts: { ...this.#counts },
    };
  }

  /** Never rejects. */
  request(request: ModbusRequest): Promise<ModbusResponse> {
    return this.#bus.request(request);
  }

  /** Counts frames that were decoded. */
  countFrames(frames: number, atMs: number): void {
    this.#counts.frames += frames;
    this.#lastFrameAtMs = atMs;
  }

  /** Hands on an observation; a reading or tag read clears the last fault. */
  reportObservation(observation: Observation): void {
    if (observation.kind === 'fault') this.reportFault(observation.fault, observation.detail, observation.raw);
    else {
      this.clearFault();
      this.#context.onObservation(observation);
    }
  }

  /** The last fault is over. */
  clearFault(): void {
    this.#lastFault = '';
  }

  /** Reports a fault, except the end of the port, which the bus reports once. */
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

  /** Polls until the connection ends. Resolves with the reason; never rejects. */
  async run(signal: AbortSignal, target: PollTarget): Promise<string> {
    if (signal.aborted) return 'stopped';
    this.#state = 'opening';
    let ended: string | null = null;
    const pollRun: PollRun = { ended: () => ended, wake: () => undefined };
    const end = (reason: string): void => {
      ended ??= reason;
      pollRun.wake();
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
    const joinError = await this.#bus.join(member);
    if (joinError === null) {
      this.#counts.opens += 1;
      this.#state = 'open';
      this.#unansweredRounds = 0;
      target.reset();
      await this.#pollUntilEnd(pollRun, target);
      await this.#bus.leave(member);
    } else {
      this.#emitFault('port-absent', joinError, new Uint8Array());
      end(`port-absent: ${joinError}`);
    }
    signal.removeEventListener('abort', stop);
    const reason = pollRun.ended() ?? 'stopped';
    this.#state = reason === 'stopped' ? 'closed' : 'waiting';
    return reason;
  }

  async #pollUntilEnd(pollRun: PollRun, target: PollTarget): Promise<void> {
    const { clock } = this.#context;
    const { intervalMs } = this.#settings.poll;
    while (pollRun.ended() === null) {
      const startedAtMs = clock.monotonicMs();
      const waitMs = Math.max(0, ...target.firstRequests().map((request) => this.#bus.requiredWaitMs(request)));
      if (waitMs > 0) {
        await this.#pause(Math.min(Math.ceil(waitMs), intervalMs), pollRun);
        continue;
      }
      const outcome = await target.pollOnce();
      if (outcome === 'done') this.#unansweredRounds = 0;
      if (outcome === 'unanswered') this.#unansweredRounds += 1;
      const backOffMs = BACK_OFF_MS[Math.min(this.#unansweredRounds, BACK_OFF_MS.length) - 1] ?? 0;
      const dueMs = intervalMs - (clock.monotonicMs() - startedAtMs);
      await this.#pause(Math.max(backOffMs, dueMs), pollRun);
    }
  }

  #countBytes(chunk: Uint8Array): void {
    this.#counts.bytes += chunk.length;
    this.#lastBytes = new Uint8Array(chunk.subarray(-MAX_LAST_BYTES));
  }

  #pause(ms: number, pollRun: PollRun): Promise<void> {
    if (pollRun.ended() !== null || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#context.clock.after(ms, resolve);
      pollRun.wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
