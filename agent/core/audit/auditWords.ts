// Words, limits and forms of an entry against its declaration: what no version of this software up to this one writes.
import { findUndeclaredWord, type Entry } from '../model/entry.ts';
import type { EntryDoubt } from './entryDoubt.ts';

/** The first member that says a word, or a number beyond a limit, that its declaration does not have. */
export function auditWords(entry: Entry): EntryDoubt[] {
  const path = findUndeclaredWord(entry);
  return path === null ? [] : [{ code: 'word-wrong', detail: `${path} is no such word, or beyond its limits` }];
}
