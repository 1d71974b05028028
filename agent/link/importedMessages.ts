// Messages of headquarters that a person carried to the base: opened, checked and applied like those that come by MQTT.
// Only orders count: an acknowledgement proves something only within a conversation. Must not know files or HTTP.
import { type Ledger, StorageError } from '../core/ports/ledger.ts';
import { sealedMessageLength, LARGEST_FRAME_SIZE } from './contract/envelope.ts';
import { recordOrder, type OrderTaking, readIncomingMessage } from './inbox.ts';
import type { BaseKeys, HeadquartersKeys } from './keyFiles.ts';

/** Sizes of an imported file or request. */
export const MESSAGE_IMPORT_LIMITS = {
  /** Of one message. */
  characters: sealedMessageLength(LARGEST_FRAME_SIZE),
  /** In one file or request. */
  messages: 100,
  /** Of one file or request: few orders are larger than a frame of 64 KiB. */
  bytes: 8_388_608,
} as const;

/** What became of an imported message, in English, for people. */
export const IMPORT_OUTCOME_TEXTS = {
  applied: 'The order is taken.',
  'cannot-be-carried-out':
    'The order is taken, but cannot be carried out at this base as it stands; headquarters learns of it.',
  repeated: 'The order was taken before.',
  gap: 'Orders before this one are missing. Ask headquarters for a file with all of them.',
  refused:
    'The order is for another installation of this base or does not follow the one before it. Ask headquarters for a new file.',
  ignored: 'This is no order of headquarters to this base, or it was damaged.',
  'not-recorded': 'The disk did not take it. Import the file again.',
} as const;
/** A code of the table above. */
export type ImportOutcome = keyof typeof IMPORT_OUTCOME_TEXTS;

/** What became of one message. */
export interface ImportedMessage {
  outcome: ImportOutcome;
  /** Id of the order; null if the message is none. */
  order: string | null;
}

/** What importing needs: the ledger, the keys, and the decision on orders. */
export interface MessageImportParts extends OrderTaking {
  ledger: Ledger;
  keys: { base: BaseKeys; headquarters: HeadquartersKeys };
}

/**
 * Opens and records messages in order; one outcome each. After a storage error the rest is 'not-recorded'.
 *
 * @see CONTRACT.md section 8 (orders in a file)
 */
export async function importMessages(
  messages: readonly string[],
  parts: MessageImportParts,
): Promise<ImportedMessage[]> {
  const imported: ImportedMessage[] = [];
  for (const message of messages) {
    const hasStorageFailed = imported.at(-1)?.outcome === 'not-recorded';
    imported.push(hasStorageFailed ? { outcome: 'not-recorded', order: null } : await importMessage(message, parts));
  }
  return imported;
}

async function importMessage(
  message: string,
  { ledger, keys, ...taking }: MessageImportParts,
): Promise<ImportedMessage> {
  const incoming = message.length > MESSAGE_IMPORT_LIMITS.characters ? null : await readIncomingMessage(message, keys);
  if (incoming?.kind !== 'order') return { outcome: 'ignored', order: null };
  const { order } = incoming.order.header;
  try {
    const outcome = recordOrder(ledger, incoming.order, taking);
    const isCarriedOut = outcome !== 'applied' || ledger.book.get('order', order) !== undefined;
    return { outcome: isCarriedOut ? outcome : 'cannot-be-carried-out', order };
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    recoverLedger(ledger);
    return { outcome: 'not-recorded', order };
  }
}

function recoverLedger(ledger: Ledger): void {
  try {
    ledger.recover();
  } catch (error) {
    // The disk still fails; the next command or capture tries it again.
    if (!(error instanceof StorageError)) throw error;
  }
}
