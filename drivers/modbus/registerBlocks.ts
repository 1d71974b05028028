// Which requests fetch a set of registers, and whether what they brought belongs together. A slave changes its
// registers between two requests; only what one request brings is of one moment. Must not know any bus or device.
import type { RegisterSpan } from '../models/instrumentModel.ts';
import type { ModbusResponse, ModbusFailure } from './modbusConnection.ts';
import { encodeRegisterKey, decodeRegisterKey, getRegister } from './registerFields.ts';
import type { RegisterValues } from './registerFields.ts';

/** Registers or bits in a row, read in one request. */
export interface RegisterBlock {
  functionCode: 1 | 2 | 3 | 4;
  at: number;
  count: number;
}

/** The smallest maximum among the models: Laumas answers at most 32 registers. */
const MAX_BLOCK_REGISTERS = 32;

/**
 * The requests that read all `used` register keys. Adjacent keys are read in one request; a gap is never read, because
 * some devices refuse it, unless a span allows it. Blocks with a key of `first` come first.
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
  const keys = new Set(used);
  const spanned = spans.filter(({ at, count }) => [...keys].some((key) => key >= at && key < at + count));
  for (const key of [...keys].sort((a, b) => a - b)) {
    if (spanned.some(({ at, count }) => key >= at && key < at + count)) continue;
    const { at, in: table } = decodeRegisterKey(key);
    const blockFunctionCode = table === undefined ? functionCode : table === 'coils' ? 1 : 2;
    const last = blocks.at(-1);
    if (
      last &&
      last.functionCode === blockFunctionCode &&
      at === last.at + last.count &&
      last.count < MAX_BLOCK_REGISTERS
    )
      last.count += 1;
    else blocks.push({ functionCode: blockFunctionCode, at, count: 1 });
  }
  blocks.push(...spanned.map(({ at, count }) => ({ functionCode, at, count })));
  return [
    ...blocks.filter((block) => blockHasAny(block, first)),
    ...blocks.filter((block) => !blockHasAny(block, first)),
  ];
}

function blockRegisterKey(block: RegisterBlock, offset: number): number {
  const address = block.at + offset;
  return block.functionCode <= 2
    ? encodeRegisterKey({ at: address, in: block.functionCode === 1 ? 'coils' : 'discrete-inputs' })
    : address;
}

function blockHasAny(block: RegisterBlock, keys: readonly number[]): boolean {
  const firstKey = blockRegisterKey(block, 0);
  return keys.some((key) => key >= firstKey && key < firstKey + block.count);
}

/** What one round of requests brought. */
export interface RegisterImage {
  registers: RegisterValues;
  raw: Uint8Array;
  atMs: number;
  frameCount: number;
}

/** An image; `torn`: its parts are of different moments; or why a request failed. */
export type RegisterImageResult = RegisterImage | { torn: true } | { failure: ModbusFailure };

/**
 * Reads all blocks. If there are several, those with a guard register are read again at the end: a guard that has
 * changed means that the image is torn.
 */
export async function readRegisterImage(
  blocks: readonly RegisterBlock[],
  guards: readonly number[],
  read: (block: RegisterBlock) => Promise<ModbusResponse>,
): Promise<RegisterImageResult> {
  const rereadBlocks = blocks.length > 1 ? blocks.filter((block) => blockHasAny(block, guards)) : [];
  const registers = new Map<number, number>();
  const raw: Uint8Array[] = [];
  let atMs = 0;
  for (const [index, block] of [...blocks, ...rereadBlocks].entries()) {
    const response = await read(block);
    if ('fault' in response) return { failure: response };
    for (const [i, value] of response.values.entries()) {
      const key = blockRegisterKey(block, i);
      if (index < blocks.length) registers.set(key, value);
      else if (guards.includes(key) && getRegister(registers, key) !== value) return { torn: true };
    }
    raw.push(response.raw);
    if (index < blocks.length) atMs = response.atMs;
  }
  return { registers, raw: Uint8Array.from(Buffer.concat(raw)), atMs, frameCount: raw.length };
}
