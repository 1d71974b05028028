// One case with its evidence, from the book alone: what was found, how each quantity is known, who had a hand in it,
// what can be done now, what headquarters decided. Knows no photograph's bytes: whether they are sound it is told.
import type { Book } from '../book.ts';
import { recountFault } from '../cases/recount.ts';
import { handsIn, lookAgainFault } from '../cases/cases.ts';
import { photoFault, PHOTOS_A_FINDING } from '../cases/photos.ts';
import { liftAsked, liftFault, quarantineFault } from '../cases/quarantine.ts';
import type { FindingRecord, PackageRecord, PhotoRecord } from '../records.ts';
import { HERE } from '../states.ts';
import { caseIsBlind } from './caseBlindness.ts';
import { caseArithmetic, caseQuantities } from './caseQuantities.ts';
import type { CaseView } from './lookup.ts';
import { showFinding } from './show.ts';

export interface CaseLooker {
  /** Never weighs or counts: nothing is hidden from them (blindness.ts). */
  seesHidden: boolean;
  /** Whether a photograph is kept, with the bytes of its entry. */
  isSound: (photo: PhotoRecord) => boolean;
}

export function showCase(book: Book, finding: FindingRecord, { seesHidden, isSound }: CaseLooker): CaseView {
  const record = finding.package === null ? undefined : book.get('package', finding.package);
  const blind = !seesHidden && caseIsBlind(book, finding);
  const weighing = finding.weighing === null ? undefined : book.get('weighing', finding.weighing);
  const photos = book.where('photo', 'finding', finding.id, PHOTOS_A_FINDING).sort((a, b) => a.seq - b.seq);
  return {
    ...showFinding(finding),
    // Of goods that are no package, what can be read on them.
    mark: record?.mark ?? finding.package,
    seq: finding.seq,
    atWallMs: finding.wallMs,
    note: finding.note,
    touched: handsIn(finding, book),
    weighing: finding.weighing,
    recount: finding.recount,
    blind,
    quantities: blind ? [] : caseQuantities(book, finding),
    arithmetic: blind ? null : caseArithmetic(book, finding),
    tags: weighing?.tags ?? [],
    photos: photos.map((photo) => ({
      photo: photo.photo,
      bytes: photo.bytes,
      operator: photo.operator,
      atWallMs: photo.wallMs,
      sound: isSound(photo),
    })),
    quarantined: record?.state === 'quarantined',
    askedBy: record?.state === 'quarantined' ? (liftAsked(record, book)?.operator ?? null) : null,
    can: possible(book, finding, record),
    decision: finding.decision && {
      order: finding.decision.order,
      act: finding.decision.act,
      words: finding.decision.words,
      atWallMs: finding.decision.wallMs,
    },
  };
}

/** By somebody who may: that depends on the person, and the decision is made again when they ask. */
function possible(book: Book, finding: FindingRecord, record: PackageRecord | undefined): CaseView['can'] {
  const here = record !== undefined && HERE.includes(record.state);
  const acts: [CaseView['can'][number], boolean][] = [
    ['recount', here && recountFault(finding.id, { book, operator: null, risen: false }) === null],
    ['look-again', lookAgainFault(finding, book) === null],
    ['approve', finding.state === 'recounted'],
    ['quarantine', record !== undefined && quarantineFault(record) === null],
    ['lift-quarantine', record !== undefined && liftFault(record, book) === null],
    ['photo', photoFault(finding, book) === null],
  ];
  return acts.flatMap(([act, can]) => (can ? [act] : []));
}
