// A scale model's register table: which blocks to read, and what the registers mean. Must not know any bus or port.
import type { DeviceMessage } from '../contract/codec.ts';
import type { ModbusScaleModel, RegisterDecimals, RegisterType, RegisterWeight } from '../models/instrumentModel.ts';
import { planRegisterBlocks } from './registerBlocks.ts';
import type { RegisterBlock } from './registerBlocks.ts';
import {
  REGISTERS_BY_TYPE,
  isAnyConditionMet,
  isBitConditionMet,
  getFieldValue,
  decodeRegisterNumber,
  encodeRegisterKey,
  getRegister,
} from './registerFields.ts';
import type { RegisterValues } from './registerFields.ts';

/** The fewest requests that read a scale's status and weights; the status comes first. */
export function planScaleBlocks(model: ModbusScaleModel): RegisterBlock[] {
  const used = new Set(listGuardRegisters(model));
  for (const weight of Object.values(model.weights)) {
    for (let i = 0; i < REGISTERS_BY_TYPE[weight.type]; i += 1) used.add(weight.at + i);
    if (weight.negative) used.add(encodeRegisterKey(weight.negative));
  }
  if (model.decimals.from === 'register') used.add(model.decimals.at);
  if (model.unitFrom) used.add(model.unitFrom.at);
  if (model.range) used.add(model.range.at);
  return planRegisterBlocks({
    functionCode: model.functionCode,
    used,
    first: listGuardRegisters(model),
    spans: model.spans ?? [],
  });
}

/** Register keys that must not change while a weight is read: the status, and the signs of the weights. */
export function listGuardRegisters(model: ModbusScaleModel): number[] {
  const signs = Object.values(model.weights).flatMap(({ negative }) => (negative ? [negative] : []));
  return [
    ...new Set([...Object.values(model.status).flat(), ...signs].map((condition) => encodeRegisterKey(condition))),
  ];
}

/**
 * What the registers say: a weight, or why there is none. `settingsDecimals`: the decimals of the site file; null: it
 * says nothing.
 *
 * @throws {Error} when a register of the model was not read
 */
export function decodeScaleRegisters(
  model: ModbusScaleModel,
  registers: RegisterValues,
  settingsDecimals: number | null,
): DeviceMessage {
  const { status, weights } = model;
  const isAnyMet = (conditions: (typeof status)['net']): boolean => isAnyConditionMet(conditions, registers);
  if (isAnyMet(status.error)) return { kind: 'error', error: 'scale-error', value: null };
  if (isAnyMet(status.overload)) return { kind: 'error', error: 'overload', value: null };
  if (isAnyMet(status.underload)) return { kind: 'error', error: 'underload', value: null };
  if (isAnyMet(status.notReady)) return { kind: 'error', error: 'not-ready', value: null };

  const decimals = readDecimals(model.decimals, registers, settingsDecimals);
  if (decimals === null) return { kind: 'error', error: 'value-refused', value: null };
  const unit = readUnit(model, registers);
  if (unit === null) return { kind: 'error', error: 'unit-refused', value: null };
  const weightText = (weight: RegisterWeight): string | null => readWeightText(model, weight, { registers, decimals });
  // Gross wherever the device has it: net may hide a tare that somebody pressed.
  const mode = weights.gross ? 'gross' : weights.net ? 'net' : isAnyMet(status.net) ? 'net' : 'gross';
  const displayedWeight = weights.gross ?? weights.net ?? weights.displayed;
  const value = displayedWeight ? weightText(displayedWeight) : null;
  const tare = weights.tare
    ? weightText(weights.tare)
    : isAnyMet(status.net)
      ? deriveTare(model, { registers, decimals })
      : undefined;
  if (value === null || tare === null) return { kind: 'error', error: 'value-refused', value: null };
  return {
    kind: 'weight',
    value,
    unit,
    stable: isAnyMet(status.stable),
    mode,
    decimals,
    ...(tare === undefined ? {} : { tare }),
    ...(model.range ? { range: model.range.first + getFieldValue(model.range, registers) } : {}),
    ...(status.centreOfZero ? { centreOfZero: isAnyMet(status.centreOfZero) } : {}),
    checksumOk: true,
  };
}

/** Gross less net, where the device gives both as whole numbers. */
function deriveTare(
  model: ModbusScaleModel,
  { registers, decimals }: { registers: RegisterValues; decimals: number },
): string | undefined {
  const { gross, net } = model.weights;
  if (!gross || !net || gross.type === 'float32' || net.type === 'float32') return undefined;
  const tare = readSignedNumber(model, gross, registers) - readSignedNumber(model, net, registers);
  return `${tare < 0 ? '-' : ''}${insertDecimalPoint(Math.abs(tare), decimals)}`;
}

function readSignedNumber(model: ModbusScaleModel, weight: RegisterWeight, registers: RegisterValues): number {
  const value = readNumber(model, weight, registers);
  return weight.negative && isBitConditionMet(weight.negative, registers) ? -Math.abs(value) : value;
}

/** Null: the device weighs in something that is no metric unit. */
function readUnit({ unit, unitFrom }: ModbusScaleModel, registers: RegisterValues): string | null {
  return unitFrom ? (unitFrom.table[getFieldValue(unitFrom, registers)] ?? null) : unit;
}

function readDecimals(decimals: RegisterDecimals, registers: RegisterValues, settings: number | null): number | null {
  if (decimals.from === 'settings') return settings;
  if (decimals.from === 'model') return decimals.decimals;
  const code = getFieldValue(decimals, registers);
  const decimalPlaces = decimals.table ? decimals.table[code] : code;
  return decimalPlaces === undefined || decimalPlaces > 6 ? null : decimalPlaces;
}

function readWeightText(
  model: ModbusScaleModel,
  weight: RegisterWeight,
  { registers, decimals }: { registers: RegisterValues; decimals: number },
): string | null {
  const value = readSignedNumber(model, weight, registers);
  if (weight.type === 'float32')
    return Number.isFinite(value) && Math.abs(value) < 1e9 ? value.toFixed(decimals) : null;
  return `${value < 0 ? '-' : ''}${insertDecimalPoint(Math.abs(value), decimals)}`;
}

/** (1234567, 1) → "123456.7": the point is put into the digits, no float is ever divided. */
function insertDecimalPoint(digits: number, decimals: number): string {
  if (decimals === 0) return String(digits);
  const text = String(digits).padStart(decimals + 1, '0');
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

function readNumber(
  model: Pick<ModbusScaleModel, 'byteOrder' | 'wordOrder'>,
  { at, type }: { at: number; type: RegisterType },
  registers: RegisterValues,
): number {
  const words =
    REGISTERS_BY_TYPE[type] === 1
      ? [getRegister(registers, at)]
      : [getRegister(registers, at), getRegister(registers, at + 1)];
  return decodeRegisterNumber(words, type, model);
}
