// A job that headquarters' order ends: what was weighed there and not named yet does not disappear with it.
import type { FindingId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { NewEntry } from '../model/entry.ts';
import type { JobRecord, WeighingRecord } from '../model/records.ts';
import { distinctIdentity, foreignFindingCode, heldEntries } from '../intake/heldPackage.ts';

/**
 * The end of a job, behind what was weighed in it and has no name: of a delivery it is held, with a finding, until
 * headquarters says what it is; of a release or a count it counts for nothing, because nothing came by it.
 *
 * @see CONTRACT.md, section 9.2
 */
export function endedJobEntries(
  job: JobRecord,
  { outcome, book, newId }: { outcome: 'suspended' | 'cancelled'; book: Book; newId: () => FindingId },
): NewEntry[] {
  const unnamed = book.where('weighing', 'job', job.id).filter(({ state }) => state === 'unbound');
  return [
    ...unnamed.flatMap((record) => unnamedEntries(record, { job, book, newId })),
    { kind: 'job-closed', body: { job: job.id, outcome, operator: null } },
  ];
}

function unnamedEntries(
  record: WeighingRecord,
  { job, book, newId }: { job: JobRecord; book: Book; newId: () => FindingId },
): NewEntry[] {
  if (job.work === 'release' || job.work === 'stocktake')
    return [
      {
        kind: 'weighing-reversed',
        body: { weighing: record.id, reason: 'load-lost', askedBy: null, operator: null },
      },
    ];
  // Numbers are a scale's own: a job that moved may have two of one number.
  const identity = distinctIdentity(book, { job: job.id, words: `weighing no. ${record.number} of ${record.scale}` });
  const code = foreignFindingCode(job, undefined);
  return heldEntries(record, { book, job, identity, named: undefined, code, operator: null, findingId: newId() });
}
