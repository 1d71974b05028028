// Cases, photographs and curves as the web server sees them: joins the book, the store of evidence and the rules of
// blindness. No rule of its own.
import type { Clock } from '../../drivers/contract/clock.ts';
import { formatKilograms } from '../../drivers/contract/mass.ts';
import type { Book } from '../core/model/book.ts';
import type { SettlingCurve, EvidenceStore } from '../core/ports/evidenceStore.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import { isWeightHidden, seesHiddenWeights } from '../core/views/blindness.ts';
import { findCasePage } from '../core/views/casePages.ts';
import { type CaseViewer, viewCase } from '../core/views/caseView.ts';
import type { CurveView } from '../core/views/lookupViews.ts';
import { openEvidenceStore } from '../ledger/sqliteEvidenceStore.ts';
import type { Log } from '../runtime/log.ts';
import type { CaseReader, CaseService } from './agentApi.ts';
import type { DecisionRecorder } from '../core/ports/decisionRecorder.ts';

export interface BaseEvidenceStore {
  store: EvidenceStore;
  service: CaseService;
  alarms(): { code: string; detail: string }[];
}

export interface BaseEvidenceStoreParts {
  /** The data folder. */
  dir: string;
  clock: Clock;
  log: Log;
  ledger: Ledger;
  recorder: DecisionRecorder;
}

export function openBaseEvidenceStore({
  dir,
  clock,
  log,
  ledger,
  recorder,
}: BaseEvidenceStoreParts): BaseEvidenceStore {
  const { displayBook } = recorder;
  const store = openEvidenceStore({
    dir,
    clock,
    log: (event, detail) => log('error', event, { detail }),
    isReferenced: (photo) => {
      const named = displayBook.where('photo', 'photo', photo, 1).length > 0;
      // While the ledger's storage fails, the book that is shown is empty.
      return recorder.storageFailure() === '' ? named : null;
    },
  });
  const alarms = (): ReturnType<BaseEvidenceStore['alarms']> =>
    store.failure() === '' ? [] : [{ code: 'evidence', detail: store.failure() }];
  return { store, service: createCaseService(displayBook, { ledger, store }), alarms };
}

function createCaseService(shown: Book, { ledger, store }: { ledger: Ledger; store: EvidenceStore }): CaseService {
  return {
    listCases: ({ state, before }, looker) => {
      const page = findCasePage(shown, { state, before: Math.min(before ?? Infinity, ledger.head().seq + 1) });
      // A page looks whether a photograph is there; the case itself reads it.
      const isSound: CaseViewer['isSound'] = ({ photo, bytes }) => store.photoBytes(photo) === bytes;
      return {
        cases: page.findings.map((finding) =>
          viewCase(shown, finding, { seesHidden: seesHiddenWeights(looker.roles), isSound }),
        ),
        before: page.before,
      };
    },
    findCase: (id, looker) => {
      const finding = shown.get('finding', id);
      const isSound: CaseViewer['isSound'] = ({ photo, bytes }) => store.photo(photo)?.length === bytes;
      return finding ? viewCase(shown, finding, { seesHidden: seesHiddenWeights(looker.roles), isSound }) : null;
    },
    storePhoto: (bytes) => store.storePhoto(bytes),
    readPhoto: (photo) => store.photo(photo),
    readCurve: (id, looker) => readSettlingCurve(id, { shown, store, looker }),
  };
}

function readSettlingCurve(
  id: string,
  { shown, store, looker }: { shown: Book; store: EvidenceStore; looker: CaseReader },
): ReturnType<CaseService['readCurve']> {
  const weighing = shown.get('weighing', id);
  // Asked first, so that the answer does not tell whether there is a curve of what is hidden.
  if (weighing && !seesHiddenWeights(looker.roles) && isWeightHidden(shown, weighing.package, weighing)) return 'blind';
  const curve = weighing && store.curve(id);
  return curve ? viewCurve(id, curve) : 'unknown';
}

/**
 * The page draws kilograms whatever the scale shows: the only place where a mass becomes a number with decimals, after
 * everything was decided.
 */
function viewCurve(weighing: string, { unit, decimals, intervalMg, points, window }: SettlingCurve): CurveView {
  return {
    weighing,
    unit,
    decimals,
    points: points.map(({ ms, massMg, stable }) => ({ ms, kg: massMg / 1_000_000, stable })),
    window,
    intervalKg: formatKilograms(intervalMg),
  };
}
