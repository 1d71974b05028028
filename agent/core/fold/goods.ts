// What happens to packages apart from weighing: tags, places, seals, removed material, foreign and missing ones.
import type { Book, BookChange } from '../book.ts';
import type { EntryBodies } from '../entry.ts';
import { foreignId } from '../intake/identify.ts';
import { inServiceBoundMg } from '../weight/tolerance.ts';
import { need, put, stepped } from './change.ts';

export function tagAttached(body: EntryBodies['tag-attached'], book: Book): BookChange[] {
  return [put('package', { ...need(book, 'package', body.package), epcHex: body.epcHex })];
}

export function missing(body: EntryBodies['package-missing'], book: Book): BookChange[] {
  return [stepped(need(book, 'package', body.package), 'miss')];
}

export function foreign(body: EntryBodies['package-foreign'], book: Book): BookChange[] {
  const { job, identity, weighing, epcHex } = body;
  const { lot } = need(book, 'job', job);
  const changes = [
    put('foreign', { id: foreignId(job, identity), job, lot, identity, weighing, epcHex, state: 'held' }),
  ];
  return weighing === null
    ? changes
    : [...changes, put('weighing', { ...need(book, 'weighing', weighing), state: 'foreign' })];
}

/** Whether intact or not: this is the number that is on it now. */
export function sealChecked(body: EntryBodies['seal-checked'], book: Book): BookChange[] {
  return [put('package', { ...need(book, 'package', body.package), seal: body.seal })];
}

export function resealed(body: EntryBodies['package-resealed'], book: Book): BookChange[] {
  return [put('package', { ...need(book, 'package', body.package), tareTrusted: false, seal: body.sealAfter })];
}

/**
 * The drum is lighter at once; the book waits for headquarters' booking. An opened drum's declared tare is trusted no
 * more.
 */
export function materialRemoved(body: EntryBodies['material-removed'], book: Book): BookChange[] {
  const { removal, lot, massMg } = body;
  const before = need(book, 'package', body.package);
  const weighing = need(book, 'weighing', body.weighing);
  const limitMg = inServiceBoundMg(weighing, massMg) + weighing.intervalMg / 2;
  const opened = body.reason === 'sample' || body.sealAfter !== null;
  const removed = { removedMg: before.removedMg + massMg, removedLimitMg: before.removedLimitMg + limitMg };
  return [
    put('removal', { id: removal, package: before.id, lot, massMg, limitMg, weighing: weighing.id, state: 'open' }),
    put('package', {
      ...before,
      ...removed,
      tareTrusted: before.tareTrusted && !opened,
      seal: body.sealAfter ?? before.seal,
    }),
  ];
}

export function relocated(body: EntryBodies['packages-relocated'], book: Book): BookChange[] {
  return body.packages.map((id) => put('package', { ...need(book, 'package', id), area: body.area }));
}
