// Bits, fields and numbers in registers that have been read. Must not know any bus, port or device.
import type {
  ModbusScaleModel,
  RegisterBitCondition,
  RegisterCondition,
  RegisterField,
  RegisterType,
} from '../models/instrumentModel.ts';

/** How many registers a number of each type takes. */
export const REGISTERS_BY_TYPE: Readonly<Record<RegisterType, 1 | 2>> = {
  int16: 1,
  uint16: 1,
  int32: 2,
  uint32: 2,
  float32: 2,
};

/** What was read, by register key; see `encodeRegisterKey`. */
export type RegisterValues = ReadonlyMap<number, number>;

/** Keys of bits that are no registers lie above those of all registers. */
const DISCRETE_INPUT_KEYS = 0x1_0000;
const COIL_KEYS = 0x2_0000;

/** One number for a register (its wire address), a discrete input or a coil. */
export function encodeRegisterKey({ at, in: table }: { at: number; in?: RegisterBitCondition['in'] }): number {
  if (table === undefined) return at;
  return (table === 'coils' ? COIL_KEYS : DISCRETE_INPUT_KEYS) + at;
}

/** The address of a register key, and which bit table it is in; no table: a register. */
export function decodeRegisterKey(key: number): { at: number; in?: NonNullable<RegisterBitCondition['in']> } {
  if (key >= COIL_KEYS) return { at: key - COIL_KEYS, in: 'coils' };
  return key >= DISCRETE_INPUT_KEYS ? { at: key - DISCRETE_INPUT_KEYS, in: 'discrete-inputs' } : { at: key };
}

/**
 * The value of a register key.
 *
 * @throws {Error} when it was not read
 */
export function getRegister(registers: RegisterValues, key: number): number {
  const value = registers.get(key);
  if (value === undefined) throw new Error(`register ${key} was not read: the block plan is wrong`);
  return value;
}

/**
 * Some bits of a register as a number: (register >> shift) & mask.
 *
 * @throws {Error} when the register was not read
 */
export function getFieldValue(field: RegisterField & { in?: 'coils' }, registers: RegisterValues): number {
  return (getRegister(registers, encodeRegisterKey(field)) >> field.shift) & field.mask;
}

/**
 * True if a bit has the state that the condition names.
 *
 * @throws {Error} when the register was not read
 */
export function isBitConditionMet(bit: RegisterBitCondition, registers: RegisterValues): boolean {
  return ((getRegister(registers, encodeRegisterKey(bit)) >> bit.bit) & 1) === (bit.inverted ? 0 : 1);
}

/**
 * True if a bit or a field has the state that the condition names.
 *
 * @throws {Error} when the register was not read
 */
export function isConditionMet(condition: RegisterCondition, registers: RegisterValues): boolean {
  return 'bit' in condition
    ? isBitConditionMet(condition, registers)
    : condition.values.includes(getFieldValue(condition, registers)) !== condition.inverted;
}

/**
 * True if one of the conditions is met; without conditions false.
 *
 * @throws {Error} when a register was not read
 */
export function isAnyConditionMet(
  conditions: readonly RegisterCondition[] | undefined,
  registers: RegisterValues,
): boolean {
  return (conditions ?? []).some((condition) => isConditionMet(condition, registers));
}

/**
 * The number that words hold, given in the order of their addresses.
 *
 * @throws {RangeError} when there are fewer words than the type needs
 */
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
