// A scale behind Modbus registers: reads its model's blocks again and again and turns them into readings, and writes
// its model's commands. What registers mean is in registers.ts, when to ask is in poller.ts.
import type { DriverContext } from '../contract/driver.ts';
import type { ModbusScaleModel, ScaleSettings } from '../instrument.ts';
import { observationFrom } from '../scale/reading.ts';
import type { ScaleRules } from '../scale/reading.ts';
import { readImage } from './blocks.ts';
import type { Block } from './blocks.ts';
import type { Bus } from './bus.ts';
import { runCommand } from './commands.ts';
import type { CommandableDriver } from './commands.ts';
import type { Ask, ReadAsk } from './connection.ts';
import { Poller } from './poller.ts';
import type { Work } from './poller.ts';
import { blocksOf, guardsOf, scaleMessage } from './registers.ts';

export interface ModbusScaleSettings {
  instrument: string;
  model: ModbusScaleModel;
  unit: number;
  scale: ScaleSettings | null;
}

export function modbusScale(settings: ModbusScaleSettings, bus: Bus, context: DriverContext): CommandableDriver {
  const { model, unit, instrument } = settings;
  const poller = new Poller({ instrument, silentAfterMs: model.silentAfterMs, poll: model.poll }, bus, context);
  const scale = new ModbusScale(settings, poller);
  return {
    instrument,
    health: () => poller.health(),
    run: (signal) => poller.run(signal, scale),
    command: (name) => {
      const command = Object.hasOwn(model.commands, name) ? model.commands[name] : undefined;
      if (!command) throw new Error(`model ${model.name} has no command ${name}`);
      const ask = (one: object): Promise<Awaited<ReturnType<Bus['ask']>>> =>
        bus.ask({ ...one, unit, timeoutMs: model.poll.timeoutMs } as Ask);
      return runCommand(command, model.functionCode, { ask, clock: context.clock });
    },
  };
}

class ModbusScale implements Work {
  readonly #settings: ModbusScaleSettings;
  readonly #poller: Poller;
  readonly #blocks: Block[];
  readonly #guards: number[];
  readonly #rules: ScaleRules;

  constructor(settings: ModbusScaleSettings, poller: Poller) {
    this.#settings = settings;
    this.#poller = poller;
    this.#blocks = blocksOf(settings.model);
    this.#guards = guardsOf(settings.model);
    this.#rules = { unit: settings.model.unit, unmarked: 'gross', settings: settings.scale, hasCrc: true };
  }

  begin(): void {
    // Nothing is remembered from one reading to the next.
  }

  opens(): ReadAsk[] {
    return this.#blocks.map((block) => this.#question(block));
  }

  async round(): Promise<'done' | 'failed' | 'unanswered'> {
    const { model, instrument, scale } = this.#settings;
    const image = await readImage(this.#blocks, this.#guards, (block) => this.#poller.ask(this.#question(block)));
    if ('refused' in image) {
      this.#poller.fault(image.refused.fault, image.refused.detail);
      return image.refused.fault === 'no-reply' ? 'unanswered' : 'failed';
    }
    if ('torn' in image) {
      this.#poller.fault('not-ready', 'the status changed while the weight was read');
      return 'done';
    }
    this.#poller.heard(image.frames, image.atMs);
    const message = scaleMessage(model, image.registers, scale?.decimals ?? null);
    const observation = observationFrom(message, { instrument, atMs: image.atMs, raw: image.raw }, this.#rules);
    if (observation !== null) this.#poller.observe(observation);
    return 'done';
  }

  #question(block: Block): ReadAsk {
    return { unit: this.#settings.unit, ...block, timeoutMs: this.#settings.model.poll.timeoutMs };
  }
}
