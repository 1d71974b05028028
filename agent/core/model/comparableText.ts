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

/** Most UTF-16 units of a text in an entry. */
export const TEXT_MAX = 200;

/** The beginning of a text, at most `most` UTF-16 units, without half a character at its end. */
export function cutText(text: string, most: number): string {
  const cut = text.slice(0, most);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** Whether two texts that people read are one, however each is written; nothing is like nothing. */
export function isSameText(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && comparableText(one) === comparableText(other);
}
