// From an entry to the book's changes: the only way the book ever changes. Pure, so the same entries always give the
// same book, bit by bit; a change here that alters any record must raise FOLD_VERSION (the ledger then folds anew).
import type { Book, BookChange, Fold } from '../model/book.ts';
import type { EntryKind, EntryOf } from '../model/entry.ts';
import * as cases from './caseChanges.ts';
import { requireRecord, putRecord } from './bookChanges.ts';
import { consentChanges } from './consentChanges.ts';
import * as doubts from './doubtChanges.ts';
import { heldPackages } from './heldChanges.ts';
import * as goods from './goodsChanges.ts';
import * as jobs from './jobChanges.ts';
import * as loads from './loadChanges.ts';
import * as orders from './orderChanges.ts';
import { proofChanges } from './proofChanges.ts';
import { applyRegisterChange } from './registerChanges.ts';
import * as releases from './releaseChanges.ts';
import { applyDateConfirmed, applyRequestWithdrawn, endedReversals, staleRequests } from './requestChanges.ts';
import { touchChanges } from './touchChanges.ts';
import { settledTogether } from './togetherChanges.ts';
import * as stocktakes from './stocktakeChanges.ts';
import * as takenBack from './reversalChanges.ts';
import { applyEntryTime } from './timeChanges.ts';
import * as vehicles from './vehicleChanges.ts';
import * as weighings from './weighingChanges.ts';

/** Raised with every change that could give another book from the same entries. */
export const FOLD_VERSION = 43;

interface FoldContext {
  hash: string;
  book: Book;
}

type FoldTable = { readonly [K in EntryKind]: (entry: EntryOf<K>, context: FoldContext) => BookChange[] };

const changeNothing = (): BookChange[] => [];

const FOLD_TABLE: FoldTable = {
  // Orders are counted and chained anew in each epoch.
  'epoch-opened': (_entry, { book }) => [
    putRecord('site', {
      id: 'site',
      run: book.get('site', 'site')?.run ?? '',
      orderCounter: 0,
      orderHash: '0'.repeat(64),
    }),
  ],
  'agent-started': ({ body }, { book }) => [
    putRecord('site', { ...requireRecord(book, 'site', 'site'), run: body.run }),
  ],
  'order-received': (entry, { book }) => orders.applyOrderReceived(entry, book),
  'order-refused': ({ body }, { book }) => [orders.countOrder(book, body.counter, body.signedHash)],
  'sealed-order-opened': ({ body }, { book }) => orders.applySealedOrderOpened(body, book),
  'job-opened': (entry, { book }) => jobs.applyJobOpened(entry, book),
  'job-closed': ({ body }, { book }) => jobs.applyJobClosed(body, book),
  'job-moved': ({ body }, { book }) => jobs.applyJobMoved(body, book),
  'job-handed-over': ({ body }, { book }) => jobs.applyJobHandedOver(body, book),
  'load-announced': (entry, { book }) => jobs.applyLoadAnnounced(entry, book),
  'check-weighing': (entry, { book }) => jobs.applyCheckWeighing(entry, book),
  'platform-confirmed': changeNothing,
  'scale-returned': ({ body }, { book }) => jobs.applyScaleReturned(body, book),
  weighing: (entry, { book }) => weighings.applyWeighing(entry, book),
  'weighing-bound': (entry, { book }) => weighings.applyWeighingBound(entry, book),
  'weighing-reversed': (entry, { book }) => takenBack.applyWeighingReversed(entry, book),
  // A disturbed load's weighing is reversed by an entry of its own; the others gave none that stands.
  'load-disturbed': ({ body }, { book }) => [loads.speakOfDisturbed(body, book)],
  'load-refused': ({ body }, { book }) => [loads.endLastLoad(body.station, book)],
  'load-unexplained': ({ body }, { book }) => [loads.endLastLoad(body.station, book)],
  'load-records-given-up': changeNothing,
  'small-loads-counted': changeNothing,
  'weight-typed': (entry, { book }) => weighings.applyWeightTyped(entry, book),
  'group-formed': (entry, { book }) => weighings.applyGroupFormed(entry, book),
  'group-split': ({ body }, { book }) => weighings.applyGroupSplit(body, book),
  'vehicle-arrived': (entry, { book }) => vehicles.applyVehicleArrived(entry, book),
  'vehicle-unloaded': ({ body }, { book }) => vehicles.applyVehicleUnloaded(body, book),
  'vehicle-weighed': (entry, { book }) => vehicles.applyVehicleWeighed(entry, book),
  'tag-attached': ({ body }, { book }) => goods.applyTagAttached(body, book),
  'package-missing': ({ body }, { book }) => goods.applyPackageMissing(body, book),
  'package-foreign': ({ body }, { book }) => goods.applyForeignPackage(body, book),
  'package-resealed': ({ body }, { book }) => goods.applyPackageResealed(body, book),
  'removal-allowed': changeNothing,
  'removal-typed': (entry, { book }) => goods.applyRemovalTyped(entry, book),
  'material-removed': (entry, { book }) => goods.applyMaterialRemoved(entry, book),
  'packages-relocated': ({ body }, { book }) => goods.applyPackagesRelocated(body, book),
  'packages-allocated': ({ body }, { book }) => releases.applyPackagesAllocated(body, book),
  'package-picked': ({ body }, { book }) => releases.applyPackagePicked(body, book),
  'release-closed': ({ body }, { book }) => releases.applyReleaseClosed(body, book),
  'stocktake-opened': ({ body }, { book }) => stocktakes.applyStocktakeOpened(body, book),
  'packages-counted': ({ body }, { book }) => stocktakes.applyPackagesCounted(body, book),
  'count-extra': ({ body }, { book }) => stocktakes.applyCountExtra(body, book),
  'count-round-closed': ({ body }, { book }) => stocktakes.applyCountRoundClosed(body, book),
  'stocktake-closed': ({ body }, { book }) => stocktakes.applyStocktakeClosed(body, book),
  finding: (entry, context) => cases.applyFindingRaised(entry, context),
  'finding-recounted': ({ body }, { book }) => cases.applyFindingRecounted(body, book),
  'case-escalated': (entry, { book }) => cases.applyCaseEscalated(entry, book),
  'finding-approved': ({ body }, { book }) => cases.applyFindingApproved(body, book),
  'photo-attached': (entry, { book }) => cases.applyPhotoAttached(entry, book),
  'package-quarantined': (entry, { book }) => cases.applyPackageQuarantined(entry, book),
  'quarantine-lifted': ({ body }, { book }) => cases.applyQuarantineLifted(body, book),
  'deputy-named': (entry, { book }) => cases.applyDeputyNamed(entry, book),
  'second-person-asked': (entry) => cases.applySecondPersonAsked(entry),
  'request-withdrawn': ({ body }, { book }) => applyRequestWithdrawn(body, book),
  'weighings-doubted': (entry, { book }) => doubts.applyWeighingsDoubted(entry, book),
  'doubt-lifted': ({ body }, { book }) => doubts.applyDoubtLifted(body, book),
  verdict: (entry, { book }) => cases.applyVerdict(entry, book),
  'drift-alarm': ({ body }, { book }) => cases.applyDriftAlarm(body, book),
  'seal-checked': ({ body }, { book }) => goods.applySealChecked(body, book),
  'gate-passage': (entry, { book }) => releases.applyGatePassage(entry, book),
  checkpoint: changeNothing,
  'register-changed': ({ body }, { book }) => [
    ...cases.endDeputiesOfChange(body, book),
    ...applyRegisterChange(body, book),
  ],
  'date-confirmed': (entry, { book }) => applyDateConfirmed(entry, book),
};

/** The book's changes by one entry. Pure: the same entries always give the same book. */
export const fold: Fold = (entry, hash, book) => [...foldBody(entry, hash, book), ...applyEntryTime(entry, book)];

/** The same without what the entry's time teaches: for entries that have none yet. */
export const foldBody: Fold = (entry, hash, book) => {
  const applyEntry = FOLD_TABLE[entry.kind] as (entry: EntryOf<EntryKind>, context: FoldContext) => BookChange[];
  const stated = applyEntry(entry, { hash, book });
  const proved = [...stated, ...proofChanges(entry, { changes: stated, book })];
  const touched = [...proved, ...touchChanges(entry, { changes: proved, book })];
  const applied = [...touched, ...endedReversals(touched, book)];
  const settled = [...applied, ...settledTogether(applied, book)];
  const changes = [...settled, ...heldPackages(settled, book)].map((change) => keepStateSeq(change, entry.seq, book));
  return [...changes, ...staleRequests(changes, book), ...consentChanges(entry, book)];
};

/** A package that is in another state than before has been so since this entry. */
function keepStateSeq(change: BookChange, seq: number, book: Book): BookChange {
  if (change.kind !== 'package') return change;
  const { record } = change;
  const before = book.get('package', record.id);
  const stateSeq = before?.state === record.state ? before.stateSeq : seq;
  return { kind: 'package', record: { ...record, stateSeq } };
}
