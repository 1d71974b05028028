// Messages of headquarters that somebody carried to the base: opened, checked and applied like those that come by MQTT.
// Only orders count: an acknowledgement proves something only within a conversation. Must not know files or HTTP.
import { type Ledger, StorageError } from '../core/ledger.ts';
import { sealedLength, FRAME_LARGEST } from './contract/envelope.ts';
import { applyOrder, type DecideOrder, readMessage } from './inbox.ts';
import type { BaseKeys, HeadquartersKeys } from './keys.ts';

export const CARRIED_LIMITS = {
  /** Of one message. */
  characters: sealedLength(FRAME_LARGEST),
  /** In one file or request. */
  messages: 100,
  /** Of one file or request: few orders are larger than a frame of 64 KiB. */
  bytes: 8_388_608,
} as const;

export const CARRIED_WORDS = {
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
export type CarriedOutcome = keyof typeof CARRIED_WORDS;

export interface Carried {
  outcome: CarriedOutcome;
  /** Id of the order; null if the message is none. */
  order: string | null;
}

export interface CarriedParts {
  ledger: Ledger;
  keys: { base: BaseKeys; headquarters: HeadquartersKeys };
  decideOrder: DecideOrder;
}

/** One word for each message, in order. After a storage error nothing more is tried. */
export async function takeCarried(messages: readonly string[], parts: CarriedParts): Promise<Carried[]> {
  const taken: Carried[] = [];
  for (const message of messages) {
    const broken = taken.at(-1)?.outcome === 'not-recorded';
    taken.push(broken ? { outcome: 'not-recorded', order: null } : await takeOne(message, parts));
  }
  return taken;
}

async function takeOne(message: string, { ledger, keys, decideOrder }: CarriedParts): Promise<Carried> {
  const incoming = message.length > CARRIED_LIMITS.characters ? null : await readMessage(message, keys);
  if (incoming?.kind !== 'order') return { outcome: 'ignored', order: null };
  const { order } = incoming.order.frame;
  try {
    const outcome = applyOrder(ledger, incoming.order, decideOrder);
    const carriedOut = outcome !== 'applied' || ledger.book.get('order', order) !== undefined;
    return { outcome: carriedOut ? outcome : 'cannot-be-carried-out', order };
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    recover(ledger);
    return { outcome: 'not-recorded', order };
  }
}

function recover(ledger: Ledger): void {
  try {
    ledger.recover();
  } catch (error) {
    // The disk still fails; the next command or capture tries it again.
    if (!(error instanceof StorageError)) throw error;
  }
}
