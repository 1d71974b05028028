// Releases in the book: packages set aside, picked, and gone.
import type { Book, BookChange } from '../book.ts';
import type { EntryBodies } from '../entry.ts';
import { type EntryOf, lotIsEmpty, need, put, stepLot, stepped } from './change.ts';
import { setFree } from './orders.ts';

export function allocated(body: EntryBodies['packages-allocated'], book: Book): BookChange[] {
  const release = need(book, 'release', body.order);
  return [
    put('release', { ...release, packages: [...release.packages, ...body.packages] }),
    ...body.packages.map((id) => stepped(need(book, 'package', id), 'allocate', { release: body.order })),
  ];
}

export function picked(body: EntryBodies['package-picked'], book: Book): BookChange[] {
  return [stepped(need(book, 'package', body.package), 'pick')];
}

/** A gate remembers so many unordered passages. */
const REMEMBERED = 100;

/** Never stock: only what people at the gate must see until it is decided. */
export function passedGate({ body, at }: EntryOf<'gate-passage'>, book: Book): BookChange[] {
  if (body.ordered) return [];
  const { station, epcHex } = body;
  const before = (book.get('gate', station)?.unordered ?? []).filter((one) => one.epcHex !== epcHex);
  const unordered = [...before, { epcHex, package: body.package, wallMs: at.wallMs }].slice(-REMEMBERED);
  return [put('gate', { id: station, unordered })];
}

export function releaseClosed(body: EntryBodies['release-closed'], book: Book): BookChange[] {
  const { released, short } = body;
  const leaving = new Set(released);
  const lots = new Set(released.map((id) => need(book, 'package', id).lot));
  const emptied = [...lots].filter(
    (lot) => need(book, 'lot', lot).state !== 'closed' && lotIsEmpty(book, lot, leaving),
  );
  return [
    put('release', { ...need(book, 'release', body.order), state: 'closed', released, short }),
    ...released.map((id) => stepped(need(book, 'package', id), 'leave', { area: null })),
    ...setFree(short, { order: body.order, book }),
    ...emptied.map((lot) => stepLot(book, lot, 'close')),
  ];
}
