// Samples, spillage, dust and residues: weighed, and booked by headquarters' order. The book waits for that order.
import type { Book } from '../model/book.ts';
import { STATES_AT_BASE } from '../model/states.ts';
import type { RemovalBooking } from '../model/stockOrders.ts';

/** Why a booking of removed material cannot be carried out, as a sentence for headquarters; null if it can. */
export function bookingRefusal(body: RemovalBooking, book: Book): string | null {
  const perPackage = new Map<string, number>();
  for (const id of new Set(body.removals)) {
    const removal = book.get('removal', id);
    if (removal?.state !== 'open') return `removal ${id} is unknown, booked already or taken back`;
    perPackage.set(removal.package, (perPackage.get(removal.package) ?? 0) + removal.massMg);
  }
  if (new Set(body.removals).size !== body.removals.length) return 'a removal is named twice';
  for (const [id, massMg] of perPackage) {
    const record = book.get('package', id);
    if (record && STATES_AT_BASE.includes(record.state) && (record.netMg ?? 0) < massMg)
      return `package ${id} holds less in the book than was weighed out of it`;
  }
  return null;
}
