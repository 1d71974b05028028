// Requests of a first person in the book: whatever entry changes what a request concerns makes it stale, so that a second
// person never ends what the first has not seen.
import type { Book, BookChange } from '../model/book.ts';
import type { EntryBodies } from '../model/entry.ts';
import type { PackageRecord } from '../model/records.ts';
import { putRecord } from './bookChanges.ts';
import { compositeId } from '../model/idPattern.ts';

/** What these changes of packages do to requests that stand: of their release, and to lift their quarantine. */
export function staleRequests(changes: readonly BookChange[], book: Book): BookChange[] {
  const subjects = new Set<string>();
  // A weighing that is reversed, by whomever, is asked for no more.
  for (const { kind, record } of changes)
    if (kind === 'weighing' && record.state === 'reversed') subjects.add(compositeId('reverse-weighing', record.id));
  for (const change of changes) for (const id of endedBy(change, book)) subjects.add(id);
  for (const change of changes) {
    if (change.kind !== 'package') continue;
    const { record } = change;
    const before = book.get('package', record.id);
    if (before && before.reversalAsked !== null && record.reversalAsked === null)
      subjects.add(compositeId('reverse-weighing', before.reversalAsked));
    if (before && !isChanged(before, record)) continue;
    for (const release of [before?.release, record.release])
      if (release != null) subjects.add(compositeId('release', release));
    if (before?.state === 'quarantined') subjects.add(compositeId('lift-quarantine', record.id));
  }
  return [...subjects].flatMap((id) => {
    const request = book.get('asked', id);
    return request && request.state !== 'ended' ? [putRecord('asked', { ...request, state: 'ended' })] : [];
  });
}

/** Requests whose act is done, or can be done no more. */
function endedBy(change: BookChange, book: Book): string[] {
  switch (change.kind) {
    case 'release':
      return change.record.state === 'open' ? [] : [compositeId('release', change.record.id)];
    case 'deposit':
      return change.record.state === 'sealed' ? [] : [compositeId('open-sealed', change.record.id)];
    case 'order': {
      const sealed = change.record.state === 'cancelled' ? depositsOf(change.record.id, book) : [];
      return sealed.map((id) => compositeId('open-sealed', id));
    }
    case 'scale': {
      const before = book.get('scale', change.record.id)?.doubt ?? null;
      const isSame = before !== null && change.record.doubt?.seq === before.seq;
      return before === null || isSame ? [] : [compositeId('lift-doubt', change.record.id)];
    }
    default:
      return [];
  }
}

function depositsOf(order: string, book: Book): string[] {
  return book.where('deposit', 'state', 'sealed').flatMap((deposit) => (deposit.order === order ? [deposit.id] : []));
}

/** Withdrawn: nobody is waited for, and the package is parked no more. */
export function applyRequestWithdrawn({ act, subject }: EntryBodies['request-withdrawn'], book: Book): BookChange[] {
  const request = book.get('asked', compositeId(act, subject));
  if (!request) return [];
  const parked = act === 'reverse-weighing' ? request.packages : [];
  return [
    putRecord('asked', { ...request, state: 'ended' }),
    ...parked.flatMap((id) => {
      const record = book.get('package', id);
      return record?.reversalAsked === subject ? [putRecord('package', { ...record, reversalAsked: null })] : [];
    }),
  ];
}

/** Packages that nobody waits for any more: their weighing is taken back, or headquarters has decided on them. */
export function endedReversals(changes: readonly BookChange[], book: Book): BookChange[] {
  const packages = new Map<string, PackageRecord>();
  for (const { kind, record } of changes) if (kind === 'package') packages.set(record.id, record);
  const ended = changes.flatMap(({ kind, record }) => {
    if (kind === 'weighing') return record.state === 'reversed' && record.package !== null ? [record.package] : [];
    return kind === 'finding' && record.state === 'closed' && record.package !== null ? [record.package] : [];
  });
  return [...new Set<string>(ended)].flatMap((id) => {
    const record = packages.get(id) ?? book.get('package', id);
    return record && record.reversalAsked !== null ? [putRecord('package', { ...record, reversalAsked: null })] : [];
  });
}

/** Whether what leaves, or comes back into store, is another than before. */
function isChanged(before: PackageRecord, after: PackageRecord): boolean {
  return (
    before.state !== after.state ||
    before.held !== after.held ||
    before.doubtful !== after.doubtful ||
    before.release !== after.release ||
    before.netMg !== after.netMg ||
    before.removedMg !== after.removedMg
  );
}
