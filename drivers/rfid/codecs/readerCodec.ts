// What a reader's codec has beyond decoding: the commands that start and stop an inventory, and the replies that frames
// need. Must not know any protocol.
import { isTagMessage } from '../../contract/codec.ts';
import type { Codec, DeviceMessage, TagMessage } from '../../contract/codec.ts';

/** A codec of a reader. */
export interface ReaderCodec extends Codec {
  /** Sets the radio region. Null: the module has no such region. Empty: it has no other, so there is nothing to set. */
  encodeSetRegion(name: string): Uint8Array | null;
  /** The command that starts an inventory, or its next round. */
  encodeStartInventory(): Uint8Array;
  /** Empty if an inventory ends by itself. */
  encodeStopInventory(): Uint8Array;
  /** The command code whose acknowledgement says that the region is set. */
  readonly regionCommandCode: string;
  /** The reply that a frame needs: to a keep-alive, or the next step of starting. Null: none. */
  encodeReply?(message: DeviceMessage): Uint8Array | null;
  /**
   * True if the frame ends a round, and the start command must be sent again. Absent: an inventory goes on by itself.
   */
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
