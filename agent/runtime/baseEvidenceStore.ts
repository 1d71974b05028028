// Opens the store of photographs and settling curves of a base. A photograph that the book does not name may be
// dropped: the book is asked here. Must not know who reads them.
import type { Clock } from '../../drivers/contract/clock.ts';
import type { EvidenceStore } from '../core/ports/evidenceStore.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';
import { openEvidenceStore } from '../ledger/sqliteEvidenceStore.ts';
import type { DateWatch } from './dateWatch.ts';
import type { Log } from './log.ts';

/** The open store, and what every screen must know of its state. */
export interface BaseEvidenceStore {
  store: EvidenceStore;
  alarms(): { code: string; detail: string }[];
}

/** What the store is opened with. */
export interface BaseEvidenceStoreParts {
  /** The data folder. */
  dir: string;
  clock: Clock;
  log: Log;
  recorder: DecisionRecorder;
  dateWatch: DateWatch;
}

/** Opens the store in the data folder. Never throws: `failure` and the alarm tell of a file that cannot be opened. */
export function openBaseEvidenceStore({
  dir,
  clock,
  log,
  recorder,
  dateWatch,
}: BaseEvidenceStoreParts): BaseEvidenceStore {
  const { displayBook } = recorder;
  const store = openEvidenceStore({
    dir,
    clock,
    reckonedWallMs: () => dateWatch.reckonedWallMs(),
    log: (event, detail) => log('error', event, { detail }),
    isReferenced: (photo) => {
      const isNamed = displayBook.where('photo', 'photo', photo, 1).length > 0;
      // While the ledger's storage fails the display book is empty, and says nothing.
      return recorder.storageFailure() === '' ? isNamed : null;
    },
  });
  const alarms = (): ReturnType<BaseEvidenceStore['alarms']> =>
    store.failure() === '' ? [] : [{ code: 'evidence', detail: store.failure() }];
  return { store, alarms };
}
