// A hash as people compare it: its first 12 digits in threes of four, the same that a printed record shows.

/** 48 bits: enough to tell two photographs apart, not to prove one. The entry holds the whole. */
export function shortCode(hash: string): string {
  return (hash.slice(0, 12).match(/.{1,4}/g) ?? []).join(' ');
}
