// A reader behind Modbus registers: looks at each of its antennas again and again and turns tags that are really there
// into tag reads. When data are a tag's is decided in freshness.ts, when to ask in poller.ts.
import type { DriverContext, Driver } from '../contract/driver.ts';
import type { ModbusReaderModel, RegisterCondition } from '../instrument.ts';
import { planBlocks, readImage } from './blocks.ts';
import type { Block, Image } from './blocks.ts';
import type { Bus } from './bus.ts';
import type { ReadAsk, Refused, WriteAsk } from './connection.ts';
import { fieldValue, placeOf, word } from './fields.ts';
import { freshnessOf } from './freshness.ts';
import type { Freshness, Link, Look } from './freshness.ts';
import { Poller } from './poller.ts';
import type { Work } from './poller.ts';

export interface ModbusReaderSettings {
  instrument: string;
  model: ModbusReaderModel;
  unit: number;
}

export function modbusReader(settings: ModbusReaderSettings, bus: Bus, context: DriverContext): Driver {
  const { model, instrument } = settings;
  const poller = new Poller({ instrument, silentAfterMs: model.silentAfterMs, poll: model.poll }, bus, context);
  const reader = new ModbusReader(settings, poller, () => context.clock.monotonicMs());
  return { instrument, health: () => poller.health(), run: (signal) => poller.run(signal, reader) };
}

interface Channel {
  antenna: number;
  /** The model as this antenna's registers have it. */
  model: ModbusReaderModel;
  blocks: Block[];
  guards: number[];
  fresh: Freshness;
}

/** What is read, in the fewest requests; `guards` are the signs by which data are a tag's. */
export function readerBlocks(model: ModbusReaderModel): { blocks: Block[]; guards: number[] } {
  const { data, fresh, present, busy, error } = model;
  const guards = [...present, ...busy, ...error].map((one: RegisterCondition) => placeOf(one));
  if (fresh.by === 'clear') guards.push(placeOf(fresh.flag));
  if (fresh.by === 'ticket') guards.push(fresh.echo.at);
  const used = new Set([...guards, ...Array.from({ length: data.registers }, (_, i) => data.at + i)]);
  if (typeof data.length !== 'number') used.add(data.length.at);
  return {
    blocks: planBlocks({ functionCode: model.functionCode, used, first: guards, spans: model.spans ?? [] }),
    guards,
  };
}

class ModbusReader implements Work {
  readonly #settings: ModbusReaderSettings;
  readonly #poller: Poller;
  readonly #nowMs: () => number;
  readonly #channels: Channel[];

  constructor(settings: ModbusReaderSettings, poller: Poller, nowMs: () => number) {
    this.#settings = settings;
    this.#poller = poller;
    this.#nowMs = nowMs;
    this.#channels = settings.model.channels.map(({ antenna, offset }) => {
      const model = moved(settings.model, offset);
      return { antenna, model, ...readerBlocks(model), fresh: freshnessOf(model.fresh, model) };
    });
  }

  begin(): void {
    for (const { fresh } of this.#channels) fresh.begin();
  }

  opens(): ReadAsk[] {
    return this.#channels.flatMap(({ blocks }) => blocks.map((block) => this.#question(block)));
  }

  async round(): Promise<'done' | 'failed' | 'unanswered'> {
    for (const channel of this.#channels) {
      const look = await channel.fresh.look(this.#link(channel));
      if ('refused' in look) {
        this.#poller.fault(look.refused.fault, look.refused.detail);
        return look.refused.fault === 'no-reply' ? 'unanswered' : 'failed';
      }
      this.#tell(channel, look);
    }
    return 'done';
  }

  #tell(channel: Channel, look: Exclude<Look, { refused: unknown }>): void {
    if ('trouble' in look) {
      this.#poller.fault(look.trouble, look.detail, look.raw);
      return;
    }
    this.#poller.well();
    if ('tag' in look) this.#tellTag(channel, look.tag);
  }

  #tellTag({ model, antenna }: Channel, image: Image): void {
    const { instrument } = this.#settings;
    const { raw, atMs } = image;
    const hex = identityOf(model, image);
    if (hex === null) {
      this.#poller.fault('frame-refused', 'a tag without an identity', raw);
      return;
    }
    const tid = model.identity === 'uid' ? { tidHex: hex } : {};
    // Checked by the reader, if by anybody: its registers do not carry the tag's CRC.
    this.#poller.observe({ kind: 'tag', instrument, atMs, raw, epcHex: hex, ...tid, antenna, crcChecked: false });
  }

  #link({ model, blocks, guards }: Channel): Link {
    const { timeoutMs } = model.poll;
    return {
      nowMs: this.#nowMs,
      read: async () => {
        const outcome = await readImage(blocks, guards, (block) => this.#poller.ask(this.#question(block)));
        if ('registers' in outcome) this.#poller.heard(outcome.frames, outcome.atMs);
        return outcome;
      },
      request: (at, values) => this.#write({ unit: this.#settings.unit, functionCode: 16, at, values, timeoutMs }),
      clear: (functionCode, at) => this.#write({ unit: this.#answerUnit(), functionCode, at, values: [0], timeoutMs }),
    };
  }

  async #write(ask: WriteAsk): Promise<Refused | null> {
    const answer = await this.#poller.ask(ask);
    return 'fault' in answer ? answer : null;
  }

  #answerUnit(): number {
    return this.#settings.unit + this.#settings.model.answerUnitOffset;
  }

  #question(block: Block): ReadAsk {
    return { unit: this.#answerUnit(), ...block, timeoutMs: this.#settings.model.poll.timeoutMs };
  }
}

/** Hexadecimal digits; null: nothing, or more than the registers can hold. */
function identityOf({ data }: ModbusReaderModel, { registers }: Image): string | null {
  const words = Array.from({ length: data.registers }, (_, i) => word(registers, data.at + i));
  const bytes = words.flatMap((one) => {
    if (data.bytes === 'one-a-register') return [one & 0xff];
    return data.bytes === 'high-byte-first' ? [one >> 8, one & 0xff] : [one & 0xff, one >> 8];
  });
  const length = typeof data.length === 'number' ? data.length : fieldValue(data.length, registers) - data.length.less;
  if (length < 1 || length > bytes.length || bytes.slice(0, length).every((byte) => byte === 0)) return null;
  return Buffer.from(bytes.slice(0, length)).toString('hex').toUpperCase();
}

/** The same model with every address that belongs to an antenna moved by `offset`. */
function moved(model: ModbusReaderModel, offset: number): ModbusReaderModel {
  const shift = <T extends { at: number }>(one: T): T => ({ ...one, at: one.at + offset });
  const { fresh, data } = model;
  return {
    ...model,
    fresh: movedFreshness(fresh, shift),
    present: model.present.map(shift),
    busy: model.busy.map(shift),
    error: model.error.map(shift),
    data: { ...shift(data), length: typeof data.length === 'number' ? data.length : shift(data.length) },
    ...(model.spans ? { spans: model.spans.map(shift) } : {}),
  };
}

function movedFreshness(
  fresh: ModbusReaderModel['fresh'],
  shift: <T extends { at: number }>(one: T) => T,
): ModbusReaderModel['fresh'] {
  if (fresh.by === 'ticket') return { ...fresh, request: shift(fresh.request), echo: shift(fresh.echo) };
  if (fresh.by === 'clear')
    return { ...fresh, flag: shift(fresh.flag), ...(fresh.request ? { request: shift(fresh.request) } : {}) };
  return fresh;
}
