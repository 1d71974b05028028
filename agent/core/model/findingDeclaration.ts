// What is declared of every finding. Free of libraries, so that the page can take it.

/** A finding's texts in both languages, and whether a person may report it. */
export interface FindingDeclaration {
  /** A person may report it by looking; the others follow from evidence. */
  readonly reportable: boolean;
  /** In two or three words. */
  readonly name: { readonly en: string; readonly ja: string };
  readonly means: { readonly en: string; readonly ja: string };
  /** What staff do about it. */
  readonly action: { readonly en: string; readonly ja: string };
}
