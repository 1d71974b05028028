// What several packages weighed together, and was off, is not explained by taking that weighing back: the finding stays
// until each of them stands alone on a fit scale. Derived for all entries alike. CONTRACT.md 9.1.
import type { Book, BookChange } from '../model/book.ts';
import { listNotAlone } from '../weight/aloneAgain.ts';
import { createOverlay } from './bookOverlay.ts';
import { putRecord } from './bookChanges.ts';

/** Findings that these changes settle, because now all stand alone, or open again, because one does no more. */
export function settledTogether(changes: readonly BookChange[], book: Book): BookChange[] {
  const lots = new Set<string>();
  for (const { kind, record } of changes) {
    if (kind === 'package') lots.add(record.lot);
    if (kind === 'lot') lots.add(record.id);
    if (kind === 'finding' && record.togetherIn !== null) lots.add(record.togetherIn);
  }
  const overlay = createOverlay(book);
  changes.forEach(overlay.put);
  return [...lots].flatMap((id) => {
    const findings = overlay.book.where('finding', 'togetherIn', id).filter(({ state }) => state !== 'closed');
    const lot = findings.length === 0 ? undefined : overlay.book.get('lot', id);
    if (!lot || lot.state === 'verified' || lot.state === 'closed') return [];
    return findings.flatMap((finding) => {
      const state = listNotAlone(finding, overlay.book).length === 0 ? 'void' : 'open';
      return state === finding.state ? [] : [putRecord('finding', { ...finding, state })];
    });
  });
}
