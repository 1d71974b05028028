// The commands of one protocol, both ways: from the word on the wire to the command's name, and from the name ("zero")
// to the word. Must not know any frame.
import type { CommandTable } from './scaleCodec.ts';

/** What a command table may have beside words and names. */
export interface CommandTableOptions {
  /** Further names of words, where two names are one command. */
  aliases?: Readonly<Record<string, string>>;
  /** Words with an argument, and what they do. */
  withArgument?: { pattern: RegExp; name: string };
}

/** The table of a protocol; `names`: word on the wire → name of the command. */
export function createCommandTable(
  protocol: string,
  names: Readonly<Record<string, string>>,
  { aliases = {}, withArgument }: CommandTableOptions = {},
): CommandTable {
  const nameByWord = new Map(Object.entries(names));
  const wordByName = new Map([
    ...Object.entries(names).map(([word, name]) => [name, word] as const),
    ...Object.entries(aliases),
  ]);
  const findName = (word: string): string | undefined =>
    nameByWord.get(word) ?? (withArgument?.pattern.test(word) ? withArgument.name : undefined);
  return {
    findName,
    requireWord: (command) => {
      const word = wordByName.get(command) ?? command;
      // An unknown word could have any effect on the scale.
      if (findName(word) === undefined) throw new RangeError(`${protocol} has no command "${command}"`);
      return word;
    },
  };
}
