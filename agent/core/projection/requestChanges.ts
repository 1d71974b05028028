// Requests of a first person in the book: whatever entry changes what a request concerns makes it stale, so that a second
// person never ends what the first has not seen.
import type { Book, BookChange } from '../model/book.ts';
import type { EntryBodies, EntryOf } from '../model/entry.ts';
import type { PackageRecord } from '../model/records.ts';
import { isHereOrExpected } from '../model/states.ts';
import { putRecord } from './bookChanges.ts';
import { compositeId } from '../model/idPattern.ts';

/** What these changes of packages do to requests that stand: of their release, and to lift their quarantine. */
export function staleRequests(changes: readonly BookChange[], book: Book): BookChange[] {
  const subjects = new Set<string>();
  for (const change of changes) for (const id of endedBy(change, book)) subjects.add(id);
  for (const change of changes) {
    if (change.kind !== 'package') continue;
    const { record } = change;
    const before = book.get('package', record.id);
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

/** Withdrawn: nobody is waited for. */
export function applyRequestWithdrawn({ act, subject }: EntryBodies['request-withdrawn'], book: Book): BookChange[] {
  const request = book.get('asked', compositeId(act, subject));
  return request ? [putRecord('asked', { ...request, state: 'ended' })] : [];
}

/** Confirmed: the request of this boot is done. What the clock is worth from now on is folded beside (timeChanges.ts). */
export function applyDateConfirmed({ at }: EntryOf<'date-confirmed'>, book: Book): BookChange[] {
  const request = book.get('asked', compositeId('confirm-date', at.boot));
  return request ? [putRecord('asked', { ...request, state: 'ended' })] : [];
}

/**
 * Requests to take a weighing back for which nobody waits any more: that weighing is taken back, by whomever; headquarters
 * has decided on the package; or the package is here no more.
 */
export function endedReversals(changes: readonly BookChange[], book: Book): BookChange[] {
  const weighings = new Set<string>();
  const packages = new Set<string>();
  for (const { kind, record } of changes) {
    if (kind === 'weighing' && record.state === 'reversed') weighings.add(record.id);
    if (kind === 'finding' && record.state === 'closed' && record.package !== null) packages.add(record.package);
    if (kind === 'package' && !isHereOrExpected(record)) packages.add(record.id);
  }
  if (weighings.size === 0 && packages.size === 0) return [];
  return book
    .where('asked', 'state', 'waiting')
    .filter(({ act }) => act === 'reverse-weighing')
    .filter((request) => weighings.has(request.subject) || request.packages.some((id) => packages.has(id)))
    .map((request) => putRecord('asked', { ...request, state: 'ended' }));
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
