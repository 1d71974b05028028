// What holds a package: an open finding of its own lot, or a weighing that somebody asked to take back. Derived once for
// all entries, so that no way by which a finding is raised, voided or decided can leave a package held, or free, against
// its findings.
import type { Book, BookChange } from '../model/book.ts';
import type { FindingRecord, PackageRecord } from '../model/records.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { isHereOrExpected } from '../model/states.ts';
import { putRecord } from './bookChanges.ts';

/** It was not here before: the findings of another filling under the same id do not hold it. */
function isNewFilling({ id }: PackageRecord, book: Book): boolean {
  const before = book.get('package', id);
  return before === undefined || !isHereOrExpected(before);
}

/** The packages that these changes hold or free: those named by a changed finding, and those that are new. */
export function heldPackages(changes: readonly BookChange[], book: Book): BookChange[] {
  const findings = new Map<string, FindingRecord>();
  const packages = new Map<string, PackageRecord>();
  const concerned = new Set<string>();
  for (const { kind, record } of changes) {
    if (kind === 'finding') findings.set(record.id, record);
    if (kind === 'finding' && record.package !== null) concerned.add(record.package);
    if (kind === 'package') packages.set(record.id, record);
    if (kind !== 'package') continue;
    const isAsked = book.get('package', record.id)?.reversalAsked !== record.reversalAsked;
    if (isAsked || isNewFilling(record, book)) concerned.add(record.id);
  }
  return [...concerned].flatMap((id) => {
    const record = packages.get(id) ?? book.get('package', id);
    if (!record) return [];
    const unchanged = book.where('finding', 'package', id).filter((finding) => !findings.has(finding.id));
    const changed = [...findings.values()].filter((finding) => finding.package === id);
    const isDisputed = [...unchanged, ...changed].some(
      (finding) => isFindingOpen(finding) && finding.lot === record.lot,
    );
    const held = isDisputed || record.reversalAsked !== null;
    return held === record.held ? [] : [putRecord('package', { ...record, held })];
  });
}
