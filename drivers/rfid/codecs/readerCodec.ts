// What a reader's codec has beyond decoding: the commands that start and stop an inventory, and what its frames ask
// for.
import { isTagMessage } from '../../contract/codec.ts';
import type { Codec, DeviceMessage, TagMessage } from '../../contract/codec.ts';

export interface ReaderCodec extends Codec {
  /** Sets the radio region. Null: the module has no such region. Empty: it has no other, so there is nothing to set. */
  encodeSetRegion(name: string): Uint8Array | null;
  encodeStartInventory(): Uint8Array;
  /** Empty if an inventory ends by itself. */
  encodeStopInventory(): Uint8Array;
  /** The command code whose acknowledgement says that the region is set. */
  readonly regionCommandCode: string;
  /** What a frame asks for: the answer to a keep-alive, the next step of starting. Null: nothing. */
  encodeReply?(message: DeviceMessage): Uint8Array | null;
  /** True if the frame ends a round, and `inventory` must be sent again. Absent: an inventory goes on by itself. */
  endsRound?(message: DeviceMessage): boolean;
  /** An inventory that gave no frame for this long has ended. Absent: 1 000 ms. */
  readonly restartAfterMs?: number;
}

/** One tag of a frame that carries several: the fields of a tag message. */
export interface InventoryTag extends Pick<TagMessage, 'epc' | 'rssiDbm' | 'antenna' | 'tid' | 'crcOk'> {
  [extra: string]: unknown;
}

/** The tags that a frame carries: a frame is one tag, or an inventory of some or none. */
export function listTags(message: DeviceMessage): readonly InventoryTag[] {
  if (isTagMessage(message)) return [message];
  return message.kind === 'inventory' ? (message['tags'] as readonly InventoryTag[]) : [];
}
