// Cases, photographs and curves as the web server sees them: joins the book, the evidence store and the rules about
// hidden weights. Must hold no rule of its own.
import type { WeighingId } from '../core/model/ids.ts';
import { formatKilograms } from '../../drivers/contract/mass.ts';
import type { Book } from '../core/model/book.ts';
import type { SettlingCurve, EvidenceStore } from '../core/ports/evidenceStore.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import { isWeightHidden, seesHiddenWeights } from '../core/views/blindness.ts';
import { findCasePage } from '../core/views/casePages.ts';
import { type CaseViewer, viewCase } from '../core/views/caseView.ts';
import type { ScaleOwner } from './caseEscalation.ts';
import type { CurveView } from '../core/views/lookupViews.ts';
import type { CaseReader, CaseService } from './agentApi.ts';

/** What cases and curves are read from. */
export interface CaseServiceParts {
  book: Book;
  ledger: Ledger;
  store: EvidenceStore;
  stations: ScaleOwner;
}

/** Reads cases and curves out of the book and the evidence store, and hides what the reader must not know. */
export function createCaseService({ book, ledger, store, stations }: CaseServiceParts): CaseService {
  return {
    listCases: ({ state, before }, reader) => {
      const page = findCasePage(book, { state, before: Math.min(before ?? Infinity, ledger.head().seq + 1) });
      // On a page only presence and length of a photograph are checked; the single case reads it and checks its hash.
      const isSound: CaseViewer['isSound'] = ({ photo, bytes }) => store.photoBytes(photo) === bytes;
      const viewer = { seesHidden: seesHiddenWeights(reader.roles), isSound, scales: stations.stationScales() };
      return {
        cases: page.findings.map((finding) => viewCase(book, finding, viewer)),
        before: page.before,
      };
    },
    findCase: (id, reader) => {
      const finding = book.get('finding', id);
      const isSound: CaseViewer['isSound'] = ({ photo, bytes }) => store.photo(photo)?.length === bytes;
      const viewer = { seesHidden: seesHiddenWeights(reader.roles), isSound, scales: stations.stationScales() };
      return finding ? viewCase(book, finding, viewer) : null;
    },
    storePhoto: (bytes) => store.storePhoto(bytes),
    readPhoto: (photo) => store.photo(photo),
    readCurve: (id, reader) => readSettlingCurve(id, { book, store, reader }),
  };
}

function readSettlingCurve(
  id: WeighingId,
  { book, store, reader }: { book: Book; store: EvidenceStore; reader: CaseReader },
): ReturnType<CaseService['readCurve']> {
  const weighing = book.get('weighing', id);
  // Checked first: the answer must not tell whether a hidden weighing has a curve.
  if (weighing && !seesHiddenWeights(reader.roles) && isWeightHidden(book, weighing.package, weighing)) return 'blind';
  const curve = weighing && store.curve(id);
  return curve ? viewCurve(id, curve) : 'unknown';
}

/**
 * Masses in kilograms whatever unit the scale shows, for drawing: the only place where a mass becomes a number with
 * decimals, and nothing is decided by it.
 */
function viewCurve(weighing: WeighingId, { unit, decimals, intervalMg, points, window }: SettlingCurve): CurveView {
  return {
    weighing,
    unit,
    decimals,
    points: points.map(({ ms, massMg, stable }) => ({ ms, kg: massMg / 1_000_000, stable })),
    window,
    intervalKg: formatKilograms(intervalMg),
  };
}
