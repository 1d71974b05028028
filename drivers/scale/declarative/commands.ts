// The commands that a described scale understands: names to bytes, and the same bytes back to names for who listens on
// the wire. Knows no frame of the scale.
import type { CommandWords } from '../codec.ts';
import { asciiBytes, commandWords } from '../codecs/command-words.ts';
import { silentFraming, startFraming } from '../codecs/framing.ts';
import type { Found, Framing } from '../codecs/framing.ts';
import type { FrameCommands } from './frame.ts';

export const ADDRESS_PLACE = '{address}';
const ADDRESS_MOST = 8;

export interface Commands {
  words: CommandWords;
  host: Framing;
  request: (command: string, address: string | null) => Uint8Array;
}

export function commandsOf(name: string, commands: FrameCommands | null): Commands {
  const byWord = Object.fromEntries(Object.entries(commands?.words ?? {}).map(([does, word]) => [word, does]));
  const words = commandWords(`model ${name}`, byWord);
  const { before, after } = commands ?? { before: '', after: '' };
  return {
    words,
    host: commands === null ? silentFraming : hostFraming(commands),
    request: (command, address) =>
      asciiBytes(before.replace(ADDRESS_PLACE, () => address ?? '') + words.wordOf(command) + after),
  };
}

function hostFraming({ before, after, words }: FrameCommands): Framing {
  const [opening = '', behind = ''] = before.split(ADDRESS_PLACE);
  const addressed = before.includes(ADDRESS_PLACE);
  // The longest first: "SI" is no "S" and something.
  const known = Object.entries(words).sort(([, one], [, other]) => other.length - one.length);
  const read = (text: string, atEnd: boolean): Found | 'more' | null => {
    let wantsMore = false;
    for (let width = 0; width <= (addressed ? ADDRESS_MOST : 0); width += 1) {
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
  const most = before.length + ADDRESS_MOST + Math.max(...known.map(([, word]) => word.length)) + after.length;
  return startFraming({ starts: 'any', most, between: [0x0d, 0x0a], read });
}
