// Releases in the book: packages set aside, picked, and gone.
import { isNameRead } from '../model/proofs.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { EntryBodies, EntryOf } from '../model/entry.ts';
import { leaveCounts } from './stocktakeChanges.ts';
import { isLotEmpty, requireRecord, putRecord, stepLot, stepPackage } from './bookChanges.ts';
import { freeAllocated } from './orderChanges.ts';

/** Sets packages aside for a release. */
export function applyPackagesAllocated(body: EntryBodies['packages-allocated'], book: Book): BookChange[] {
  const release = requireRecord(book, 'release', body.order);
  const records = body.packages.map((id) => requireRecord(book, 'package', id));
  return [
    putRecord('release', { ...release, packages: [...release.packages, ...body.packages] }),
    ...records.map((record) => stepPackage(record, 'allocate', { release: body.order, stocktake: null })),
    ...leaveCounts(records, book),
  ];
}

/** Marks a package as picked. */
export function applyPackagePicked(body: EntryBodies['package-picked'], book: Book): BookChange[] {
  const record = requireRecord(book, 'package', body.package);
  const unread = record.unread && !isNameRead(body.how);
  return [stepPackage(record, 'pick', { unread, stocktake: null }), ...leaveCounts([record], book)];
}

/** Unordered passages that a gate remembers. */
const MAX_UNORDERED = 100;

/**
 * Remembers what went out: an unordered passage at its gate until it is decided, an ordered one with its package. Stock
 * never changes.
 */
export function applyGatePassage({ body, at: stamp }: EntryOf<'gate-passage'>, book: Book): BookChange[] {
  if (body.ordered) return rememberDriveOut(body, { wallMs: stamp.wallMs, book });
  const { station, epcHex } = body;
  const before = (book.get('gate', station)?.unordered ?? []).filter((passage) => passage.epcHex !== epcHex);
  const unordered = [...before, { epcHex, package: body.package, wallMs: stamp.wallMs }].slice(-MAX_UNORDERED);
  return [putRecord('gate', { id: station, unordered })];
}

function rememberDriveOut(
  body: EntryBodies['gate-passage'],
  { wallMs, book }: { wallMs: number; book: Book },
): BookChange[] {
  const record = body.package === null ? undefined : book.get('package', body.package);
  if (record?.state !== 'staged') return [];
  return [putRecord('package', { ...record, throughGate: { gate: body.station, wallMs } })];
}

/** Releases what leaves, frees what does not, and closes lots that are empty now. */
export function applyReleaseClosed(body: EntryBodies['release-closed'], book: Book): BookChange[] {
  const { released } = body;
  const short = [...body.short, ...body.unpicked];
  const leaving = new Set(released);
  const lots = new Set(released.map((id) => requireRecord(book, 'package', id).lot));
  const emptied = [...lots].filter(
    (lot) => requireRecord(book, 'lot', lot).state !== 'closed' && isLotEmpty(book, lot, leaving),
  );
  return [
    putRecord('release', { ...requireRecord(book, 'release', body.order), state: 'closed', released, short }),
    ...released.map((id) =>
      stepPackage(requireRecord(book, 'package', id), 'leave', { area: null, throughGate: null }),
    ),
    ...freeAllocated(short, { order: body.order, book }),
    ...emptied.map((lot) => stepLot(book, lot, 'close')),
  ];
}
