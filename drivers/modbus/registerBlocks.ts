// Which requests fetch a set of registers, and whether what they brought belongs together. A slave changes its
// registers between two requests; only what one request brings is of one moment. Knows no bus and no device.
import type { RegisterSpan } from '../models/instrumentModel.ts';
import type { ModbusResponse, ModbusFailure } from './modbusConnection.ts';
import { encodeRegisterKey, decodeRegisterKey, getRegister } from './registerFields.ts';
import type { RegisterValues } from './registerFields.ts';

export interface RegisterBlock {
  functionCode: 1 | 2 | 3 | 4;
  at: number;
  count: number;
}

/** The smallest maximum among the models: Laumas answers at most 32 registers. */
const MAX_BLOCK_REGISTERS = 32;

/**
 * Adjacent places are read in one request; a gap is never read, some devices refuse it, unless a span says that this
 * one does not. Blocks with a `first` place come first.
 */
export function planRegisterBlocks({
  functionCode,
  used,
  first,
  spans,
}: {
  functionCode: 3 | 4;
  used: Iterable<number>;
  first: readonly number[];
  spans: readonly RegisterSpan[];
}): RegisterBlock[] {
  const blocks: RegisterBlock[] = [];
  const places = new Set(used);
  const spanned = spans.filter(({ at, count }) => [...places].some((place) => place >= at && place < at + count));
  for (const place of [...places].sort((a, b) => a - b)) {
    if (spanned.some(({ at, count }) => place >= at && place < at + count)) continue;
    const { at, in: table } = decodeRegisterKey(place);
    const code = table === undefined ? functionCode : table === 'coils' ? 1 : 2;
    const last = blocks.at(-1);
    if (last && last.functionCode === code && at === last.at + last.count && last.count < MAX_BLOCK_REGISTERS)
      last.count += 1;
    else blocks.push({ functionCode: code, at, count: 1 });
  }
  blocks.push(...spanned.map(({ at, count }) => ({ functionCode, at, count })));
  return [
    ...blocks.filter((block) => blockHasAny(block, first)),
    ...blocks.filter((block) => !blockHasAny(block, first)),
  ];
}

function blockRegisterKey(block: RegisterBlock, offset: number): number {
  const at = block.at + offset;
  return block.functionCode <= 2
    ? encodeRegisterKey({ at, in: block.functionCode === 1 ? 'coils' : 'discrete-inputs' })
    : at;
}

function blockHasAny(block: RegisterBlock, places: readonly number[]): boolean {
  const begin = blockRegisterKey(block, 0);
  return places.some((place) => place >= begin && place < begin + block.count);
}

/** What one round of questions brought. */
export interface RegisterImage {
  registers: RegisterValues;
  raw: Uint8Array;
  atMs: number;
  frameCount: number;
}

export type RegisterImageResult = RegisterImage | { torn: true } | { failure: ModbusFailure };

/**
 * Reads all blocks. More than one: those with a `guard` are read again at the end, and if a guard has changed in
 * between the image is torn: its parts are of different moments.
 */
export async function readRegisterImage(
  blocks: readonly RegisterBlock[],
  guards: readonly number[],
  read: (block: RegisterBlock) => Promise<ModbusResponse>,
): Promise<RegisterImageResult> {
  const again = blocks.length > 1 ? blocks.filter((block) => blockHasAny(block, guards)) : [];
  const registers = new Map<number, number>();
  const raw: Uint8Array[] = [];
  let atMs = 0;
  for (const [index, block] of [...blocks, ...again].entries()) {
    const answer = await read(block);
    if ('fault' in answer) return { failure: answer };
    for (const [i, value] of answer.values.entries()) {
      const place = blockRegisterKey(block, i);
      if (index < blocks.length) registers.set(place, value);
      else if (guards.includes(place) && getRegister(registers, place) !== value) return { torn: true };
    }
    raw.push(answer.raw);
    if (index < blocks.length) atMs = answer.atMs;
  }
  return { registers, raw: Uint8Array.from(Buffer.concat(raw)), atMs, frameCount: raw.length };
}
