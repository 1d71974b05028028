// What an entry says, recomputed from its own figures and from the entries before it: the same rules by which the base
// decided when it wrote it. Reads a book that stands just before the entry. Must not know chains, files or signatures.
import type { Book } from '../model/book.ts';
import type { Entry } from '../model/entry.ts';
import { auditFigures } from './auditFigures.ts';
import { auditPersons } from './auditPersons.ts';
import { auditResults } from './auditResults.ts';
import type { EntryDoubt } from './entryDoubt.ts';

/**
 * Recomputes what can be recomputed of one entry: running numbers, sums, tolerances, outcomes, second persons, verdicts,
 * releases and counts. `book` is what the entries before it add up to. Empty: nothing contradicts.
 *
 * @see FORMAT.md, "What verification proves, and what it does not"
 */
export function auditEntry(entry: Entry, book: Book): EntryDoubt[] {
  return [...auditFigures(entry, book), ...auditPersons(entry, book), ...auditResults(entry, book)];
}
