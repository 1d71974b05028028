// Bits, fields and numbers in registers that have been read. Pure; knows no bus, no port and no device.
import type {
  ModbusScaleModel,
  RegisterBitCondition,
  RegisterCondition,
  RegisterField,
  RegisterType,
} from '../models/instrumentModel.ts';

export const REGISTERS_BY_TYPE: Readonly<Record<RegisterType, 1 | 2>> = {
  int16: 1,
  uint16: 1,
  int32: 2,
  uint32: 2,
  float32: 2,
};

/** What was read, by place. A register's place is its wire address. */
export type RegisterValues = ReadonlyMap<number, number>;

/** Bits that are no registers have places above all registers. */
const DISCRETE_INPUT_KEYS = 0x1_0000;
const COIL_KEYS = 0x2_0000;

/** The place of a register, a discrete input or a coil. */
export function encodeRegisterKey({ at, in: table }: { at: number; in?: RegisterBitCondition['in'] }): number {
  if (table === undefined) return at;
  return (table === 'coils' ? COIL_KEYS : DISCRETE_INPUT_KEYS) + at;
}

export function decodeRegisterKey(place: number): { at: number; in?: NonNullable<RegisterBitCondition['in']> } {
  if (place >= COIL_KEYS) return { at: place - COIL_KEYS, in: 'coils' };
  return place >= DISCRETE_INPUT_KEYS ? { at: place - DISCRETE_INPUT_KEYS, in: 'discrete-inputs' } : { at: place };
}

/** Throws if it was not read. */
export function getRegister(registers: RegisterValues, place: number): number {
  const value = registers.get(place);
  if (value === undefined) throw new Error(`register ${place} was not read: the block plan is wrong`);
  return value;
}

export function getFieldValue(field: RegisterField & { in?: 'coils' }, registers: RegisterValues): number {
  return (getRegister(registers, encodeRegisterKey(field)) >> field.shift) & field.mask;
}

export function isBitConditionMet(bit: RegisterBitCondition, registers: RegisterValues): boolean {
  return ((getRegister(registers, encodeRegisterKey(bit)) >> bit.bit) & 1) === (bit.inverted ? 0 : 1);
}

export function isConditionMet(condition: RegisterCondition, registers: RegisterValues): boolean {
  return 'bit' in condition
    ? isBitConditionMet(condition, registers)
    : condition.values.includes(getFieldValue(condition, registers)) !== condition.inverted;
}

export function isAnyConditionMet(
  conditions: readonly RegisterCondition[] | undefined,
  registers: RegisterValues,
): boolean {
  return (conditions ?? []).some((condition) => isConditionMet(condition, registers));
}

/** Words in the order of their addresses → the number they hold. Throws if there are fewer than the type needs. */
export function decodeRegisterNumber(
  words: readonly number[],
  type: RegisterType,
  { byteOrder, wordOrder }: Pick<ModbusScaleModel, 'byteOrder' | 'wordOrder'>,
): number {
  const ordered =
    wordOrder === 'high-word-first'
      ? words.slice(0, REGISTERS_BY_TYPE[type])
      : words.slice(0, REGISTERS_BY_TYPE[type]).reverse();
  const bytes = Buffer.alloc(2 * REGISTERS_BY_TYPE[type]);
  ordered.forEach((value, i) =>
    byteOrder === 'high-byte-first' ? bytes.writeUInt16BE(value, 2 * i) : bytes.writeUInt16LE(value, 2 * i),
  );
  if (ordered.length < REGISTERS_BY_TYPE[type])
    throw new RangeError(`${type} needs ${REGISTERS_BY_TYPE[type]} registers`);
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
