// Bits, fields and numbers in registers that have been read. Pure; knows no bus, no port and no device.
import type { ModbusScaleModel, RegisterBit, RegisterCondition, RegisterField, RegisterType } from '../instrument.ts';

export const WIDTH: Readonly<Record<RegisterType, 1 | 2>> = { int16: 1, uint16: 1, int32: 2, uint32: 2, float32: 2 };

/** What was read, by place. A register's place is its wire address. */
export type Registers = ReadonlyMap<number, number>;

/** Bits that are no registers have places above all registers. */
const DISCRETE_INPUTS = 0x1_0000;
const COILS = 0x2_0000;

/** The place of a register, a discrete input or a coil. */
export function placeOf({ at, in: table }: { at: number; in?: RegisterBit['in'] }): number {
  if (table === undefined) return at;
  return (table === 'coils' ? COILS : DISCRETE_INPUTS) + at;
}

export function tableOf(place: number): { at: number; in?: NonNullable<RegisterBit['in']> } {
  if (place >= COILS) return { at: place - COILS, in: 'coils' };
  return place >= DISCRETE_INPUTS ? { at: place - DISCRETE_INPUTS, in: 'discrete-inputs' } : { at: place };
}

/** Throws if it was not read. */
export function word(registers: Registers, place: number): number {
  const value = registers.get(place);
  if (value === undefined) throw new Error(`register ${place} was not read: the block plan is wrong`);
  return value;
}

export function fieldValue(field: RegisterField & { in?: 'coils' }, registers: Registers): number {
  return (word(registers, placeOf(field)) >> field.shift) & field.mask;
}

export function bitHolds(bit: RegisterBit, registers: Registers): boolean {
  return ((word(registers, placeOf(bit)) >> bit.bit) & 1) === (bit.inverted ? 0 : 1);
}

export function holds(condition: RegisterCondition, registers: Registers): boolean {
  return 'bit' in condition
    ? bitHolds(condition, registers)
    : condition.values.includes(fieldValue(condition, registers)) !== condition.inverted;
}

export function anyHolds(conditions: readonly RegisterCondition[] | undefined, registers: Registers): boolean {
  return (conditions ?? []).some((condition) => holds(condition, registers));
}

/** Words in the order of their addresses → the number they hold. Throws if there are fewer than the type needs. */
export function numberOf(
  words: readonly number[],
  type: RegisterType,
  { byteOrder, wordOrder }: Pick<ModbusScaleModel, 'byteOrder' | 'wordOrder'>,
): number {
  const ordered = wordOrder === 'high-word-first' ? words.slice(0, WIDTH[type]) : words.slice(0, WIDTH[type]).reverse();
  const bytes = Buffer.alloc(2 * WIDTH[type]);
  ordered.forEach((value, i) =>
    byteOrder === 'high-byte-first' ? bytes.writeUInt16BE(value, 2 * i) : bytes.writeUInt16LE(value, 2 * i),
  );
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
