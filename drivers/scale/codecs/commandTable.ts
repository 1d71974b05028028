// The commands of one protocol, read both ways: from the word on the wire to what it does, and from what somebody wants
// done ("zero") to the word. Knows no frame.
import type { CommandTable } from './scaleCodec.ts';

export interface CommandTableOptions {
  /** Further names of words, where two wishes are one command. */
  aliases?: Readonly<Record<string, string>>;
  /** Words with an argument, and what they do. */
  withArgument?: { pattern: RegExp; name: string };
}

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
    findName: findName,
    requireWord: (command) => {
      const word = wordByName.get(command) ?? command;
      // A word the protocol does not know could do anything to the scale.
      if (findName(word) === undefined) throw new RangeError(`${protocol} has no command "${command}"`);
      return word;
    },
  };
}
