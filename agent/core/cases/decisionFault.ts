// Whether a decision of headquarters can be carried out: each finding it names must be the one it means, and still open.
import type { Book } from '../book.ts';
import type { Decision } from '../stockOrders.ts';

export function decisionFault(body: Decision, book: Book): string | null {
  for (const { hash } of body.findings) if (book.where('finding', 'hash', hash).length === 0) return `no finding has the hash ${hash}`;
  return null;
}
