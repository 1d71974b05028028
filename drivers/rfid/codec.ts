// What a reader's codec has beyond decoding: the commands that start and stop an inventory, and what its frames ask
// for.
import { isTag } from '../contract/message.ts';
import type { Codec, Message, TagMessage } from '../contract/message.ts';

export interface ReaderCodec extends Codec {
  /** Sets the radio region. Null: the module has no such region. Empty: it has no other, so there is nothing to set. */
  region(name: string): Uint8Array | null;
  inventory(): Uint8Array;
  /** Empty if an inventory ends by itself. */
  stopInventory(): Uint8Array;
  /** The command code whose acknowledgement says that the region is set. */
  readonly regionCommand: string;
  /** What a frame asks for: the answer to a keep-alive, the next step of starting. Null: nothing. */
  answer?(message: Message): Uint8Array | null;
  /** True if the frame ends a round, and `inventory` must be sent again. Absent: an inventory goes on by itself. */
  endsRound?(message: Message): boolean;
  /** An inventory that gave no frame for this long has ended. Absent: 1 000 ms. */
  readonly quietAfterMs?: number;
}

/** One tag of a frame that carries several: the fields of a tag message. */
export interface InventoryTag extends Pick<TagMessage, 'epc' | 'rssiDbm' | 'antenna' | 'tid' | 'crcOk'> {
  [extra: string]: unknown;
}

/** The tags that a frame carries: a frame is one tag, or an inventory of some or none. */
export function tagsOf(message: Message): readonly InventoryTag[] {
  if (isTag(message)) return [message];
  return message.kind === 'inventory' ? (message['tags'] as readonly InventoryTag[]) : [];
}
