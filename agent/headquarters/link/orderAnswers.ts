// What a stored entry says of an order: which signed text the base answers, and how. Numbering and sending again rest on it;
// what an order does to the book does not concern the link half.
import { entryBodySchemas } from '../../link/contract/entrySchemas.ts';
import { orderHeaderSchema } from '../../link/contract/orderSchema.ts';
import { readCanonical, writeCanonical } from '../signing/headquartersCanonical.ts';
import { sha256OfText } from '../signing/entryChain.ts';
import type { HeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import { readOwnSignedText } from '../signing/messageSeal.ts';
import type { OrderAnswer } from '../store/linkStore.ts';

/** The answer that an entry gives to an order that headquarters signed; null for every other entry. */
export function readOrderAnswer(entry: AnsweringEntry, keys: HeadquartersKeyRing): OrderAnswer | null {
  const { kind, body } = entry;
  if (kind !== 'order-received' && kind !== 'order-refused') return null;
  const read = entryBodySchemas[kind].safeParse(body);
  if (!read.success) return null;
  const { signed } = read.data;
  const payload = readOwnSignedText(signed, keys);
  if (payload === undefined) return null;
  const answer = 'reason' in read.data ? read.data.reason : 'received';
  return { hash: sha256OfText(signed), answer, learnt: readLearntOrder(entry, { signed, payload }) };
}

type AnsweringEntry = { kind: string; base: string; epoch: string; body?: unknown };

/** The order in a text that headquarters itself signed for this epoch, maybe in a past that its store has lost. */
function readLearntOrder(
  { base, epoch }: AnsweringEntry,
  { signed, payload }: { signed: string; payload: Uint8Array },
): OrderAnswer['learnt'] {
  const message = readCanonical(payload);
  // Its body may be of a version that this one cannot read; its number counts all the same.
  const header = orderHeaderSchema.safeParse(message);
  if (!header.success || header.data.base !== base || header.data.epoch !== epoch) return null;
  const { order: order_id, counter, issuedWallMs } = header.data;
  const { body } = message as { body: unknown };
  return { order_id, counter, signed, issued_ms: issuedWallMs, body: writeCanonical(body ?? {}) };
}
