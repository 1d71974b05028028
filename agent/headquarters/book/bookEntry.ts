// Which booking function handles which kind of entry. An entry that cannot be accepted changes nothing in the book: it
// is stored raw and counted. Must not know envelopes, MQTT or acknowledgements.
import { entryBodySchemas, isEntryKind, type Entry, type EntryKind } from '../../link/contract/entrySchemas.ts';
import { BaseBook } from './baseBook.ts';
import { bookEntryTime } from './baseClock.ts';
import { isCheckpointSigned } from '../signing/entryChain.ts';
import { publicKeyFromRaw } from '../signing/headquartersKeys.ts';
import type { HeadquartersBook } from '../store/headquartersBook.ts';
import { bookCheckWeighing, bookDoubtLifted } from './bookDoubts.ts';
import { bookWeighingsDoubted, bookWeighingReversed } from './bookReversals.ts';
import {
  bookCaseEscalated,
  bookFindingApproved,
  bookDriftAlarm,
  bookFinding,
  bookVerdict,
  bookQuarantineLifted,
  bookGatePassage,
  bookPhotoAttached,
  bookPackageQuarantined,
  bookFindingRecounted,
} from './bookCases.ts';
import {
  bookPackageForeign,
  checkJobKnown,
  bookJobOpened,
  bookPackageMissing,
  bookPackageResealed,
  bookPackagesRelocated,
  bookSealChecked,
  bookTagAttached,
} from './bookGoods.ts';
import { bookLoadDisturbed, bookLoadWithoutWeighing, bookRecordsGivenUp } from './bookLoads.ts';
import { bookRemovalAllowed } from './bookConsents.ts';
import { bookMaterialRemoved, bookRemovalTyped } from './bookRemovals.ts';
import { bookOrderReceived, bookOrderRefused } from './bookOrders.ts';
import { bookPackagesAllocated, bookPackagePicked, bookReleaseClosed, bookSealedOrderOpened } from './bookReleases.ts';
import { bookDateConfirmed, bookRequestWithdrawn, bookSecondPersonAsked } from './bookRequests.ts';
import {
  bookCountExtra,
  bookPackagesCounted,
  bookCountRoundClosed,
  bookStocktakeClosed,
  bookStocktakeOpened,
} from './bookStocktakes.ts';
import type { ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';
import { bookWeighingBound, bookWeightTyped, bookWeighing } from './bookWeighings.ts';
import { bookDeputyNamed, bookRegisterChanged } from './bookPeople.ts';
import { saveProofs } from './bookProofs.ts';
import { saveTouches } from './bookTouches.ts';
import { bookGroupFormed, bookGroupSplit, bookJobClosed, bookJobMoved, saveLoadIntent } from './bookStations.ts';
import { settleSplitFindings } from './bookTogether.ts';
import { bookVehicleArrived, bookVehicleUnloaded, bookVehicleWeighed } from './bookVehicles.ts';

/** What is known of a chained entry before it is booked. */
export interface StoredEntryContext extends Omit<BookContext, 'book'> {
  store: HeadquartersBook;
}

type EntryHandlers = { [K in EntryKind]: (context: BookContext, entry: ContractEntryOf<K>) => RejectionReason };

const acceptWithoutEffect = (): null => null;

const ENTRY_HANDLERS: EntryHandlers = {
  'epoch-opened': ({ baseSigningKey }, { body }) =>
    body.signingKey === baseSigningKey ? null : 'the signing key is not the enrolled one',
  'agent-started': acceptWithoutEffect,
  'order-received': bookOrderReceived,
  'order-refused': bookOrderRefused,
  'sealed-order-opened': bookSealedOrderOpened,
  'job-opened': bookJobOpened,
  'job-closed': bookJobClosed,
  'job-moved': bookJobMoved,
  'job-handed-over': (context, { body }) => checkJobKnown(context, body.job),
  'load-announced': ({ book }, { body }) => {
    saveLoadIntent(book, body.station, body.intent === null ? null : JSON.stringify(body.intent));
    return null;
  },
  'check-weighing': bookCheckWeighing,
  'platform-confirmed': acceptWithoutEffect,
  'scale-returned': acceptWithoutEffect,
  weighing: bookWeighing,
  'weighing-bound': bookWeighingBound,
  'weighing-reversed': bookWeighingReversed,
  'load-disturbed': bookLoadDisturbed,
  'load-refused': bookLoadWithoutWeighing,
  'load-unexplained': bookLoadWithoutWeighing,
  'load-records-given-up': bookRecordsGivenUp,
  'small-loads-counted': acceptWithoutEffect,
  'weight-typed': bookWeightTyped,
  'group-formed': bookGroupFormed,
  'group-split': bookGroupSplit,
  'vehicle-arrived': bookVehicleArrived,
  'vehicle-unloaded': bookVehicleUnloaded,
  'vehicle-weighed': bookVehicleWeighed,
  'tag-attached': bookTagAttached,
  'package-missing': bookPackageMissing,
  'package-foreign': bookPackageForeign,
  'seal-checked': bookSealChecked,
  'package-resealed': bookPackageResealed,
  'removal-allowed': bookRemovalAllowed,
  'removal-typed': bookRemovalTyped,
  'material-removed': bookMaterialRemoved,
  'packages-relocated': bookPackagesRelocated,
  'packages-allocated': bookPackagesAllocated,
  'package-picked': bookPackagePicked,
  'gate-passage': bookGatePassage,
  'release-closed': bookReleaseClosed,
  'stocktake-opened': bookStocktakeOpened,
  'packages-counted': bookPackagesCounted,
  'count-extra': bookCountExtra,
  'count-round-closed': bookCountRoundClosed,
  'stocktake-closed': bookStocktakeClosed,
  finding: bookFinding,
  'finding-recounted': bookFindingRecounted,
  'case-escalated': bookCaseEscalated,
  'finding-approved': bookFindingApproved,
  'photo-attached': bookPhotoAttached,
  'package-quarantined': bookPackageQuarantined,
  'quarantine-lifted': bookQuarantineLifted,
  'second-person-asked': bookSecondPersonAsked,
  'request-withdrawn': bookRequestWithdrawn,
  'deputy-named': bookDeputyNamed,
  'weighings-doubted': bookWeighingsDoubted,
  'doubt-lifted': bookDoubtLifted,
  'drift-alarm': bookDriftAlarm,
  verdict: bookVerdict,
  checkpoint: bookCheckpoint,
  'register-changed': bookRegisterChanged,
  'date-confirmed': bookDateConfirmed,
};

/**
 * Books a chained entry inside a savepoint of the caller's transaction. A rejected entry is stored and acknowledged all
 * the same; only the book stays as it was.
 */
export function bookEntry(storedEntry: StoredEntryContext, frame: EntryFrame): RejectionReason {
  const rejection = bookEntryBody(storedEntry, frame);
  // What a rejected entry says counts for nothing; that time has passed is so all the same.
  const accepted = rejection === null ? (frame as Entry) : null;
  bookEntryTime(new BaseBook(storedEntry.store, storedEntry.stream.base), { at: frame.at, accepted });
  return rejection;
}

/** What is sure of every chained entry, whatever its kind. */
export type EntryFrame = Pick<Entry, 'at'> & { kind: string; body?: unknown };

function bookEntryBody(storedEntry: StoredEntryContext, frame: EntryFrame): RejectionReason {
  if (!isEntryKind(frame.kind)) return `kind ${frame.kind} is unknown`;
  const body = entryBodySchemas[frame.kind].safeParse(frame.body);
  if (!body.success) return `body refused at ${body.error.issues[0]?.path.join('.') ?? ''}`;
  const { store, ...known } = storedEntry;
  const context: BookContext = { ...known, book: new BaseBook(store, storedEntry.stream.base) };
  return store.runInSavepoint(() => {
    const rejection = callHandler(context, frame as unknown as Entry);
    if (rejection !== null) return rejection;
    settleSplitFindings(context.book);
    saveTouches(context.book, frame as unknown as Entry);
    saveProofs(context.book, frame as unknown as Entry);
    return null;
  });
}

function callHandler<K extends EntryKind>(context: BookContext, entry: ContractEntryOf<K>): RejectionReason {
  const handler = ENTRY_HANDLERS[entry.kind] as (context: BookContext, entry: ContractEntryOf<K>) => RejectionReason;
  return handler(context, entry);
}

function bookCheckpoint(
  { stream, previousHash, baseSigningKey }: BookContext,
  { body, seq }: ContractEntryOf<'checkpoint'>,
): RejectionReason {
  if (body.seq !== seq - 1 || body.hash !== previousHash) return 'the checkpoint does not name the entry before it';
  if (body.size !== body.seq) return 'the checkpoint’s tree does not end with that entry';
  const { seq: signedSeq, size, hash, root } = body;
  const position = { base: stream.base, epoch: stream.epoch, seq: signedSeq, size, hash, root };
  return isCheckpointSigned(position, body.signature, publicKeyFromRaw('Ed25519', baseSigningKey))
    ? null
    : 'the checkpoint’s signature is bad';
}
