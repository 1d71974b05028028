// Why weighings are reversed, as far as several topics ask.
import type { EntryBodies } from './entry.ts';

/** Reasons by which the load itself shows that it was still being set down, or did not lie there alone. */
export const UNSETTLED: ReadonlySet<EntryBodies['weighing-reversed']['reason']> = new Set([
  'load-rose',
  'load-disturbed',
]);
