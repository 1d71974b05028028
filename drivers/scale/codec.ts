// What a scale's codec has beyond decoding: the way to put a command on its wire.
import type { Codec, Message } from '../contract/message.ts';

/**
 * The commands of one protocol: words on the wire, and names of what they do ("readNow", "readStable", "zero", "tare").
 */
export interface CommandWords {
  /** What a word on the wire does; undefined if the protocol has no such word. */
  nameOf(word: string): string | undefined;
  /** The word for a name, or for the word itself. Throws if the protocol has no such command. */
  wordOf(command: string): string;
}

/** How a scale is asked which unit it is. */
export interface SerialNumberQuestion {
  command: string;
  /** Null: the message is no answer to it. */
  answer(message: Message): string | null;
}

export interface ScaleCodec extends Codec {
  /** Absent where the protocol has no such question, or its answer is not known well enough. */
  readonly serialNumber?: SerialNumberQuestion;
  /** Undefined: any word is sent as it is. */
  readonly commands?: CommandWords;
  /** The bytes of one command word ("Q", "RW"), with the address if the line has addresses. */
  request(command: string, address: string | null): Uint8Array;
}
