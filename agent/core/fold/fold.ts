// From an entry to the book's changes: the only way the book ever changes. Pure, so the same entries always give the same
// book, bit by bit; a change here that alters any record must raise FOLD_VERSION (the ledger then folds anew).
import type { Fold } from '../book.ts';
import * as cases from './cases.ts';
import { need, put } from './change.ts';
import * as goods from './goods.ts';
import * as jobs from './jobs.ts';
import * as orders from './orders.ts';
import * as releases from './releases.ts';
import * as stocktakes from './stocktakes.ts';
import * as vehicles from './vehicles.ts';
import * as weighings from './weighings.ts';

export const FOLD_VERSION = 2;

export const fold: Fold = (entry, hash, book) => {
  switch (entry.kind) {
    case 'epoch-opened':
      // Orders are counted and chained anew in each epoch.
      return [put('site', { id: 'site', run: book.get('site', 'site')?.run ?? '', orderCounter: 0, orderHash: '0'.repeat(64) })];
    case 'agent-started':
      return [put('site', { ...need(book, 'site', 'site'), run: entry.body.run })];
    case 'order-received':
      return orders.orderReceived(entry.body, book);
    case 'order-refused':
      return [orders.counted(book, entry.body.counter, entry.body.signedHash)];
    case 'sealed-order-opened':
      return orders.depositOpened(entry.body, book);
    case 'job-opened':
      return jobs.jobOpened(entry, book);
    case 'job-closed':
      return jobs.jobClosed(entry.body, book);
    case 'job-moved':
      return jobs.jobMoved(entry.body, book);
    case 'job-handed-over':
      return jobs.jobHandedOver(entry.body, book);
    case 'load-announced':
      return jobs.loadAnnounced(entry.body, book);
    case 'check-weighing':
      return jobs.checked(entry, book);
    case 'weighing':
      return weighings.weighed(entry, book);
    case 'weighing-bound':
      return weighings.bound(entry.body, book);
    case 'weighing-reversed':
      return weighings.reversed(entry.body, book);
    case 'weight-typed':
      return weighings.typed(entry, book);
    case 'group-formed':
      return weighings.groupFormed(entry.body, book);
    case 'group-split':
      return weighings.groupSplit(entry.body, book);
    case 'vehicle-arrived':
      return vehicles.arrived(entry, book);
    case 'vehicle-unloaded':
      return vehicles.unloaded(entry.body, book);
    case 'vehicle-weighed':
      return vehicles.vehicleWeighed(entry, book);
    case 'tag-attached':
      return goods.tagAttached(entry.body, book);
    case 'package-missing':
      return goods.missing(entry.body, book);
    case 'package-foreign':
      return goods.foreign(entry.body, book);
    case 'package-resealed':
      return goods.resealed(entry.body, book);
    case 'material-removed':
      return goods.materialRemoved(entry.body, book);
    case 'packages-relocated':
      return goods.relocated(entry.body, book);
    case 'packages-allocated':
      return releases.allocated(entry.body, book);
    case 'package-picked':
      return releases.picked(entry.body, book);
    case 'release-closed':
      return releases.releaseClosed(entry.body, book);
    case 'stocktake-opened':
      return stocktakes.stocktakeOpened(entry.body, book);
    case 'packages-counted':
      return stocktakes.packagesCounted(entry.body, book);
    case 'count-extra':
      return stocktakes.countExtra(entry.body, book);
    case 'count-round-closed':
      return stocktakes.countRoundClosed(entry.body, book);
    case 'stocktake-closed':
      return stocktakes.stocktakeClosed(entry.body, book);
    case 'finding':
      return cases.found(entry, { hash, book });
    case 'finding-recounted':
      return cases.recounted(entry.body, book);
    case 'finding-approved':
      return cases.approved(entry.body, book);
    case 'package-quarantined':
      return cases.quarantined(entry.body, book);
    case 'quarantine-lifted':
      return cases.lifted(entry.body, book);
    case 'deputy-named':
      return cases.deputyNamed(entry.body);
    case 'second-person-asked':
      return cases.secondAsked(entry);
    case 'weighings-doubted':
      return cases.doubted(entry.body, book);
    case 'verdict':
      return cases.judged(entry.body, book);
    case 'drift-alarm':
      return cases.driftAlarmed(entry.body);
    case 'gate-passage':
      return releases.passedGate(entry, book);
    case 'seal-checked':
    case 'checkpoint':
    case 'register-changed':
      return [];
  }
};
