// A lot is judged again when its last obstacle is gone: after an approval, or when its last doubtful package
// has been weighed again.
import type { FindingId, LotId, OperatorId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { LotRecord, PackageRecord } from '../model/records.ts';
import type { NewEntry, VerdictBody } from '../model/entry.ts';
import { provisionalBook } from '../projection/provisionalBook.ts';
import { isPackageDoubtful, judgeLot, openLotFindings } from './lotVerdict.ts';

/** What follows `entries` for their lot: a new verdict, or nothing. */
export function judgeAgain(
  book: Book,
  judgement: { entries: readonly NewEntry[]; lot: LotId; operator: OperatorId; newId: () => FindingId },
): NewEntry[] {
  const bookAfter = provisionalBook(book, judgement.entries);
  const lot = bookAfter.get('lot', judgement.lot);
  if (!lot?.verdict || !isJudgementDue(bookAfter, { lot, verdict: lot.verdict })) return [];
  const { job, order } = lot.verdict;
  return judgeLot(bookAfter, {
    job: { id: job, order, lot: lot.id },
    operator: judgement.operator,
    newId: judgement.newId,
  }).entries;
}

function isJudgementDue(book: Book, { lot, verdict }: { lot: LotRecord; verdict: VerdictBody }): boolean {
  const packages = book.where('package', 'lot', lot.id);
  if (packages.some((record) => isPackageDoubtful(record) || isPackageUnderWay(record, verdict.order))) return false;
  if (book.where('job', 'state', 'open').some((job) => job.lot === lot.id)) return false;
  const open = openLotFindings(book, lot.id).length > 0;
  return lot.state === 'verifying' || (lot.state === 'discrepant' && !open) || (lot.state === 'verified' && open);
}

/** To be weighed still, or weighed in a later delivery that its own job judges. */
function isPackageUnderWay({ state, order }: PackageRecord, judged: string): boolean {
  return state === 'expected' || (state === 'present' && order !== judged);
}
