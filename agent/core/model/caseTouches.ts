// Everybody who touched what a case is about, from what the book keeps with each thing (touches.ts).
import type { Book } from './book.ts';
import type { OperatorId } from './ids.ts';
import type { FindingRecord, JobRecord, PackageRecord, WeighingRecord } from './records.ts';

/** What a case is about. */
export type CaseSubject = Pick<FindingRecord, 'job' | 'package' | 'weighing' | 'recount' | 'touched'>;

/**
 * Everybody who touched a case: the finding itself, its package, its weighing and the group or vehicle of that, or the
 * job in which it arose or was weighed; of a count, everybody who counted.
 */
export function touchedBy(finding: CaseSubject, book: Book): OperatorId[] {
  const touched = new Set(finding.touched);
  const add = (record: { touched: readonly OperatorId[] } | undefined): void => {
    for (const person of record?.touched ?? []) touched.add(person);
  };
  const addStocktake = (record: JobRecord | PackageRecord | undefined): void => {
    if (record?.stocktake != null) add(book.get('stocktake', record.stocktake));
  };
  const addJob = (id: string | null): void => {
    const job = id === null ? undefined : book.get('job', id);
    add(job);
    addStocktake(job);
  };
  const addWeighing = (weighing: WeighingRecord | undefined): void => {
    add(weighing);
    if (weighing?.group != null) add(book.get('group', weighing.group));
    if (weighing?.visit != null) add(book.get('visit', weighing.visit));
    addJob(weighing?.job ?? null);
  };
  const concerned = finding.package === null ? undefined : book.get('package', finding.package);
  add(concerned);
  addStocktake(concerned);
  addJob(finding.job);
  for (const id of [finding.weighing, finding.recount]) if (id !== null) addWeighing(book.get('weighing', id));
  return [...touched];
}
