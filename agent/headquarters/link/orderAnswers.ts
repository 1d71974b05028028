// What a stored entry says of an order: which signed text the base answers, and how. Numbering and sending again rest on it;
// what an order does to the book does not concern the link half.
import { entryBodySchemas } from '../../link/contract/entrySchemas.ts';
import { sha256OfText } from '../signing/entryChain.ts';
import type { HeadquartersKeyRing } from '../signing/headquartersKeys.ts';
import { readOwnSignedText } from '../signing/messageSeal.ts';
import type { OrderAnswer } from '../store/linkStore.ts';

/** The answer that an entry gives to an order that headquarters signed; null for every other entry. */
export function readOrderAnswer(
  { kind, body }: { kind: string; body?: unknown },
  keys: HeadquartersKeyRing,
): OrderAnswer | null {
  if (kind !== 'order-received' && kind !== 'order-refused') return null;
  const read = entryBodySchemas[kind].safeParse(body);
  if (!read.success || readOwnSignedText(read.data.signed, keys.signingKey) === undefined) return null;
  const hash = sha256OfText(read.data.signed);
  return { hash, answer: 'reason' in read.data ? read.data.reason : 'received' };
}
