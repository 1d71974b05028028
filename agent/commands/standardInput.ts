// The first line of standard input: how a PIN comes in, so that it is in no shell history and no process list.
import type { Readable } from 'node:stream';

const MAX_INPUT = 1000;

/** Without its line end; empty if nothing came. A terminal ends it with Enter, a pipe by closing. */
export async function readFirstLine(input: Readable): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.includes('\n') || text.length > MAX_INPUT) break;
  }
  return text.split('\n', 1)[0]?.trim() ?? '';
}
