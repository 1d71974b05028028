// Whether a case hides what was weighed. Besides what blindness.ts hides of its package, weighing and lot, hidden is
// what was found of a lot before its verdict.
import type { Book } from '../model/book.ts';
import type { FindingRecord } from '../model/records.ts';
import type { LotState } from '../model/states.ts';
import { isLotTotalHidden, isWeightHidden } from './blindness.ts';

/** Not judged yet: who weighs the rest must not know how far this one was off. */
const UNJUDGED: readonly LotState[] = ['announced', 'arriving', 'verifying'];

/** Whether a case hides what was weighed: also before its lot is judged, and with a total that tells one package. */
export function isCaseHidden(book: Book, finding: FindingRecord): boolean {
  const weighing = finding.weighing === null ? null : (book.get('weighing', finding.weighing) ?? null);
  if (isWeightHidden(book, finding.package, weighing)) return true;
  const lot = finding.lot === null ? undefined : book.get('lot', finding.lot);
  if (!lot) return false;
  if (finding.state === 'open' && UNJUDGED.includes(lot.state)) return true;
  return finding.package === null && finding.weighing === null && isLotTotalHidden(book, lot.id);
}
