// A scale behind Modbus registers: reads its model's blocks again and again and turns them into readings. Backs off from a
// slave that does not answer, so that the others on its line keep their rate. What registers mean is in registers.ts.
import type { Driver, DriverContext, Health, LineCounts } from '../contract/driver.ts';
import type { InstrumentFault } from '../contract/fault.ts';
import type { ModbusScaleModel, ScaleSettings } from '../instrument.ts';
import { observationFrom } from '../scale/reading.ts';
import type { ScaleRules } from '../scale/reading.ts';
import type { Bus, Member } from './bus.ts';
import { blocksOf, scaleMessage } from './registers.ts';
import type { Block } from './registers.ts';

export interface ModbusScaleSettings {
  instrument: string;
  model: ModbusScaleModel;
  unit: number;
  scale: ScaleSettings | null;
}

/**
 * Waits after the first, second, … unanswered question. With a time-out of 300 ms the last costs the line
 * 300 / 8 300 = 3.6 % of its time.
 */
const BACK_OFF_MS = [100, 1_000, 4_000, 8_000] as const;
const LAST_BYTES_KEPT = 64;

export function modbusScale(settings: ModbusScaleSettings, bus: Bus, context: DriverContext): Driver {
  const scale = new ModbusScale(settings, bus, context);
  return {
    instrument: settings.instrument,
    health: () => scale.health(),
    run: (signal) => scale.run(signal),
  };
}

interface Session {
  /** The reason, once there is one. */
  ended(): string | null;
  /** Ends the present pause, if there is one. */
  wake: () => void;
}

class ModbusScale {
  readonly #settings: ModbusScaleSettings;
  readonly #bus: Bus;
  readonly #context: DriverContext;
  readonly #blocks: Block[];
  readonly #rules: ScaleRules;
  readonly #counts: LineCounts = { bytes: 0, frames: 0, discarded: 0, checksumErrors: 0, faults: 0, opens: 0 };
  #state: Health['state'] = 'closed';
  #trouble = '';
  #lastBytes: Uint8Array = new Uint8Array();
  #lastFrameAtMs: number | null = null;
  #unanswered = 0;

  constructor(settings: ModbusScaleSettings, bus: Bus, context: DriverContext) {
    this.#settings = settings;
    this.#bus = bus;
    this.#context = context;
    this.#blocks = blocksOf(settings.model);
    this.#rules = { unit: settings.model.unit, unmarked: 'gross', settings: settings.scale };
  }

  health(): Health {
    return { state: this.#state, trouble: this.#trouble, lastBytes: this.#lastBytes, lastFrameAtMs: this.#lastFrameAtMs, counts: { ...this.#counts } };
  }

  async run(signal: AbortSignal): Promise<string> {
    if (signal.aborted) return 'stopped';
    this.#state = 'opening';
    let ended: string | null = null;
    const session: Session = { ended: () => ended, wake: () => undefined };
    const member: Member = {
      silentAfterMs: this.#settings.model.silentAfterMs,
      bytes: (chunk) => this.#saw(chunk),
      ended: (fault, detail) => {
        this.#fault(fault, detail);
        end(`${fault}: ${detail}`);
      },
    };
    const end = (reason: string): void => {
      ended ??= reason;
      session.wake();
    };
    const stop = (): void => end('stopped');
    signal.addEventListener('abort', stop);
    const refused = await this.#bus.join(member);
    if (refused === null) {
      this.#counts.opens += 1;
      this.#state = 'open';
      this.#unanswered = 0;
      await this.#work(session);
      await this.#bus.leave(member);
    } else {
      this.#fault('port-absent', refused);
      end(`port-absent: ${refused}`);
    }
    signal.removeEventListener('abort', stop);
    const reason = session.ended() ?? 'stopped';
    this.#state = reason === 'stopped' ? 'closed' : 'waiting';
    return reason;
  }

  async #work(session: Session): Promise<void> {
    const { intervalMs } = this.#settings.model.poll;
    while (session.ended() === null) {
      const startedAtMs = this.#context.clock.monotonicMs();
      const restMs = this.#restMs();
      if (restMs > 0) {
        await this.#pause(Math.min(restMs, intervalMs), session);
        continue;
      }
      await this.#poll(session);
      const backOffMs = BACK_OFF_MS[Math.min(this.#unanswered, BACK_OFF_MS.length) - 1] ?? 0;
      const dueMs = intervalMs - (this.#context.clock.monotonicMs() - startedAtMs);
      await this.#pause(Math.max(backOffMs, dueMs), session);
    }
  }

  #restMs(): number {
    return Math.max(...this.#blocks.map(({ count }) => this.#bus.restMs(this.#settings.unit, count)));
  }

  async #poll(session: Session): Promise<void> {
    const { model, unit, instrument, scale } = this.#settings;
    const registers = new Map<number, number>();
    const frames: Uint8Array[] = [];
    let atMs = 0;
    for (const block of this.#blocks) {
      const answer = await this.#bus.ask({ unit, functionCode: model.functionCode, ...block, timeoutMs: model.poll.timeoutMs });
      // The port's end is told once, by the bus.
      if (session.ended() !== null || ('fault' in answer && answer.fault === 'port-closed')) return;
      if ('fault' in answer) {
        this.#unanswered += answer.fault === 'no-reply' ? 1 : 0;
        this.#fault(answer.fault, answer.detail);
        return;
      }
      answer.registers.forEach((value, i) => registers.set(block.at + i, value));
      frames.push(answer.raw);
      atMs = answer.atMs;
    }
    this.#unanswered = 0;
    this.#counts.frames += frames.length;
    this.#lastFrameAtMs = atMs;
    const raw = Uint8Array.from(frames.flatMap((frame) => [...frame]));
    const message = scaleMessage(model, registers, scale?.decimals ?? null);
    const observation = observationFrom(message, { instrument, atMs, raw }, this.#rules);
    if (observation === null) return;
    if (observation.kind === 'fault') this.#fault(observation.fault, observation.detail, raw);
    else {
      this.#trouble = '';
      this.#context.observe(observation);
    }
  }

  #saw(chunk: Uint8Array): void {
    this.#counts.bytes += chunk.length;
    this.#lastBytes = new Uint8Array(chunk.subarray(-LAST_BYTES_KEPT));
  }

  #fault(fault: InstrumentFault, detail: string, raw: Uint8Array = new Uint8Array()): void {
    this.#counts.faults += 1;
    this.#trouble = `${fault}: ${detail}`;
    this.#context.observe({ kind: 'fault', instrument: this.#settings.instrument, atMs: this.#context.clock.monotonicMs(), raw, fault, detail });
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
