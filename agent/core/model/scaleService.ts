// Whether a scale is in service. Asked by decisions and by what people see.
import type { Book } from './book.ts';

/** So many loads in a row that are no check weight take a scale out of service. */
const MAX_STRANGERS = 2;

/** Whether a scale weighs nothing until a technician's word. */
export function isOutOfService(book: Book, scale: string): boolean {
  return (book.get('scale', scale)?.strangers ?? 0) >= MAX_STRANGERS;
}
