// Cancellations: what is under way stops, and what is here already is held until it is decided.
import type { Book } from '../book.ts';
import type { NewEntry } from '../entry.ts';
import type { Cancellation } from '../stockOrders.ts';

export function cancellationFault(body: Cancellation, book: Book): string | null {
  return book.get('order', body.cancels) ? null : `order ${body.cancels} is unknown`;
}

export function cancellationFollows(_body: Cancellation, _of: { book: Book; newId: () => string }): NewEntry[] {
  return [];
}
