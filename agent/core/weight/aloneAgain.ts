// Which of the packages that were weighed together, and were off, have not been weighed alone on a fit scale since.
import type { Book } from '../model/book.ts';
import type { FindingRecord, PackageRecord } from '../model/records.ts';
import { compareExpected } from './comparisons.ts';
import { isFitForPackage } from './weighingFitness.ts';

/** Its packages that do not stand alone yet; what went on, or comes again by another order, is asked no more. */
export function listNotAlone({ together, job }: FindingRecord, book: Book): PackageRecord[] {
  const order = job === null ? undefined : book.get('job', job)?.order;
  return together.flatMap((id) => {
    const member = book.get('package', id);
    if (!member || member.order !== order || !WAITING_STATES.has(member.state)) return [];
    return isAlone(member, book) ? [] : [member];
  });
}

const WAITING_STATES: ReadonlySet<PackageRecord['state']> = new Set(['expected', 'missing', 'present', 'quarantined']);

function isAlone(member: PackageRecord, book: Book): boolean {
  const record = member.basis === 'single' && member.weighing !== null ? book.get('weighing', member.weighing) : null;
  if (!record?.verified) return false;
  const expectedGrossMg = compareExpected(book, { record, package: member }).declaredMg;
  return isFitForPackage(book, { record, package: member, expectedGrossMg });
}
