// Marks, seals and plates as people write and read them: one form in which two spellings of one text are equal. Kept as
// written everywhere else. Free of libraries, so that the page can take it.

/**
 * The form in which what people read on goods is compared: full and half width alike (NFKC, Unicode Standard Annex 15),
 * blanks at the ends, repeated ones and what nobody sees left out, small and capital letters alike.
 */
export function comparableText(written: string): string {
  const folded = written.normalize('NFKC').toLowerCase().toUpperCase().normalize('NFKC');
  return folded
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[\s\u2800]+/gu, ' ')
    .trim();
}

/** Most characters of a text in an entry. The unit of every text: Unicode code points, as JSON Schema counts. */
export const TEXT_MAX = 200;

/** The beginning of a text, at most `most` characters. */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : Array.from(text).slice(0, most).join('');
}

/** How many characters a text has. */
export function countCharacters(text: string): number {
  return Array.from(text).length;
}

/** What nobody sees: blanks, formats, fillers, and the empty Braille pattern. */
const UNSEEN = /[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * A person's own words as they are kept: full and half width alike (NFKC), each run of blanks one blank, none at the
 * ends; empty if nothing of them can be seen.
 */
export function readWords(written: string): string {
  const words = written.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  return words.replace(UNSEEN, '') === '' ? '' : words;
}

/** Most characters of what people write in their own words: before it is folded, and after. */
export const WORDS_MAX = { note: 500, reason: 200, seal: 60, plates: 40, dunnage: 60 } as const;

/** Whether two texts that people read are one, however each is written; nothing is like nothing. */
export function isSameText(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && comparableText(one) === comparableText(other);
}
