// A reader behind Modbus registers: polls each of its antennas and turns tags that are present into tag reads. When
// data are a tag's is decided in tagFreshness.ts, when to poll in modbusPoller.ts. Must not know any bus or port.
import type { DriverContext, Driver } from '../contract/driver.ts';
import type { ModbusReaderModel, RegisterCondition } from '../models/instrumentModel.ts';
import { planRegisterBlocks, readRegisterImage } from './registerBlocks.ts';
import type { RegisterBlock, RegisterImage } from './registerBlocks.ts';
import type { ModbusBus } from './modbusBus.ts';
import type { ModbusReadRequest, ModbusFailure, ModbusWriteRequest } from './modbusConnection.ts';
import { getFieldValue, encodeRegisterKey, getRegister } from './registerFields.ts';
import { createTagFreshnessCheck } from './tagFreshness.ts';
import type { TagFreshnessCheck, ReaderRegisterAccess, TagCheckResult } from './tagFreshness.ts';
import { ModbusPoller } from './modbusPoller.ts';
import type { PollTarget } from './modbusPoller.ts';
import type { InstrumentId } from '../contract/siteIds.ts';

/** One reader on a bus. */
export interface ModbusReaderSettings {
  instrument: InstrumentId;
  model: ModbusReaderModel;
  unit: number;
}

/** The driver of a reader behind Modbus registers. */
export function createModbusReader(settings: ModbusReaderSettings, bus: ModbusBus, context: DriverContext): Driver {
  const { model, instrument } = settings;
  const poller = new ModbusPoller({ instrument, silentAfterMs: model.silentAfterMs, poll: model.poll }, bus, context);
  const reader = new ModbusReaderPoll(settings, poller, () => context.clock.monotonicMs());
  return { instrument, health: () => poller.health(), run: (signal) => poller.run(signal, reader) };
}

interface AntennaChannel {
  antenna: number;
  /** The model as this antenna's registers have it. */
  model: ModbusReaderModel;
  blocks: RegisterBlock[];
  guards: number[];
  freshnessCheck: TagFreshnessCheck;
}

/** The fewest requests that read what is needed; `guards` are the registers that say whether data are a tag's. */
export function planReaderBlocks(model: ModbusReaderModel): { blocks: RegisterBlock[]; guards: number[] } {
  const { data, fresh, present, busy, error } = model;
  const guards = [...present, ...busy, ...error].map((condition: RegisterCondition) => encodeRegisterKey(condition));
  if (fresh.by === 'clear') guards.push(encodeRegisterKey(fresh.flag));
  if (fresh.by === 'ticket') guards.push(fresh.echo.at);
  const used = new Set([...guards, ...Array.from({ length: data.registers }, (_, i) => data.at + i)]);
  if (typeof data.length !== 'number') used.add(data.length.at);
  return {
    blocks: planRegisterBlocks({ functionCode: model.functionCode, used, first: guards, spans: model.spans ?? [] }),
    guards,
  };
}

class ModbusReaderPoll implements PollTarget {
  readonly #settings: ModbusReaderSettings;
  readonly #poller: ModbusPoller;
  readonly #nowMs: () => number;
  readonly #channels: AntennaChannel[];

  constructor(settings: ModbusReaderSettings, poller: ModbusPoller, nowMs: () => number) {
    this.#settings = settings;
    this.#poller = poller;
    this.#nowMs = nowMs;
    this.#channels = settings.model.channels.map(({ antenna, offset }) => {
      const model = shiftModelAddresses(settings.model, offset);
      return {
        antenna,
        model,
        ...planReaderBlocks(model),
        freshnessCheck: createTagFreshnessCheck(model.fresh, model),
      };
    });
  }

  reset(): void {
    for (const { freshnessCheck } of this.#channels) freshnessCheck.reset();
  }

  firstRequests(): ModbusReadRequest[] {
    return this.#channels.flatMap(({ blocks }) => blocks.map((block) => this.#readRequest(block)));
  }

  async pollOnce(): Promise<'done' | 'failed' | 'unanswered'> {
    for (const channel of this.#channels) {
      const result = await channel.freshnessCheck.check(this.#registerAccess(channel));
      if ('failure' in result) {
        this.#poller.reportFault(result.failure.fault, result.failure.detail);
        return result.failure.fault === 'no-reply' ? 'unanswered' : 'failed';
      }
      this.#report(channel, result);
    }
    return 'done';
  }

  #report(channel: AntennaChannel, result: Exclude<TagCheckResult, { refused: unknown }>): void {
    if ('fault' in result) {
      this.#poller.reportFault(result.fault, result.detail, result.raw);
      return;
    }
    this.#poller.clearFault();
    if ('tag' in result) this.#reportTag(channel, result.tag);
  }

  #reportTag({ model, antenna }: AntennaChannel, image: RegisterImage): void {
    const { instrument } = this.#settings;
    const { raw, atMs } = image;
    const hex = readTagIdentity(model, image);
    if (hex === null) {
      this.#poller.reportFault('frame-refused', 'a tag without an identity', raw);
      return;
    }
    const tid = model.identity === 'uid' ? { tidHex: hex } : {};
    // Checked by the reader, if by anybody: its registers do not carry the tag's CRC.
    this.#poller.reportObservation({
      kind: 'tag',
      instrument,
      atMs,
      raw,
      epcHex: hex,
      ...tid,
      antenna,
      crcChecked: false,
    });
  }

  #registerAccess({ model, blocks, guards }: AntennaChannel): ReaderRegisterAccess {
    const { timeoutMs } = model.poll;
    return {
      nowMs: this.#nowMs,
      read: async () => {
        const result = await readRegisterImage(blocks, guards, (block) =>
          this.#poller.request(this.#readRequest(block)),
        );
        if ('registers' in result) this.#poller.countFrames(result.frameCount, result.atMs);
        return result;
      },
      writeSearchRequest: (at, values) =>
        this.#write({ unit: this.#settings.unit, functionCode: 16, at, values, timeoutMs }),
      clearFlag: (functionCode, at) =>
        this.#write({ unit: this.#responseUnit(), functionCode, at, values: [0], timeoutMs }),
    };
  }

  async #write(request: ModbusWriteRequest): Promise<ModbusFailure | null> {
    const response = await this.#poller.request(request);
    return 'fault' in response ? response : null;
  }

  #responseUnit(): number {
    return this.#settings.unit + this.#settings.model.answerUnitOffset;
  }

  #readRequest(block: RegisterBlock): ModbusReadRequest {
    return { unit: this.#responseUnit(), ...block, timeoutMs: this.#settings.model.poll.timeoutMs };
  }
}

/** Hexadecimal digits; null: nothing, or more than the registers can hold. */
function readTagIdentity({ data }: ModbusReaderModel, { registers }: RegisterImage): string | null {
  const words = Array.from({ length: data.registers }, (_, i) => getRegister(registers, data.at + i));
  const bytes = words.flatMap((word) => {
    if (data.bytes === 'one-a-register') return [word & 0xff];
    return data.bytes === 'high-byte-first' ? [word >> 8, word & 0xff] : [word & 0xff, word >> 8];
  });
  const length =
    typeof data.length === 'number' ? data.length : getFieldValue(data.length, registers) - data.length.less;
  if (length < 1 || length > bytes.length || bytes.slice(0, length).every((byte) => byte === 0)) return null;
  return Buffer.from(bytes.slice(0, length)).toString('hex').toUpperCase();
}

/** The same model with every address that belongs to an antenna moved by `offset`. */
function shiftModelAddresses(model: ModbusReaderModel, offset: number): ModbusReaderModel {
  const shift = <T extends { at: number }>(field: T): T => ({ ...field, at: field.at + offset });
  const { fresh, data } = model;
  return {
    ...model,
    fresh: shiftFreshnessAddresses(fresh, shift),
    present: model.present.map(shift),
    busy: model.busy.map(shift),
    error: model.error.map(shift),
    data: { ...shift(data), length: typeof data.length === 'number' ? data.length : shift(data.length) },
    ...(model.spans ? { spans: model.spans.map(shift) } : {}),
  };
}

function shiftFreshnessAddresses(
  fresh: ModbusReaderModel['fresh'],
  shift: <T extends { at: number }>(field: T) => T,
): ModbusReaderModel['fresh'] {
  if (fresh.by === 'ticket') return { ...fresh, request: shift(fresh.request), echo: shift(fresh.echo) };
  if (fresh.by === 'clear')
    return { ...fresh, flag: shift(fresh.flag), ...(fresh.request ? { request: shift(fresh.request) } : {}) };
  return fresh;
}
