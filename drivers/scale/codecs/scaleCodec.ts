// What a scale's codec has beyond decoding: the encoding of commands. Must not know any protocol.
import type { Codec, DeviceMessage } from '../../contract/codec.ts';

/**
 * The commands of one protocol: words on the wire, and names of what they do ("readNow", "readStable", "zero", "tare").
 */
export interface CommandTable {
  /** What a word on the wire does; undefined if the protocol has no such word. */
  findName(word: string): string | undefined;
  /**
   * The word for a name, or for the word itself.
   *
   * @throws {RangeError} when the protocol has no such command
   */
  requireWord(command: string): string;
}

/** How a scale's serial number is requested. */
export interface SerialNumberQuery {
  /** The command word. */
  command: string;
  /** The serial number; null: the message is no reply to the command. */
  parseReply(message: DeviceMessage): string | null;
}

/** A codec of a scale. */
export interface ScaleCodec extends Codec {
  /** Absent where the protocol has no such query, or its reply is not documented well enough. */
  readonly serialNumberQuery?: SerialNumberQuery;
  /** Undefined: any word is sent as it is. */
  readonly commands?: CommandTable;
  /**
   * The bytes of one command ("Q", "RW"), with the address if the line has addresses.
   *
   * @throws {RangeError} when the protocol has no such command
   */
  encodeRequest(command: string, address: string | null): Uint8Array;
}
