// The commands that a described scale accepts: names to bytes, and the same bytes back to names for recordings of the
// host's side. Must not know any frame of the scale.
import type { CommandTable } from '../codecs/scaleCodec.ts';
import { createCommandTable } from '../codecs/commandTable.ts';
import { encodeLatin1 } from '../codecs/lineBytes.ts';
import { silentFraming, createStartByteFraming } from '../codecs/scaleFraming.ts';
import type { FoundFrame, ScaleFraming } from '../codecs/scaleFraming.ts';
import type { FrameCommandFormat } from '../../models/textFrameFormat.ts';

/** Stands for the instrument's address in `commands.before` of a model file. */
export const ADDRESS_PLACEHOLDER = '{address}';
const MAX_ADDRESS_CHARACTERS = 8;

/** A scale's commands, both ways. */
export interface TextFrameCommands {
  table: CommandTable;
  hostFraming: ScaleFraming;
  encodeRequest: (command: string, address: string | null) => Uint8Array;
}

/** The commands of a model; null: it takes none. */
export function createTextFrameCommands(name: string, commands: FrameCommandFormat | null): TextFrameCommands {
  const nameByWord = Object.fromEntries(Object.entries(commands?.words ?? {}).map(([name, word]) => [word, name]));
  const table = createCommandTable(`model ${name}`, nameByWord);
  const { before, after } = commands ?? { before: '', after: '' };
  return {
    table,
    hostFraming: commands === null ? silentFraming : createHostFraming(commands),
    encodeRequest: (command, address) =>
      encodeLatin1(before.replace(ADDRESS_PLACEHOLDER, () => address ?? '') + table.requireWord(command) + after),
  };
}

function createHostFraming({ before, after, words }: FrameCommandFormat): ScaleFraming {
  const [beforeAddress = '', afterAddress = ''] = before.split(ADDRESS_PLACEHOLDER);
  const hasAddress = before.includes(ADDRESS_PLACEHOLDER);
  // The longest first: "SI" is no "S" and something.
  const commandsByLength = Object.entries(words).sort(([, word], [, otherWord]) => otherWord.length - word.length);
  const decodeCommand = (text: string, atEnd: boolean): FoundFrame | 'more' | null => {
    let wantsMore = false;
    for (let width = 0; width <= (hasAddress ? MAX_ADDRESS_CHARACTERS : 0); width += 1) {
      const address = text.slice(beforeAddress.length, beforeAddress.length + width);
      if (!/^[0-9A-Za-z]*$/.test(address)) break;
      for (const [command, word] of commandsByLength) {
        const commandText = beforeAddress + address + afterAddress + word + after;
        if (text.startsWith(commandText)) {
          if (wantsMore && !atEnd) return 'more';
          return {
            length: commandText.length,
            message: { kind: 'command', command, ...(address === '' ? {} : { address }) },
          };
        }
        wantsMore ||= commandText.startsWith(text);
      }
    }
    return wantsMore ? 'more' : null;
  };
  const maxBytes =
    before.length +
    MAX_ADDRESS_CHARACTERS +
    Math.max(...commandsByLength.map(([, word]) => word.length)) +
    after.length;
  return createStartByteFraming({ starts: 'any', maxBytes, between: [0x0d, 0x0a], decode: decodeCommand });
}
