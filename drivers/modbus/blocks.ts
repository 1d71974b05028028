// Which requests fetch a set of registers, and whether what they brought belongs together. A slave changes its
// registers between two requests; only what one request brings is of one moment. Knows no bus and no device.
import type { RegisterSpan } from '../instrument.ts';
import type { Answer, Refused } from './connection.ts';
import { placeOf, tableOf, word } from './fields.ts';
import type { Registers } from './fields.ts';

export interface Block {
  functionCode: 1 | 2 | 3 | 4;
  at: number;
  count: number;
}

/** The smallest maximum among the models: Laumas answers at most 32 registers. */
const BLOCK_MOST = 32;

/**
 * Adjacent places are read in one request; a gap is never read, some devices refuse it, unless a span says that this
 * one does not. Blocks with a `first` place come first.
 */
export function planBlocks({
  functionCode,
  used,
  first,
  spans,
}: {
  functionCode: 3 | 4;
  used: Iterable<number>;
  first: readonly number[];
  spans: readonly RegisterSpan[];
}): Block[] {
  const blocks: Block[] = [];
  const places = new Set(used);
  const spanned = spans.filter(({ at, count }) => [...places].some((place) => place >= at && place < at + count));
  for (const place of [...places].sort((a, b) => a - b)) {
    if (spanned.some(({ at, count }) => place >= at && place < at + count)) continue;
    const { at, in: table } = tableOf(place);
    const code = table === undefined ? functionCode : table === 'coils' ? 1 : 2;
    const last = blocks.at(-1);
    if (last && last.functionCode === code && at === last.at + last.count && last.count < BLOCK_MOST) last.count += 1;
    else blocks.push({ functionCode: code, at, count: 1 });
  }
  blocks.push(...spanned.map(({ at, count }) => ({ functionCode, at, count })));
  return [...blocks.filter((block) => hasAny(block, first)), ...blocks.filter((block) => !hasAny(block, first))];
}

function placeIn(block: Block, offset: number): number {
  const at = block.at + offset;
  return block.functionCode <= 2 ? placeOf({ at, in: block.functionCode === 1 ? 'coils' : 'discrete-inputs' }) : at;
}

function hasAny(block: Block, places: readonly number[]): boolean {
  const begin = placeIn(block, 0);
  return places.some((place) => place >= begin && place < begin + block.count);
}

/** What one round of questions brought. */
export interface Image {
  registers: Registers;
  raw: Uint8Array;
  atMs: number;
  frames: number;
}

export type ImageOutcome = Image | { torn: true } | { refused: Refused };

/**
 * Reads all blocks. More than one: those with a `guard` are read again at the end, and if a guard has changed in
 * between the image is torn: its parts are of different moments.
 */
export async function readImage(
  blocks: readonly Block[],
  guards: readonly number[],
  read: (block: Block) => Promise<Answer>,
): Promise<ImageOutcome> {
  const again = blocks.length > 1 ? blocks.filter((block) => hasAny(block, guards)) : [];
  const registers = new Map<number, number>();
  const raw: Uint8Array[] = [];
  let atMs = 0;
  for (const [index, block] of [...blocks, ...again].entries()) {
    const answer = await read(block);
    if ('fault' in answer) return { refused: answer };
    for (const [i, value] of answer.values.entries()) {
      const place = placeIn(block, i);
      if (index < blocks.length) registers.set(place, value);
      else if (guards.includes(place) && word(registers, place) !== value) return { torn: true };
    }
    raw.push(answer.raw);
    if (index < blocks.length) atMs = answer.atMs;
  }
  return { registers, raw: Uint8Array.from(Buffer.concat(raw)), atMs, frames: raw.length };
}
