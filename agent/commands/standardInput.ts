// The first line of standard input, from which a PIN is read, so that it is in no shell history and no process list.
import type { Readable } from 'node:stream';

const MAX_CHARACTERS = 1000;

/** The line without its end; empty if nothing came. */
export async function readFirstLine(input: Readable): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.includes('\n') || text.length > MAX_CHARACTERS) break;
  }
  return text.split('\n', 1)[0]?.trim() ?? '';
}
