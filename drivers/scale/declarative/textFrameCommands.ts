// The commands that a described scale understands: names to bytes, and the same bytes back to names for who listens on
// the wire. Knows no frame of the scale.
import type { CommandTable } from '../codecs/scaleCodec.ts';
import { createCommandTable } from '../codecs/commandTable.ts';
import { encodeLatin1 } from '../codecs/lineBytes.ts';
import { silentFraming, createStartByteFraming } from '../codecs/scaleFraming.ts';
import type { FoundFrame, ScaleFraming } from '../codecs/scaleFraming.ts';
import type { FrameCommandFormat } from '../../models/textFrameFormat.ts';

export const ADDRESS_PLACEHOLDER = '{address}';
const MAX_ADDRESS_CHARACTERS = 8;

export interface TextFrameCommands {
  table: CommandTable;
  hostFraming: ScaleFraming;
  encodeRequest: (command: string, address: string | null) => Uint8Array;
}

export function createTextFrameCommands(name: string, commands: FrameCommandFormat | null): TextFrameCommands {
  const byWord = Object.fromEntries(Object.entries(commands?.words ?? {}).map(([does, word]) => [word, does]));
  const words = createCommandTable(`model ${name}`, byWord);
  const { before, after } = commands ?? { before: '', after: '' };
  return {
    table: words,
    hostFraming: commands === null ? silentFraming : createHostFraming(commands),
    encodeRequest: (command, address) =>
      encodeLatin1(before.replace(ADDRESS_PLACEHOLDER, () => address ?? '') + words.requireWord(command) + after),
  };
}

function createHostFraming({ before, after, words }: FrameCommandFormat): ScaleFraming {
  const [opening = '', behind = ''] = before.split(ADDRESS_PLACEHOLDER);
  const addressed = before.includes(ADDRESS_PLACEHOLDER);
  // The longest first: "SI" is no "S" and something.
  const known = Object.entries(words).sort(([, one], [, other]) => other.length - one.length);
  const read = (text: string, atEnd: boolean): FoundFrame | 'more' | null => {
    let wantsMore = false;
    for (let width = 0; width <= (addressed ? MAX_ADDRESS_CHARACTERS : 0); width += 1) {
      const address = text.slice(opening.length, opening.length + width);
      if (!/^[0-9A-Za-z]*$/.test(address)) break;
      for (const [command, word] of known) {
        const whole = opening + address + behind + word + after;
        if (text.startsWith(whole)) {
          if (wantsMore && !atEnd) return 'more';
          return {
            length: whole.length,
            message: { kind: 'command', command, ...(address === '' ? {} : { address }) },
          };
        }
        wantsMore ||= whole.startsWith(text);
      }
    }
    return wantsMore ? 'more' : null;
  };
  const most =
    before.length + MAX_ADDRESS_CHARACTERS + Math.max(...known.map(([, word]) => word.length)) + after.length;
  return createStartByteFraming({ starts: 'any', maxBytes: most, between: [0x0d, 0x0a], decode: read });
}
