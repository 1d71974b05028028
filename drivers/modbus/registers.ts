// A scale model's register table at work: which blocks to read, and what the registers read mean. Pure; knows no bus
// and no port.
import type { Message } from '../contract/message.ts';
import type { ModbusScaleModel, RegisterDecimals, RegisterType, RegisterWeight } from '../instrument.ts';
import { planBlocks } from './blocks.ts';
import type { Block } from './blocks.ts';
import { WIDTH, anyHolds, bitHolds, fieldValue, numberOf, placeOf, word } from './fields.ts';
import type { Registers } from './fields.ts';

export function blocksOf(model: ModbusScaleModel): Block[] {
  const used = new Set(guardsOf(model));
  for (const weight of Object.values(model.weights)) {
    for (let i = 0; i < WIDTH[weight.type]; i += 1) used.add(weight.at + i);
    if (weight.negative) used.add(placeOf(weight.negative));
  }
  if (model.decimals.from === 'register') used.add(model.decimals.at);
  if (model.unitFrom) used.add(model.unitFrom.at);
  if (model.range) used.add(model.range.at);
  return planBlocks({ functionCode: model.functionCode, used, first: guardsOf(model), spans: model.spans ?? [] });
}

/** What must not change while a weight is read: the status, and where the weights' signs are kept. */
export function guardsOf(model: ModbusScaleModel): number[] {
  const signs = Object.values(model.weights).flatMap(({ negative }) => (negative ? [negative] : []));
  return [...new Set([...Object.values(model.status).flat(), ...signs].map((one) => placeOf(one)))];
}

/** `settingsDecimals`: what the site file says of this scale; null if it says nothing. */
export function scaleMessage(model: ModbusScaleModel, registers: Registers, settingsDecimals: number | null): Message {
  const { status, weights } = model;
  const holds = (conditions: (typeof status)['net']): boolean => anyHolds(conditions, registers);
  if (holds(status.error)) return { kind: 'error', error: 'scale-error', value: null };
  if (holds(status.overload)) return { kind: 'error', error: 'overload', value: null };
  if (holds(status.underload)) return { kind: 'error', error: 'underload', value: null };
  if (holds(status.notReady)) return { kind: 'error', error: 'not-ready', value: null };

  const decimals = decimalsOf(model.decimals, registers, settingsDecimals);
  if (decimals === null) return { kind: 'error', error: 'value-refused', value: null };
  const unit = unitOf(model, registers);
  if (unit === null) return { kind: 'error', error: 'unit-refused', value: null };
  const text = (weight: RegisterWeight): string | null => weightText(model, weight, { registers, decimals });
  // Gross wherever the device has it: net may hide a tare that somebody pressed.
  const mode = weights.gross ? 'gross' : weights.net ? 'net' : holds(status.net) ? 'net' : 'gross';
  const shown = weights.gross ?? weights.net ?? weights.displayed;
  const value = shown ? text(shown) : null;
  const tare = weights.tare
    ? text(weights.tare)
    : holds(status.net)
      ? heldTare(model, { registers, decimals })
      : undefined;
  if (value === null || tare === null) return { kind: 'error', error: 'value-refused', value: null };
  return {
    kind: 'weight',
    value,
    unit,
    stable: holds(status.stable),
    mode,
    decimals,
    ...(tare === undefined ? {} : { tare }),
    ...(model.range ? { range: model.range.first + fieldValue(model.range, registers) } : {}),
    ...(status.centreOfZero ? { centreOfZero: holds(status.centreOfZero) } : {}),
    checksumOk: true,
  };
}

/** Gross less net, where the device gives both as whole numbers. */
function heldTare(
  model: ModbusScaleModel,
  { registers, decimals }: { registers: Registers; decimals: number },
): string | undefined {
  const { gross, net } = model.weights;
  if (!gross || !net || gross.type === 'float32' || net.type === 'float32') return undefined;
  const tare = signedNumber(model, gross, registers) - signedNumber(model, net, registers);
  return `${tare < 0 ? '-' : ''}${pointed(Math.abs(tare), decimals)}`;
}

function signedNumber(model: ModbusScaleModel, weight: RegisterWeight, registers: Registers): number {
  const value = numberAt(model, weight, registers);
  return weight.negative && bitHolds(weight.negative, registers) ? -Math.abs(value) : value;
}

/** Null: the device weighs in something that is no metric unit. */
function unitOf({ unit, unitFrom }: ModbusScaleModel, registers: Registers): string | null {
  return unitFrom ? (unitFrom.table[fieldValue(unitFrom, registers)] ?? null) : unit;
}

function decimalsOf(decimals: RegisterDecimals, registers: Registers, settings: number | null): number | null {
  if (decimals.from === 'settings') return settings;
  if (decimals.from === 'model') return decimals.decimals;
  const code = fieldValue(decimals, registers);
  const said = decimals.table ? decimals.table[code] : code;
  return said === undefined || said > 6 ? null : said;
}

function weightText(
  model: ModbusScaleModel,
  weight: RegisterWeight,
  { registers, decimals }: { registers: Registers; decimals: number },
): string | null {
  const value = signedNumber(model, weight, registers);
  if (weight.type === 'float32')
    return Number.isFinite(value) && Math.abs(value) < 1e9 ? value.toFixed(decimals) : null;
  return `${value < 0 ? '-' : ''}${pointed(Math.abs(value), decimals)}`;
}

/** (1234567, 1) → "123456.7": the point is put into the digits, no float is ever divided. */
function pointed(digits: number, decimals: number): string {
  if (decimals === 0) return String(digits);
  const text = String(digits).padStart(decimals + 1, '0');
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

function numberAt(
  model: Pick<ModbusScaleModel, 'byteOrder' | 'wordOrder'>,
  { at, type }: { at: number; type: RegisterType },
  registers: Registers,
): number {
  const words = WIDTH[type] === 1 ? [word(registers, at)] : [word(registers, at), word(registers, at + 1)];
  return numberOf(words, type, model);
}
