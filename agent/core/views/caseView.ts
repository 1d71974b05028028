// One case with its evidence, from the book alone: what was found, how each quantity is known, who touched it,
// what can be done now, what headquarters decided. Must not read photographs: the caller checks whether they are sound.
import type { Book } from '../model/book.ts';
import { recountRefusal, recountStations } from '../cases/recount.ts';
import { lookAgainRefusal } from '../cases/caseDecisions.ts';
import { touchedBy } from '../model/caseTouches.ts';
import { photoRefusal, PHOTOS_PER_FINDING } from '../cases/attachPhoto.ts';
import { liftRequest } from '../cases/quarantine.ts';
import { may } from '../model/packageActs.ts';
import type { FindingRecord, PackageRecord, PhotoRecord } from '../model/records.ts';
import type { StationScale } from '../weight/weighingFitness.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import { isCaseHidden } from './caseBlindness.ts';
import { viewCaseArithmetic, viewCaseQuantities } from './caseQuantities.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { listNotAlone } from '../weight/aloneAgain.ts';
import type { CaseView } from './lookupViews.ts';
import { viewFinding } from './stationView.ts';

const SHOWN_MARKS = 20;

/** Who looks, and how stored photographs are checked. */
export interface CaseViewer {
  /** Never weighs or counts: nothing is hidden from them (blindness.ts). */
  seesHidden: boolean;
  /** Whether a photograph is stored with the bytes that its entry names. */
  isSound: (photo: PhotoRecord) => boolean;
  /** Of every station that is in service. */
  scales: readonly StationScale[];
}

/** One case with its evidence and what can be done about it now. */
export function viewCase(book: Book, finding: FindingRecord, { seesHidden, isSound, scales }: CaseViewer): CaseView {
  const record = finding.package === null ? undefined : book.get('package', finding.package);
  const blind = !seesHidden && isCaseHidden(book, finding);
  const weighing = finding.weighing === null ? undefined : book.get('weighing', finding.weighing);
  const recountAt = recountStations(finding, { book, scales }) ?? [];
  const photos = book.where('photo', 'finding', finding.id, PHOTOS_PER_FINDING).sort((a, b) => a.seq - b.seq);
  return {
    ...viewFinding(finding),
    // Of goods that are no package, what can be read on them.
    mark: record?.mark ?? finding.package,
    seq: finding.seq,
    atWallMs: finding.wallMs,
    note: finding.note,
    touched: touchedBy(finding, book),
    weighing: finding.weighing,
    recount: finding.recount,
    blind,
    quantities: blind ? [] : viewCaseQuantities(book, finding),
    arithmetic: blind ? null : viewCaseArithmetic(book, finding),
    tags: weighing?.tags ?? [],
    photos: photos.map((photo) => ({
      photo: photo.photo,
      bytes: photo.bytes,
      operator: photo.operator,
      atWallMs: photo.wallMs,
      sound: isSound(photo),
    })),
    quarantined: record?.state === 'quarantined',
    askedBy: record?.state === 'quarantined' ? (liftRequest(record, book)?.operator ?? null) : null,
    can: possibleActs(book, { finding, record, recountAt }),
    recountAt,
    notAlone: isFindingOpen(finding)
      ? listNotAlone(finding, book)
          .slice(0, SHOWN_MARKS)
          .map(({ mark }) => mark)
      : [],
    escalated: finding.escalated && { reason: finding.escalated.reason, atWallMs: finding.escalated.wallMs },
    decision: finding.decision && {
      order: finding.decision.order,
      act: finding.decision.act,
      words: finding.decision.words,
      atWallMs: finding.decision.wallMs,
    },
  };
}

/** Acts that are possible for a person with the right role; the decision is made again when one is commanded. */
function possibleActs(
  book: Book,
  {
    finding,
    record,
    recountAt,
  }: {
    finding: FindingRecord;
    record: PackageRecord | undefined;
    recountAt: readonly StationId[];
  },
): CaseView['can'] {
  const acts: [CaseView['can'][number], boolean][] = [
    ['recount', recountAt.length > 0 && recountRefusal(finding.id, { book, operator: null, risen: false }) === null],
    ['look-again', lookAgainRefusal(finding, book) === null],
    ['approve', finding.state === 'recounted'],
    ['quarantine', record !== undefined && may(record, 'quarantine')],
    ['lift-quarantine', record !== undefined && may(record, 'lift')],
    ['photo', photoRefusal(finding, book) === null],
  ];
  return acts.flatMap(([act, isPossible]) => (isPossible ? [act] : []));
}
