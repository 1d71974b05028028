// Cases, photographs and curves as the web server sees them: joins the book, the store of evidence and the rules of
// blindness. No rule of its own.
import type { Clock } from '../drivers/contract/clock.ts';
import { kgText } from '../drivers/contract/mass.ts';
import type { Book } from './core/book.ts';
import type { Curve, EvidenceStore } from './core/keptEvidence.ts';
import type { Ledger } from './core/ledger.ts';
import { blindFor, seesHidden } from './core/shown/blindness.ts';
import { pageOfCases } from './core/shown/casePages.ts';
import { type CaseLooker, showCase } from './core/shown/caseView.ts';
import type { CurveView } from './core/shown/lookup.ts';
import type { EvidenceService, Looker } from './http/evidenceService.ts';
import { openEvidence } from './ledger/evidenceStore.ts';
import type { Log } from './log.ts';
import type { Recorder } from './stations/recorder.ts';

export interface Evidence {
  store: EvidenceStore;
  service: EvidenceService;
  alarms(): { code: string; detail: string }[];
}

export interface EvidenceParts {
  /** The data folder. */
  dir: string;
  clock: Clock;
  log: Log;
  ledger: Ledger;
  recorder: Recorder;
}

export function createEvidence({ dir, clock, log, ledger, recorder }: EvidenceParts): Evidence {
  const { shown } = recorder;
  const store = openEvidence({
    dir,
    clock,
    log: (event, detail) => log('error', event, { detail }),
    isNamed: (photo) => {
      const named = shown.where('photo', 'photo', photo, 1).length > 0;
      // While the ledger's storage fails, the book that is shown is empty.
      return recorder.trouble() === '' ? named : null;
    },
  });
  const alarms = (): ReturnType<Evidence['alarms']> =>
    store.trouble() === '' ? [] : [{ code: 'evidence', detail: store.trouble() }];
  return { store, service: evidenceService(shown, { ledger, store }), alarms };
}

function evidenceService(shown: Book, { ledger, store }: { ledger: Ledger; store: EvidenceStore }): EvidenceService {
  return {
    cases: ({ state, before }, looker) => {
      const page = pageOfCases(shown, { state, before: Math.min(before ?? Infinity, ledger.head().seq + 1) });
      // A page looks whether a photograph is there; the case itself reads it.
      const isSound: CaseLooker['isSound'] = ({ photo, bytes }) => store.photoBytes(photo) === bytes;
      return {
        cases: page.findings.map((finding) =>
          showCase(shown, finding, { seesHidden: seesHidden(looker.roles), isSound }),
        ),
        before: page.before,
      };
    },
    case: (id, looker) => {
      const finding = shown.get('finding', id);
      const isSound: CaseLooker['isSound'] = ({ photo, bytes }) => store.photo(photo)?.length === bytes;
      return finding ? showCase(shown, finding, { seesHidden: seesHidden(looker.roles), isSound }) : null;
    },
    keepPhoto: (bytes) => store.keepPhoto(bytes),
    photo: (photo) => store.photo(photo),
    curve: (id, looker) => curveOf(id, { shown, store, looker }),
  };
}

function curveOf(
  id: string,
  { shown, store, looker }: { shown: Book; store: EvidenceStore; looker: Looker },
): ReturnType<EvidenceService['curve']> {
  const weighing = shown.get('weighing', id);
  // Asked first, so that the answer does not tell whether there is a curve of what is hidden.
  if (weighing && !seesHidden(looker.roles) && blindFor(shown, weighing.package, weighing)) return 'blind';
  const curve = weighing && store.curve(id);
  return curve ? showCurve(id, curve) : 'unknown';
}

/**
 * The page draws kilograms whatever the scale shows: the only place where a mass becomes a number with decimals, after
 * everything was decided.
 */
function showCurve(weighing: string, { unit, decimals, intervalMg, points, window }: Curve): CurveView {
  return {
    weighing,
    unit,
    decimals,
    points: points.map(({ ms, massMg, stable }) => ({ ms, kg: massMg / 1_000_000, stable })),
    window,
    intervalKg: kgText(intervalMg),
  };
}
