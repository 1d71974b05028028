// A photograph as evidence of a finding. The bytes are kept beside the ledger before this is decided; here only their
// hash counts.
import type { Book } from '../book.ts';
import { type Act, type Decision, type Refusal, refuse } from '../decision.ts';
import { isOpen } from '../fold/change.ts';
import type { FindingRecord } from '../records.ts';

export const PHOTOS_A_FINDING = 20;

/** `keptBytes`: length of the kept file; null if there is none with this hash. */
export type PhotoEvent = Act & { finding: string; photo: string; keptBytes: number | null };

export function decideAttachPhoto(event: PhotoEvent, book: Book): Decision | Refusal {
  const { photo, keptBytes, operator } = event;
  const finding = book.get('finding', event.finding);
  if (!finding) return refuse('finding-unknown', { finding: event.finding });
  const fault = photoFault(finding, book);
  if (fault) return fault;
  if (book.get('photo', `${finding.id}/${photo}`)) return refuse('photo-attached', { finding: finding.id });
  if (keptBytes === null) return refuse('photo-unknown');
  const body = { photo, bytes: keptBytes, finding: finding.id, operator };
  return { entries: [{ kind: 'photo-attached', body }], effects: [], result: { finding: finding.id, photo } };
}

/**
 * Why no photograph can be added to a case; null if one can. What headquarters has decided is not added to any more.
 */
export function photoFault(finding: FindingRecord, book: Book): Refusal | null {
  if (!isOpen(finding)) return refuse('case-over', { finding: finding.id, state: finding.state });
  const there = book.where('photo', 'finding', finding.id, PHOTOS_A_FINDING).length;
  return there < PHOTOS_A_FINDING ? null : refuse('photos-enough', { most: PHOTOS_A_FINDING });
}
