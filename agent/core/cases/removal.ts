// Samples, spillage, dust and residues: weighed, and booked by headquarters' order.
import type { Book } from '../book.ts';
import type { Booking } from '../stockOrders.ts';

export function bookingFault(body: Booking, book: Book): string | null {
  for (const id of body.removals) if (book.get('removal', id)?.state !== 'open') return `removal ${id} is unknown or booked already`;
  return null;
}
