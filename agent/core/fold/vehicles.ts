// Vehicles on the weighbridge: what came off between two passes is shared among the packages that came off.
import type { Book, BookChange } from '../book.ts';
import type { EntryBodies } from '../entry.ts';
import { shareGroup } from '../weight/compare.ts';
import { type EntryOf, need, put, stepLot, stepped } from './change.ts';

/** A vehicle that arrives ends the visit before it. */
export function arrived({ body, at }: EntryOf<'vehicle-arrived'>, book: Book): BookChange[] {
  const { visit, station, plates } = body;
  const before = book.where('visit', 'station', station).filter(({ state }) => state === 'open');
  return [...before.map((record) => put('visit', { ...record, state: 'closed' })), put('visit', { id: visit, station, plates, state: 'open', arrivedWallMs: at.wallMs, passes: [], unloaded: [] })];
}

export function unloaded(body: EntryBodies['vehicle-unloaded'], book: Book): BookChange[] {
  const { lot, job, packages, scanned } = body;
  const visit = need(book, 'visit', body.visit);
  return [put('visit', { ...visit, unloaded: [...visit.unloaded, { lot, job, packages, scanned }] })];
}

export function vehicleWeighed({ body, seq }: EntryOf<'vehicle-weighed'>, book: Book): BookChange[] {
  const members = body.packages.map((id) => need(book, 'package', id));
  const shares = shareGroup(body.massMg, members);
  const changes = members.map((before, index) => {
    const grossMg = shares[index] ?? 0;
    const { tareMg } = before.announced;
    return stepped(before, 'weigh', {
      weighing: body.after, grossMg, tareMg, netMg: grossMg - tareMg, basis: 'vehicle', limitMg: body.comparison.toleranceMg, arrivedSeq: seq,
    });
  });
  const lots = body.lots.filter((lot) => need(book, 'lot', lot).state === 'arriving').map((lot) => stepLot(book, lot, 'weigh'));
  const { before, after, packages, comparison, verifies } = body;
  const pairs = body.lots.map((lot, index) => put('pair', { id: `${after}/${lot}`, lot, job: body.jobs[index] ?? '', before, after, packages, comparison, verifies }));
  return [...changes, ...lots, ...pairs, put('visit', { ...need(book, 'visit', body.visit), unloaded: [] })];
}
