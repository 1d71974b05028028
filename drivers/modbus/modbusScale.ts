// A scale behind Modbus registers: polls its model's blocks, turns them into readings, and writes its model's commands.
// What registers mean is decided in scaleRegisters.ts, when to poll in modbusPoller.ts. Must not know any port.
import type { DriverContext } from '../contract/driver.ts';
import type { ModbusScaleModel, ScaleSettings } from '../models/instrumentModel.ts';
import { interpretScaleMessage } from '../scale/scaleObservation.ts';
import type { ScaleReadingRules } from '../scale/scaleObservation.ts';
import { readRegisterImage } from './registerBlocks.ts';
import type { RegisterBlock } from './registerBlocks.ts';
import type { ModbusBus } from './modbusBus.ts';
import { runRegisterCommand } from './registerCommands.ts';
import type { CommandableDriver } from './registerCommands.ts';
import type { ModbusRequest, ModbusReadRequest } from './modbusConnection.ts';
import { ModbusPoller } from './modbusPoller.ts';
import type { PollTarget } from './modbusPoller.ts';
import { planScaleBlocks, listGuardRegisters, decodeScaleRegisters } from './scaleRegisters.ts';
import type { InstrumentId } from '../contract/siteIds.ts';

/** One scale on a bus. */
export interface ModbusScaleSettings {
  instrument: InstrumentId;
  model: ModbusScaleModel;
  /** Modbus address. */
  unit: number;
  /** What the site file says of the scale; null: nothing. */
  scale: ScaleSettings | null;
}

/** The driver of a scale behind Modbus registers. */
export function createModbusScale(
  settings: ModbusScaleSettings,
  bus: ModbusBus,
  context: DriverContext,
): CommandableDriver {
  const { model, unit, instrument } = settings;
  const poller = new ModbusPoller({ instrument, silentAfterMs: model.silentAfterMs, poll: model.poll }, bus, context);
  const scale = new ModbusScalePoll(settings, poller);
  return {
    instrument,
    health: () => poller.health(),
    run: (signal) => poller.run(signal, scale),
    runCommand: (name) => {
      const command = Object.hasOwn(model.commands, name) ? model.commands[name] : undefined;
      if (!command) throw new Error(`model ${model.name} has no command ${name}`);
      const sendRequest = (request: object): Promise<Awaited<ReturnType<ModbusBus['request']>>> =>
        bus.request({ ...request, unit, timeoutMs: model.poll.timeoutMs } as ModbusRequest);
      return runRegisterCommand(command, model.functionCode, { ask: sendRequest, clock: context.clock });
    },
  };
}

class ModbusScalePoll implements PollTarget {
  readonly #settings: ModbusScaleSettings;
  readonly #poller: ModbusPoller;
  readonly #blocks: RegisterBlock[];
  readonly #guards: number[];
  readonly #rules: ScaleReadingRules;

  constructor(settings: ModbusScaleSettings, poller: ModbusPoller) {
    this.#settings = settings;
    this.#poller = poller;
    this.#blocks = planScaleBlocks(settings.model);
    this.#guards = listGuardRegisters(settings.model);
    this.#rules = { unit: settings.model.unit, unmarked: 'gross', settings: settings.scale, hasCrc: true };
  }

  reset(): void {
    // Nothing is remembered from one reading to the next.
  }

  firstRequests(): ModbusReadRequest[] {
    return this.#blocks.map((block) => this.#readRequest(block));
  }

  async pollOnce(): Promise<'done' | 'failed' | 'unanswered'> {
    const { model, instrument, scale } = this.#settings;
    const image = await readRegisterImage(this.#blocks, this.#guards, (block) =>
      this.#poller.request(this.#readRequest(block)),
    );
    if ('failure' in image) {
      this.#poller.reportFault(image.failure.fault, image.failure.detail);
      return image.failure.fault === 'no-reply' ? 'unanswered' : 'failed';
    }
    if ('torn' in image) {
      this.#poller.reportFault('not-ready', 'the status changed while the weight was read');
      return 'done';
    }
    this.#poller.countFrames(image.frameCount, image.atMs);
    const message = decodeScaleRegisters(model, image.registers, scale?.decimals ?? null);
    const observation = interpretScaleMessage(message, { instrument, atMs: image.atMs, raw: image.raw }, this.#rules);
    if (observation !== null) this.#poller.reportObservation(observation);
    return 'done';
  }

  #readRequest(block: RegisterBlock): ModbusReadRequest {
    return { unit: this.#settings.unit, ...block, timeoutMs: this.#settings.model.poll.timeoutMs };
  }
}
