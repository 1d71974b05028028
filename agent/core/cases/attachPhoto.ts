// A photograph as evidence of a finding. The bytes are stored beside the ledger before this is decided; here only
// their hash counts.
import type { FindingId, PhotoHash } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import { judgeAgain } from '../verdict/judgeAgain.ts';
import type { FindingRecord } from '../model/records.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { compositeId } from '../model/idPattern.ts';

/** Most photographs of one finding. */
export const PHOTOS_PER_FINDING = 20;

/**
 * The command that attaches a photograph. `storedBytes`: length of the stored file; null if there is none with this
 * hash.
 */
export type PhotoEvent = CommandMeta & { finding: FindingId; photo: PhotoHash; storedBytes: number | null };

/**
 * Attaches a stored photograph to a finding. Refuses findings that are decided, photographs that are attached already, to
 * this finding or another, or not stored, and more than the limit. Ends a case that only asked for it.
 */
export function decideAttachPhoto(event: PhotoEvent, book: Book): Decided | Refusal {
  const { photo, storedBytes, operator } = event;
  const finding = book.get('finding', event.finding);
  if (!finding) return refuse('finding-unknown', { finding: event.finding });
  const refusal = photoRefusal(finding, book);
  if (refusal) return refusal;
  if (book.get('photo', compositeId(finding.id, photo))) return refuse('photo-attached', { finding: finding.id });
  // What one case is shown by shows nothing of another.
  const [elsewhere] = book.where('photo', 'photo', photo, 1);
  if (elsewhere) return refuse('photo-of-another', { finding: elsewhere.finding });
  if (storedBytes === null) return refuse('photo-unknown');
  const body = { photo, bytes: storedBytes, finding: finding.id, operator };
  const attached: NewEntry = { kind: 'photo-attached', body };
  // A case that only asked for it is over, and may have been its lot's last.
  const judgement =
    finding.lot === null
      ? []
      : judgeAgain(book, { entries: [attached], lot: finding.lot, operator, newId: derivedIds(event.id) });
  return { entries: [attached, ...judgement], effects: [], result: { finding: finding.id, photo } };
}

/** Why no photograph can be added to a case; null if one can. Nothing is added to what headquarters has decided. */
export function photoRefusal(finding: FindingRecord, book: Book): Refusal | null {
  if (!isFindingOpen(finding)) return refuse('case-over', { finding: finding.id, state: finding.state });
  const attachedCount = book.where('photo', 'finding', finding.id, PHOTOS_PER_FINDING).length;
  return attachedCount < PHOTOS_PER_FINDING ? null : refuse('photos-enough', { most: PHOTOS_PER_FINDING });
}
