// Whether a case hides what was weighed. Besides what blindness.ts hides of its package and weighing, hidden are
// goods that still have to come over the scale, a lot before its verdict, and the sum of a lot of which one package is
// weighed again.
import type { Book } from '../model/book.ts';
import type { FindingRecord } from '../model/records.ts';
import type { LotState, PackageState } from '../model/states.ts';
import { isWeightHidden, areLotSumsHidden } from './blindness.ts';

/** Not judged yet: who weighs the rest must not know how far this one was off. */
const UNJUDGED: readonly LotState[] = ['announced', 'arriving', 'verifying'];
const UNWEIGHED: readonly PackageState[] = ['expected', 'missing'];

/**
 * Whether a case hides what was weighed: also for goods that still have to come over the scale, and for a lot before
 * its verdict.
 */
export function isCaseHidden(book: Book, finding: FindingRecord): boolean {
  const weighing = finding.weighing === null ? null : (book.get('weighing', finding.weighing) ?? null);
  if (isWeightHidden(book, finding.package, weighing)) return true;
  const record = finding.package === null ? undefined : book.get('package', finding.package);
  if (record && UNWEIGHED.includes(record.state)) return true;
  const lot = finding.lot === null ? undefined : book.get('lot', finding.lot);
  if (!lot) return false;
  if (finding.state === 'open' && UNJUDGED.includes(lot.state)) return true;
  return finding.package === null && finding.weighing === null && areLotSumsHidden(book, lot.id);
}
