// What holds a package: an open finding of its own lot, or a request to take a weighing of it back. Derived once for
// all entries, so that no way by which a finding is raised, voided or decided can leave a package held, or free, against
// its findings.
import type { Book, BookChange } from '../model/book.ts';
import type { PackageId } from '../model/ids.ts';
import type { FindingRecord, PackageRecord } from '../model/records.ts';
import type { SecondPersonRecord } from '../model/workRecords.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { isHereOrExpected } from '../model/states.ts';
import { putRecord } from './bookChanges.ts';

/** It was not here before: the findings of another filling under the same id do not hold it. */
function isNewFilling({ id }: PackageRecord, book: Book): boolean {
  const before = book.get('package', id);
  return before === undefined || !isHereOrExpected(before);
}

/** The packages that a request parks as long as it waits: those whose weighing is to be taken back. */
function parkedBy({ act, packages }: SecondPersonRecord): readonly PackageId[] {
  return act === 'reverse-weighing' ? packages : [];
}

/** The packages that any request parks after these changes. */
function parkedPackages(changes: readonly BookChange[], book: Book): ReadonlySet<string> {
  const requests = new Map<string, SecondPersonRecord>();
  for (const request of book.where('asked', 'state', 'waiting')) requests.set(request.id, request);
  for (const { kind, record } of changes) if (kind === 'asked') requests.set(record.id, record);
  return new Set([...requests.values()].filter(({ state }) => state === 'waiting').flatMap(parkedBy));
}

/** The packages that these changes hold or free: those named by a changed finding, and those that are new. */
export function heldPackages(changes: readonly BookChange[], book: Book): BookChange[] {
  const findings = new Map<string, FindingRecord>();
  const packages = new Map<string, PackageRecord>();
  const concerned = new Set<string>();
  for (const { kind, record } of changes) {
    if (kind === 'finding') findings.set(record.id, record);
    if (kind === 'finding' && record.package !== null) concerned.add(record.package);
    if (kind === 'asked') for (const id of parkedBy(record)) concerned.add(id);
    if (kind !== 'package') continue;
    packages.set(record.id, record);
    if (isNewFilling(record, book)) concerned.add(record.id);
  }
  const parked = concerned.size === 0 ? new Set() : parkedPackages(changes, book);
  return [...concerned].flatMap((id) => {
    const record = packages.get(id) ?? book.get('package', id);
    if (!record) return [];
    const unchanged = book.where('finding', 'package', id).filter((finding) => !findings.has(finding.id));
    const changed = [...findings.values()].filter((finding) => finding.package === id);
    const isDisputed = [...unchanged, ...changed].some(
      (finding) => isFindingOpen(finding) && finding.lot === record.lot,
    );
    const held = isDisputed || parked.has(id);
    return held === record.held ? [] : [putRecord('package', { ...record, held })];
  });
}
