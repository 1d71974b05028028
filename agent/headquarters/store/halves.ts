// Headquarters as the desk sees it: what is stored, and what follows from it.
import type { HeadquartersBook } from './headquartersBook.ts';
import type { LinkStore } from './linkStore.ts';

/** The link half, which says what came and went, and the book half, which may lag behind it. */
export interface Halves {
  link: LinkStore;
  book: HeadquartersBook;
}
