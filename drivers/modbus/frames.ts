// RTU frames of one direction of a recorded line, for `hakari decode` and for a listening technician; the bus does not use it.
// A frame has no beginning or end of its own: its length follows from its function, and only the CRC says that it is one.
// What a register means depends on the device: without a model there are numbers, and no meaning is guessed.
import type { Codec, Decoded, Frame, Message } from '../contract/message.ts';
import type { ModbusScaleModel } from '../instrument.ts';
import { modbusCrc } from './crc.ts';
import { numberOf } from './fields.ts';

type Direction = 'device' | 'host';

interface State {
  direction: Direction;
  pending: Uint8Array;
}

const EMPTY = new Uint8Array();
const FRAME_MOST = 256;
const READS = new Set([1, 2, 3, 4]);
const SINGLE_WRITES = new Set([5, 6]);
const MANY_WRITES = new Set([15, 16]);
const EXCEPTION_LENGTH = 5;

/** Length of the frame that begins at `at`; 'more' bytes are needed to know it; 'none' begins there. */
function frameLength(data: Uint8Array, at: number, direction: Direction): number | 'more' | 'none' {
  const functionCode = data[at + 1];
  if (functionCode === undefined) return 'more';
  const fixed = fixedLength(functionCode, direction);
  if (fixed === 'none') return 'none';
  if (typeof fixed === 'number') return fixed;
  const byteCount = data[at + fixed.countAt];
  if (byteCount === undefined) return 'more';
  const length = fixed.countAt + 1 + byteCount + 2;
  return length > FRAME_MOST || byteCount === 0 ? 'none' : length;
}

function fixedLength(functionCode: number, direction: Direction): number | 'none' | { countAt: number } {
  const known = functionCode & 0x7f;
  if (!READS.has(known) && !SINGLE_WRITES.has(known) && !MANY_WRITES.has(known)) return 'none';
  if (functionCode > 0x80) return direction === 'device' ? EXCEPTION_LENGTH : 'none';
  if (READS.has(functionCode)) return direction === 'host' ? 8 : { countAt: 2 };
  return MANY_WRITES.has(functionCode) && direction === 'host' ? { countAt: 6 } : 8;
}

function scan(state: State, data: Uint8Array, { ending, model }: { ending: boolean; model: ModbusScaleModel | null }): Decoded<State> {
  const frames: Frame[] = [];
  let at = 0;
  let discarded = 0;
  while (at < data.length) {
    const length = frameLength(data, at, state.direction);
    const incomplete = length === 'more' || (typeof length === 'number' && at + length > data.length);
    if (incomplete && !ending) break;
    if (incomplete || length === 'none' || modbusCrc(data.subarray(at, at + length)) !== 0) {
      at += 1;
      discarded += 1;
      continue;
    }
    const raw = new Uint8Array(data.subarray(at, at + length));
    frames.push({ raw, message: state.direction === 'host' ? readRequest(raw, model) : readResponse(raw, model) });
    at += length;
  }
  return { state: { direction: state.direction, pending: new Uint8Array(data.subarray(at)) }, frames, discarded };
}

function readRequest(raw: Uint8Array, model: ModbusScaleModel | null): Message {
  const frame = Buffer.from(raw);
  const fn = frame.readUInt8(1);
  const addr = frame.readUInt16BE(2);
  const message = { kind: 'request', unitId: frame.readUInt8(0), fn, addr };
  const meaning = model ? meaningOf(model, fn, { addr, value: fn === 6 ? frame.readUInt16BE(4) : fn === 16 ? frame.readUInt16BE(7) : null }) : null;
  const said = { ...(meaning === null ? {} : { meaning }), checksumOk: true };
  if (READS.has(fn)) return { ...message, count: frame.readUInt16BE(4), ...said };
  if (SINGLE_WRITES.has(fn)) return { ...message, values: [frame.readUInt16BE(4)], ...said };
  return { ...message, count: frame.readUInt16BE(4), values: fn === 16 ? words(frame.subarray(7, -2)) : [...frame.subarray(7, -2)], ...said };
}

function readResponse(raw: Uint8Array, model: ModbusScaleModel | null): Message {
  const frame = Buffer.from(raw);
  const fn = frame.readUInt8(1);
  const unitId = frame.readUInt8(0);
  if (fn > 0x80) return { kind: 'exception', unitId, fn: fn & 0x7f, exceptionCode: frame.readUInt8(2), checksumOk: true };
  if (fn === 1 || fn === 2) return { kind: 'response', unitId, fn, bits: [...frame.subarray(3, -2)], checksumOk: true };
  if (fn > 4) return { kind: 'response', unitId, fn, addr: frame.readUInt16BE(2), [SINGLE_WRITES.has(fn) ? 'value' : 'count']: frame.readUInt16BE(4), checksumOk: true };
  const registers = words(frame.subarray(3, -2));
  // Two registers are how a model with 32-bit weights answers; which of the two comes first only the model says.
  const wide = model && registers.length === 2 ? { int32: numberOf(registers, 'int32', model), wordOrder: model.wordOrder } : {};
  return { kind: 'response', unitId, fn, registers, ...wide, checksumOk: true };
}

function words(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readUInt16BE(2 * i));
}

const WEIGHT_NAMES = { displayed: 'displayed weight', gross: 'gross weight', net: 'net weight', tare: 'tare' } as const;

/** "displayed weight (40001)", "status (40003)", "command tare (40009)"; null: the model says nothing of that register. */
function meaningOf(model: ModbusScaleModel, fn: number, { addr, value }: { addr: number; value: number | null }): string | null {
  const name = value === null ? registerName(model, addr) : commandName(model, addr, value);
  return name === null ? null : `${name} (${(fn === 4 ? 30_001 : 40_001) + addr})`;
}

function registerName(model: ModbusScaleModel, addr: number): string | null {
  for (const [name, words] of Object.entries(WEIGHT_NAMES)) {
    if (model.weights[name as keyof typeof WEIGHT_NAMES]?.at === addr) return words;
  }
  return Object.values(model.status).some((conditions) => conditions.some((one) => one.at === addr && !('in' in one))) ? 'status' : null;
}

function commandName(model: ModbusScaleModel, addr: number, value: number): string | null {
  const known = Object.entries(model.commands).find(([, command]) => command.at === addr && command.value === value);
  return known ? `command ${known[0]}` : null;
}

/** `model` gives registers their meaning; null: numbers only. */
export function modbusRtuFrames(model: ModbusScaleModel | null): Codec {
  return {
    protocol: 'modbus-rtu-scale',
    checksummed: true,
    start: (direction = 'device') => ({ direction, pending: EMPTY }) satisfies State,
    decode: (state, bytes) => scan(state as State, Buffer.concat([(state as State).pending, bytes]), { ending: false, model }),
    flush: (state) => scan(state as State, (state as State).pending, { ending: true, model }),
  };
}
