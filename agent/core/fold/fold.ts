// From an entry to the book's changes: the only way the book ever changes. Pure, so the same entries always give the
// same book, bit by bit; a change here that alters any record must raise FOLD_VERSION (the ledger then folds anew).
import type { Book, BookChange, Fold } from '../book.ts';
import type { EntryKind } from '../entry.ts';
import * as cases from './cases.ts';
import { type EntryOf, need, put } from './change.ts';
import * as doubts from './doubts.ts';
import * as goods from './goods.ts';
import * as jobs from './jobs.ts';
import * as orders from './orders.ts';
import * as releases from './releases.ts';
import * as stocktakes from './stocktakes.ts';
import * as takenBack from './takenBack.ts';
import * as vehicles from './vehicles.ts';
import * as weighings from './weighings.ts';

export const FOLD_VERSION = 3;

interface Context {
  hash: string;
  book: Book;
}

type Folds = { readonly [K in EntryKind]: (entry: EntryOf<K>, context: Context) => BookChange[] };

const nothing = (): BookChange[] => [];

const FOLDS: Folds = {
  // Orders are counted and chained anew in each epoch.
  'epoch-opened': (_entry, { book }) => [
    put('site', { id: 'site', run: book.get('site', 'site')?.run ?? '', orderCounter: 0, orderHash: '0'.repeat(64) }),
  ],
  'agent-started': ({ body }, { book }) => [put('site', { ...need(book, 'site', 'site'), run: body.run })],
  'order-received': ({ body }, { book }) => orders.orderReceived(body, book),
  'order-refused': ({ body }, { book }) => [orders.counted(book, body.counter, body.signedHash)],
  'sealed-order-opened': ({ body }, { book }) => orders.depositOpened(body, book),
  'job-opened': (entry, { book }) => jobs.jobOpened(entry, book),
  'job-closed': ({ body }, { book }) => jobs.jobClosed(body, book),
  'job-moved': ({ body }, { book }) => jobs.jobMoved(body, book),
  'job-handed-over': ({ body }, { book }) => jobs.jobHandedOver(body, book),
  'load-announced': ({ body }, { book }) => jobs.loadAnnounced(body, book),
  'check-weighing': (entry, { book }) => jobs.checked(entry, book),
  weighing: (entry, { book }) => weighings.weighed(entry, book),
  'weighing-bound': ({ body }, { book }) => weighings.bound(body, book),
  'weighing-reversed': ({ body }, { book }) => takenBack.reversed(body, book),
  'weight-typed': (entry, { book }) => weighings.typed(entry, book),
  'group-formed': ({ body }, { book }) => weighings.groupFormed(body, book),
  'group-split': ({ body }, { book }) => weighings.groupSplit(body, book),
  'vehicle-arrived': (entry, { book }) => vehicles.arrived(entry, book),
  'vehicle-unloaded': ({ body }, { book }) => vehicles.unloaded(body, book),
  'vehicle-weighed': (entry, { book }) => vehicles.vehicleWeighed(entry, book),
  'tag-attached': ({ body }, { book }) => goods.tagAttached(body, book),
  'package-missing': ({ body }, { book }) => goods.missing(body, book),
  'package-foreign': ({ body }, { book }) => goods.foreign(body, book),
  'package-resealed': ({ body }, { book }) => goods.resealed(body, book),
  'material-removed': ({ body }, { book }) => goods.materialRemoved(body, book),
  'packages-relocated': ({ body }, { book }) => goods.relocated(body, book),
  'packages-allocated': ({ body }, { book }) => releases.allocated(body, book),
  'package-picked': ({ body }, { book }) => releases.picked(body, book),
  'release-closed': ({ body }, { book }) => releases.releaseClosed(body, book),
  'stocktake-opened': ({ body }, { book }) => stocktakes.stocktakeOpened(body, book),
  'packages-counted': ({ body }, { book }) => stocktakes.packagesCounted(body, book),
  'count-extra': ({ body }, { book }) => stocktakes.countExtra(body, book),
  'count-round-closed': ({ body }, { book }) => stocktakes.countRoundClosed(body, book),
  'stocktake-closed': ({ body }, { book }) => stocktakes.stocktakeClosed(body, book),
  finding: (entry, context) => cases.found(entry, context),
  'finding-recounted': ({ body }, { book }) => cases.recounted(body, book),
  'finding-approved': ({ body }, { book }) => cases.approved(body, book),
  'photo-attached': (entry, { book }) => cases.photoAttached(entry, book),
  'package-quarantined': (entry, { book }) => cases.quarantined(entry, book),
  'quarantine-lifted': ({ body }, { book }) => cases.lifted(body, book),
  'deputy-named': ({ body }) => cases.deputyNamed(body),
  'second-person-asked': (entry) => cases.secondAsked(entry),
  'weighings-doubted': ({ body }, { book }) => doubts.doubted(body, book),
  verdict: (entry, { book }) => cases.judged(entry, book),
  'drift-alarm': ({ body }, { book }) => cases.driftAlarmed(body, book),
  'seal-checked': ({ body }, { book }) => goods.sealChecked(body, book),
  'gate-passage': (entry, { book }) => releases.passedGate(entry, book),
  checkpoint: nothing,
  'register-changed': nothing,
};

export const fold: Fold = (entry, hash, book) => {
  const own = FOLDS[entry.kind] as (entry: EntryOf<EntryKind>, context: Context) => BookChange[];
  return own(entry, { hash, book });
};
