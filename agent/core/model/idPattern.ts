// What an id looks like, and how two of them name one record. Free of libraries, so that the page can take it.

/** 1 to 64 visible ASCII characters: every order, command, file and label can carry such an id. */
export const ID_PATTERN = /^[!-~]{1,64}$/;

/** Characters of an id at most. */
export const ID_LENGTH = 64;

/**
 * The id of a record that two things name together: a stocktake and what it counts, a job and what it holds. The first
 * may hold a slash itself, and the second may be any text: escaped, no two pairs give one id.
 */
export function compositeId(first: string, second: string | number): string {
  return `${first.replaceAll('%', '%25').replaceAll('/', '%2F')}/${second}`;
}
