// What goes wrong with a recovery key or a sealed archive, as a sentence for a person.

/** A key or an archive that is missing, of another kind, damaged, or not for this key. The message is for a person. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}
