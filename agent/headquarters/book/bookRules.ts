// What the book is made by, and its name: a book of other rules is dropped and made again, so that what an older version
// rejected or did not know is judged anew.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { entryBodySchemas } from '../../link/contract/entrySchemas.ts';
import { orderBodySchema } from '../../link/contract/orderSchema.ts';
import { BOOK_SCHEMA_SQL } from '../store/bookSchema.ts';
import { bookEntry } from './bookEntry.ts';

/** Raised by one where a booking function comes to something else; tables, kinds and shapes are seen without. */
const BOOK_VERSION = 3;

/** How entries are booked; `name` differs where the same entries may make another book. */
export interface BookRules {
  name: string;
  bookEntry: typeof bookEntry;
}

/** The rules of this program. */
export function ownBookRules(): BookRules {
  const shapes = [...Object.values(entryBodySchemas), orderBodySchema].map((schema) =>
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  );
  const text = JSON.stringify([BOOK_VERSION, BOOK_SCHEMA_SQL, Object.keys(entryBodySchemas), shapes]);
  return { name: `${BOOK_VERSION}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`, bookEntry };
}
