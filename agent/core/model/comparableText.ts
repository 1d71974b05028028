// Marks, seals and plates as people write and read them: one form in which two spellings of one text are equal. Kept as
// written everywhere else. Free of libraries, so that the page can take it.

/**
 * The form in which what people read on goods is compared: full and half width alike (NFKC, Unicode Standard Annex 15),
 * blanks at the ends and repeated ones left out, small and capital letters alike.
 */
export function comparableText(written: string): string {
  const folded = written.normalize('NFKC').toLowerCase().toUpperCase().normalize('NFKC');
  return folded.replace(/\s+/gu, ' ').trim();
}

/** Whether two texts that people read are one, however each is written; nothing is like nothing. */
export function isSameText(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && comparableText(one) === comparableText(other);
}
