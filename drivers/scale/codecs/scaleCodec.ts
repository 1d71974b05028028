// What a scale's codec has beyond decoding: the way to put a command on its wire.
import type { Codec, DeviceMessage } from '../../contract/codec.ts';

/**
 * The commands of one protocol: words on the wire, and names of what they do ("readNow", "readStable", "zero", "tare").
 */
export interface CommandTable {
  /** What a word on the wire does; undefined if the protocol has no such word. */
  findName(word: string): string | undefined;
  /** The word for a name, or for the word itself. Throws if the protocol has no such command. */
  requireWord(command: string): string;
}

/** How a scale is asked which unit it is. */
export interface SerialNumberQuery {
  command: string;
  /** Null: the message is no answer to it. */
  parseReply(message: DeviceMessage): string | null;
}

export interface ScaleCodec extends Codec {
  /** Absent where the protocol has no such question, or its answer is not known well enough. */
  readonly serialNumberQuery?: SerialNumberQuery;
  /** Undefined: any word is sent as it is. */
  readonly commands?: CommandTable;
  /** The bytes of one command word ("Q", "RW"), with the address if the line has addresses. */
  encodeRequest(command: string, address: string | null): Uint8Array;
}
