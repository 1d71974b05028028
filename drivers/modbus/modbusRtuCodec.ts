// RTU frames of one direction of a recorded line, for `hakari decode` and for technicians; the bus does not use it. A
// frame has no start or end mark: its length follows from its function, and only the CRC confirms it. What a register
// means depends on the device: without a model there are numbers only. Must not know any bus or port.
//
// @see MODBUS over Serial Line V1.02, section 2.5.1; MODBUS Application Protocol V1.1b3, section 6
import type { Codec, DecodedFrame, DecodeResult, DeviceMessage, FrameDirection } from '../contract/codec.ts';
import type { ModbusScaleModel } from '../models/instrumentModel.ts';
import { modbusCrc } from './modbusCrc.ts';
import { REGISTERS_BY_TYPE, decodeRegisterNumber } from './registerFields.ts';
import { planScaleBlocks, decodeScaleRegisters } from './scaleRegisters.ts';

/** What gives registers their meaning. */
export interface RegisterInterpretation {
  model: ModbusScaleModel;
  /** Digits behind the point, of scales that do not send it; null: not known, so there is no weight. */
  decimals: number | null;
}

interface ModbusRtuState {
  direction: FrameDirection;
  pending: Uint8Array;
}

const EMPTY = new Uint8Array();
const MAX_FRAME_BYTES = 256;
const READS = new Set([1, 2, 3, 4]);
const SINGLE_WRITES = new Set([5, 6]);
const MULTIPLE_WRITES = new Set([15, 16]);
const EXCEPTION_LENGTH = 5;

/** Length of the frame that begins at `offset`; 'more' bytes are needed to know it; 'none' begins there. */
function frameLength(data: Uint8Array, offset: number, direction: FrameDirection): number | 'more' | 'none' {
  const functionCode = data[offset + 1];
  if (functionCode === undefined) return 'more';
  const fixed = fixedLength(functionCode, direction);
  if (fixed === 'none') return 'none';
  if (typeof fixed === 'number') return fixed;
  const byteCount = data[offset + fixed.countAt];
  if (byteCount === undefined) return 'more';
  const length = fixed.countAt + 1 + byteCount + 2;
  return length > MAX_FRAME_BYTES || byteCount === 0 ? 'none' : length;
}

function fixedLength(functionCode: number, direction: FrameDirection): number | 'none' | { countAt: number } {
  const baseFunction = functionCode & 0x7f;
  if (!READS.has(baseFunction) && !SINGLE_WRITES.has(baseFunction) && !MULTIPLE_WRITES.has(baseFunction)) return 'none';
  if (functionCode > 0x80) return direction === 'device' ? EXCEPTION_LENGTH : 'none';
  if (READS.has(functionCode)) return direction === 'host' ? 8 : { countAt: 2 };
  return MULTIPLE_WRITES.has(functionCode) && direction === 'host' ? { countAt: 6 } : 8;
}

function scan(
  state: ModbusRtuState,
  data: Uint8Array,
  { ending, meaning }: { ending: boolean; meaning: RegisterInterpretation | null },
): DecodeResult<ModbusRtuState> {
  const frames: DecodedFrame[] = [];
  let offset = 0;
  let discarded = 0;
  while (offset < data.length) {
    const length = frameLength(data, offset, state.direction);
    const incomplete = length === 'more' || (typeof length === 'number' && offset + length > data.length);
    if (incomplete && !ending) break;
    if (incomplete || length === 'none' || modbusCrc(data.subarray(offset, offset + length)) !== 0) {
      offset += 1;
      discarded += 1;
      continue;
    }
    const raw = new Uint8Array(data.subarray(offset, offset + length));
    frames.push({
      raw,
      message: state.direction === 'host' ? decodeRequest(raw, meaning?.model ?? null) : decodeResponse(raw, meaning),
    });
    offset += length;
  }
  return { state: { direction: state.direction, pending: new Uint8Array(data.subarray(offset)) }, frames, discarded };
}

function decodeRequest(raw: Uint8Array, model: ModbusScaleModel | null): DeviceMessage {
  const frame = Buffer.from(raw);
  const fn = frame.readUInt8(1);
  const addr = frame.readUInt16BE(2);
  const message = { kind: 'request', unitId: frame.readUInt8(0), fn, addr };
  const description = model
    ? describeRegisters(model, fn, { addr, count: frame.readUInt16BE(4), value: firstWrittenValue(frame, fn) })
    : null;
  const details = { ...(description === null ? {} : { meaning: description }), checksumOk: true };
  if (READS.has(fn)) return { ...message, count: frame.readUInt16BE(4), ...details };
  if (SINGLE_WRITES.has(fn)) return { ...message, values: [frame.readUInt16BE(4)], ...details };
  return {
    ...message,
    count: frame.readUInt16BE(4),
    values: fn === 16 ? decodeWords(frame.subarray(7, -2)) : [...frame.subarray(7, -2)],
    ...details,
  };
}

function decodeResponse(raw: Uint8Array, interpretation: RegisterInterpretation | null): DeviceMessage {
  const frame = Buffer.from(raw);
  const fn = frame.readUInt8(1);
  const unitId = frame.readUInt8(0);
  if (fn > 0x80)
    return { kind: 'exception', unitId, fn: fn & 0x7f, exceptionCode: frame.readUInt8(2), checksumOk: true };
  if (fn === 1 || fn === 2) return { kind: 'response', unitId, fn, bits: [...frame.subarray(3, -2)], checksumOk: true };
  if (fn > 4)
    return {
      kind: 'response',
      unitId,
      fn,
      addr: frame.readUInt16BE(2),
      [SINGLE_WRITES.has(fn) ? 'value' : 'count']: frame.readUInt16BE(4),
      checksumOk: true,
    };
  const registers = decodeWords(frame.subarray(3, -2));
  const reading = interpretation === null ? null : decodeReading(interpretation, fn, registers);
  return {
    kind: 'response',
    unitId,
    fn,
    registers,
    ...decodeWideNumber(registers, interpretation?.model ?? null),
    ...(reading ?? {}),
    checksumOk: true,
  };
}

/**
 * A response does not say which registers it holds. As many as the model's one block has are taken for that block,
 * whose first address is `at`.
 */
function decodeReading(
  { model, decimals }: RegisterInterpretation,
  fn: number,
  registers: readonly number[],
): { at: number; reading: DeviceMessage } | null {
  const [block, ...more] = planScaleBlocks(model);
  if (block === undefined || more.length > 0 || fn !== block.functionCode || registers.length !== block.count)
    return null;
  const reading = decodeScaleRegisters(
    model,
    new Map(registers.map((value, index) => [block.at + index, value])),
    decimals,
  );
  const isUnknown = reading.kind === 'error' && reading['error'] === 'value-refused' && decimals === null;
  return isUnknown ? null : { at: block.at, reading };
}

/** No scale shows more than eight digits. */
const MAX_DISPLAYED_NUMBER = 99_999_999;

/**
 * Two registers are how a device with 32-bit weights answers. Which of the two comes first the model says; without a
 * model only where the other order gives a number that no display could show.
 */
function decodeWideNumber(
  registers: readonly number[],
  model: ModbusScaleModel | null,
): { int32?: number; wordOrder?: ModbusScaleModel['wordOrder'] } {
  if (registers.length !== 2) return {};
  if (model) return { int32: decodeRegisterNumber(registers, 'int32', model), wordOrder: model.wordOrder };
  const readings = (['high-word-first', 'low-word-first'] as const).map((wordOrder) => ({
    int32: decodeRegisterNumber(registers, 'int32', { byteOrder: 'high-byte-first', wordOrder }),
    wordOrder,
  }));
  const possible = readings.filter(({ int32 }) => Math.abs(int32) <= MAX_DISPLAYED_NUMBER);
  return possible.length === 1 ? (possible[0] ?? {}) : {};
}

/** The first value that a request writes; a coil that is set is 1. Null: it writes none. */
function firstWrittenValue(frame: Buffer, fn: number): number | null {
  if (fn === 5) return frame.readUInt16BE(4) === 0 ? 0 : 1;
  if (fn === 6) return frame.readUInt16BE(4);
  return fn === 16 ? frame.readUInt16BE(7) : null;
}

function decodeWords(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readUInt16BE(2 * i));
}

const WEIGHT_NAMES = { displayed: 'displayed weight', gross: 'gross weight', net: 'net weight', tare: 'tare' } as const;

interface RequestedRegisters {
  addr: number;
  count: number;
  value: number | null;
}

/** What a coil, a discrete input, an input register or a holding register is counted from in manuals. */
const FIRST_MANUAL_ADDRESS: Readonly<Record<number, number>> = {
  1: 1,
  2: 10_001,
  3: 40_001,
  4: 30_001,
  5: 1,
  6: 40_001,
  15: 1,
  16: 40_001,
};

/**
 * "displayed weight (40001)", "status (40003)", "command tare (40009)"; null: the model says nothing of these
 * registers.
 */
function describeRegisters(
  model: ModbusScaleModel,
  fn: number,
  { addr, count, value }: RequestedRegisters,
): string | null {
  const firstAddress = FIRST_MANUAL_ADDRESS[fn] ?? 0;
  if (value !== null) {
    const name = findCommandName(model, fn, { addr, value });
    return name === null ? null : `${name} (${firstAddress + addr})`;
  }
  if (!READS.has(fn)) return null;
  const named = fn === model.functionCode ? listNamedRegisters(model) : listNamedBits(model, fn);
  const inside = named.filter(({ at, width }) => at >= addr && at + width <= addr + count);
  return inside.length === 0 ? null : inside.map(({ at, name }) => `${name} (${firstAddress + at})`).join(', ');
}

interface NamedRegister {
  at: number;
  width: number;
  name: string;
}

function listNamedRegisters(model: ModbusScaleModel): NamedRegister[] {
  const weights = Object.entries(WEIGHT_NAMES).flatMap(([key, name]) => {
    const weight = model.weights[key as keyof typeof WEIGHT_NAMES];
    return weight ? [{ at: weight.at, width: REGISTERS_BY_TYPE[weight.type], name }] : [];
  });
  const status = new Set(
    Object.values(model.status).flatMap((conditions) =>
      conditions.flatMap((condition) => ('in' in condition ? [] : [condition.at])),
    ),
  );
  return [...weights, ...[...status].map((offset) => ({ at: offset, width: 1, name: 'status' }))].sort(
    (a, b) => a.at - b.at,
  );
}

/** Conditions that are discrete inputs (2) or coils (1). */
function listNamedBits(model: ModbusScaleModel, fn: number): NamedRegister[] {
  const table = fn === 1 ? 'coils' : fn === 2 ? 'discrete-inputs' : null;
  return Object.entries(model.status)
    .flatMap(([name, conditions]) =>
      conditions.flatMap((condition) =>
        'in' in condition && condition.in === table ? [{ at: condition.at, width: 1, name }] : [],
      ),
    )
    .sort((a, b) => a.at - b.at);
}

function findCommandName(
  model: ModbusScaleModel,
  fn: number,
  { addr, value }: { addr: number; value: number },
): string | null {
  const isCoilWrite = fn === 5;
  const known = Object.entries(model.commands).find(
    ([, command]) => command.at === addr && command.value === value && (command.write === 'coil') === isCoilWrite,
  );
  return known ? `command ${known[0]}` : null;
}

/** A codec of RTU frames. `interpretation` null: registers are numbers only. */
export function createModbusRtuCodec(interpretation: RegisterInterpretation | null): Codec {
  return {
    protocol: 'modbus-rtu-scale',
    checksummed: true,
    initialState: (direction = 'device') => ({ direction, pending: EMPTY }) satisfies ModbusRtuState,
    decode: (state, bytes) =>
      scan(state as ModbusRtuState, Buffer.concat([(state as ModbusRtuState).pending, bytes]), {
        ending: false,
        meaning: interpretation,
      }),
    flush: (state) =>
      scan(state as ModbusRtuState, (state as ModbusRtuState).pending, { ending: true, meaning: interpretation }),
  };
}
