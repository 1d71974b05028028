// What takes two persons: the second is another than the first, and a release was asked for by the first.
import { standingRequest } from '../model/bookQueries.ts';
import type { Book } from '../model/book.ts';
import type { Entry } from '../model/entry.ts';
import type { EntryDoubt } from './entryDoubt.ts';

/** Members that name the other one of two persons beside `operator`. */
const OTHER_PERSON = ['approvedBy', 'askedBy', 'allowedBy'] as const;

/** Where one person did what takes two. */
export function auditPersons(entry: Entry, book: Book): EntryDoubt[] {
  const body = entry.body as Partial<Record<'operator' | (typeof OTHER_PERSON)[number], string | null>>;
  const same = OTHER_PERSON.filter((name) => (body[name] ?? null) !== null && body[name] === body.operator);
  return [
    ...same.map((name) => doubt(`${name} is operator`)),
    ...(entry.kind === 'release-closed' &&
    entry.body.operator !== standingRequest(book, 'release', entry.body.order)?.operator
      ? [doubt('operator did not ask for it, or what leaves has changed since')]
      : []),
  ];
}

function doubt(detail: string): EntryDoubt {
  return { code: 'second-person-wrong', detail };
}
