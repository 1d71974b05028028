// A model's register table at work: which blocks to read, and what the registers read mean. Pure; knows no bus and no port.
import type { Message } from '../contract/message.ts';
import type { ModbusScaleModel, RegisterBit, RegisterDecimals, RegisterType, RegisterWeight } from '../instrument.ts';

export interface Block {
  at: number;
  count: number;
}

/** The smallest maximum among the models: Laumas answers at most 32 registers. */
const BLOCK_MOST = 32;

const WIDTH: Readonly<Record<RegisterType, 1 | 2>> = { int16: 1, uint16: 1, int32: 2, uint32: 2, float32: 2 };

/** Registers by wire address. */
export type Registers = ReadonlyMap<number, number>;

/** Adjacent registers are read in one request; a gap is never read, some devices refuse it. */
export function blocksOf(model: ModbusScaleModel): Block[] {
  const used = new Set<number>();
  for (const weight of Object.values(model.weights)) {
    for (let i = 0; i < WIDTH[weight.type]; i += 1) used.add(weight.at + i);
    if (weight.negative) used.add(weight.negative.at);
  }
  for (const bits of Object.values(model.status)) for (const bit of bits) used.add(bit.at);
  if (model.decimals.from === 'register') used.add(model.decimals.at);
  const blocks: Block[] = [];
  for (const at of [...used].sort((a, b) => a - b)) {
    const last = blocks.at(-1);
    if (last && at === last.at + last.count && last.count < BLOCK_MOST) last.count += 1;
    else blocks.push({ at, count: 1 });
  }
  return blocks;
}

/** `settingsDecimals`: what the site file says of this scale; null if it says nothing. */
export function scaleMessage(model: ModbusScaleModel, registers: Registers, settingsDecimals: number | null): Message {
  const { status, weights } = model;
  const holds = (bits: readonly RegisterBit[] | undefined): boolean => (bits ?? []).some((bit) => bitHolds(bit, registers));
  if (holds(status.error)) return { kind: 'error', error: 'scale-error', value: null };
  if (holds(status.overload)) return { kind: 'error', error: 'overload', value: null };
  if (holds(status.underload)) return { kind: 'error', error: 'underload', value: null };

  const decimals = decimalsOf(model.decimals, registers, settingsDecimals);
  if (decimals === null) return { kind: 'error', error: 'value-refused', value: null };
  const text = (weight: RegisterWeight): string | null => weightText(model, weight, { registers, decimals });
  // Gross wherever the device has it: net may hide a tare that somebody pressed.
  const mode = weights.gross ? 'gross' : weights.net ? 'net' : holds(status.net) ? 'net' : 'gross';
  const shown = weights.gross ?? weights.net ?? weights.displayed;
  const value = shown ? text(shown) : null;
  const tare = weights.tare ? text(weights.tare) : holds(status.net) ? heldTare(model, { registers, decimals }) : undefined;
  if (value === null || tare === null) return { kind: 'error', error: 'value-refused', value: null };
  return {
    kind: 'weight',
    value,
    unit: model.unit,
    stable: holds(status.stable),
    mode,
    decimals,
    ...(tare === undefined ? {} : { tare }),
    ...(status.centreOfZero ? { centreOfZero: holds(status.centreOfZero) } : {}),
    checksumOk: true,
  };
}

/** Gross less net, where the device gives both as whole numbers. */
function heldTare(model: ModbusScaleModel, { registers, decimals }: { registers: Registers; decimals: number }): string | undefined {
  const { gross, net } = model.weights;
  if (!gross || !net || gross.type === 'float32' || net.type === 'float32') return undefined;
  const tare = signedNumber(model, gross, registers) - signedNumber(model, net, registers);
  return `${tare < 0 ? '-' : ''}${pointed(Math.abs(tare), decimals)}`;
}

function signedNumber(model: ModbusScaleModel, weight: RegisterWeight, registers: Registers): number {
  const value = numberAt(model, weight, registers);
  return weight.negative && bitHolds(weight.negative, registers) ? -Math.abs(value) : value;
}

function bitHolds({ at, bit, inverted }: RegisterBit, registers: Registers): boolean {
  return ((word(registers, at) >> bit) & 1) === (inverted ? 0 : 1);
}

function decimalsOf(decimals: RegisterDecimals, registers: Registers, settings: number | null): number | null {
  if (decimals.from === 'settings') return settings;
  if (decimals.from === 'model') return decimals.decimals;
  const code = (word(registers, decimals.at) >> decimals.shift) & decimals.mask;
  const said = decimals.table ? decimals.table[code] : code;
  return said === undefined || said > 6 ? null : said;
}

function weightText(model: ModbusScaleModel, weight: RegisterWeight, { registers, decimals }: { registers: Registers; decimals: number }): string | null {
  const value = signedNumber(model, weight, registers);
  if (weight.type === 'float32') return Number.isFinite(value) && Math.abs(value) < 1e9 ? value.toFixed(decimals) : null;
  return `${value < 0 ? '-' : ''}${pointed(Math.abs(value), decimals)}`;
}

/** (1234567, 1) → "123456.7": the point is put into the digits, no float is ever divided. */
function pointed(digits: number, decimals: number): string {
  if (decimals === 0) return String(digits);
  const text = String(digits).padStart(decimals + 1, '0');
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

function numberAt(model: Pick<ModbusScaleModel, 'byteOrder' | 'wordOrder'>, { at, type }: { at: number; type: RegisterType }, registers: Registers): number {
  const words = WIDTH[type] === 1 ? [word(registers, at)] : [word(registers, at), word(registers, at + 1)];
  return numberOf(words, type, model);
}

/** Words in the order of their addresses → the number they hold. Throws if there are fewer than the type needs. */
export function numberOf(words: readonly number[], type: RegisterType, { byteOrder, wordOrder }: Pick<ModbusScaleModel, 'byteOrder' | 'wordOrder'>): number {
  const ordered = wordOrder === 'high-word-first' ? words.slice(0, WIDTH[type]) : words.slice(0, WIDTH[type]).reverse();
  const bytes = Buffer.alloc(2 * WIDTH[type]);
  ordered.forEach((value, i) => (byteOrder === 'high-byte-first' ? bytes.writeUInt16BE(value, 2 * i) : bytes.writeUInt16LE(value, 2 * i)));
  if (ordered.length < WIDTH[type]) throw new RangeError(`${type} needs ${WIDTH[type]} registers`);
  switch (type) {
    case 'int16':
      return bytes.readInt16BE(0);
    case 'uint16':
      return bytes.readUInt16BE(0);
    case 'int32':
      return bytes.readInt32BE(0);
    case 'uint32':
      return bytes.readUInt32BE(0);
    case 'float32':
      return bytes.readFloatBE(0);
  }
}

function word(registers: Registers, at: number): number {
  const value = registers.get(at);
  if (value === undefined) throw new Error(`register ${at} was not read: the block plan is wrong`);
  return value;
}
