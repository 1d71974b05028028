// Vehicles on the weighbridge: what came off between two passes is shared among the packages that came off.
import type { Book, BookChange } from '../book.ts';
import type { VisitRecord } from '../workRecords.ts';
import type { EntryBodies } from '../entry.ts';
import { shareGroup } from '../weight/compare.ts';
import { lastSeenWallMs, VISIT_LIMITS } from '../intake/vehicle.ts';
import { type EntryOf, need, put, stationOf, stepped } from './change.ts';
import { lotBegun } from './weighings.ts';

/**
 * Several vehicles may be at the base between their passes. One that arrives ends an earlier visit of its own plates,
 * and visits at this bridge that are too old for a pair.
 */
export function arrived({ body, at }: EntryOf<'vehicle-arrived'>, book: Book): BookChange[] {
  const { visit, station, plates, operator } = body;
  const over = book
    .where('visit', 'state', 'open')
    .filter(
      (before) =>
        before.plates === plates ||
        (before.station === station && at.wallMs - lastSeenWallMs(before) > VISIT_LIMITS.pairMs),
    );
  const record: VisitRecord = {
    id: visit,
    station,
    plates,
    state: 'open',
    arrivedWallMs: at.wallMs,
    operator,
    passes: [],
    unloaded: [],
  };
  return [...over.flatMap((before) => ended(before, book)), put('visit', record)];
}

/** A pass that was announced for it is not awaited any more. */
function ended(visit: VisitRecord, book: Book): BookChange[] {
  const station = stationOf(book, visit.station);
  const waits = station.intent?.kind === 'pass' && station.intent.visit === visit.id;
  return [
    put('visit', { ...visit, state: 'closed' }),
    ...(waits ? [put('station', { ...station, intent: null })] : []),
  ];
}

export function unloaded(body: EntryBodies['vehicle-unloaded'], book: Book): BookChange[] {
  const { lot, job, packages, scanned, operator } = body;
  const visit = need(book, 'visit', body.visit);
  return [put('visit', { ...visit, operator, unloaded: [...visit.unloaded, { lot, job, packages, scanned }] })];
}

export function vehicleWeighed({ body, seq }: EntryOf<'vehicle-weighed'>, book: Book): BookChange[] {
  const members = body.packages.map((id) => need(book, 'package', id));
  const shares = shareGroup(body.massMg, members);
  const changes = members.map((before, index) => {
    const grossMg = shares[index] ?? 0;
    const { tareMg } = before.announced;
    return stepped(before, 'weigh', {
      weighing: body.after,
      grossMg,
      tareMg,
      netMg: grossMg - tareMg,
      basis: 'vehicle',
      limitMg: body.comparison.toleranceMg,
      arrivedSeq: seq,
    });
  });
  const lots = body.lots.flatMap((lot) => lotBegun(book, lot));
  const { before, after, packages, comparison, verifies } = body;
  const pairs = body.lots.map((lot, index) =>
    put('pair', {
      id: `${after}/${lot}`,
      lot,
      job: body.jobs[index] ?? '',
      before,
      after,
      packages,
      comparison,
      verifies,
      state: 'standing',
    }),
  );
  return [...changes, ...lots, ...pairs];
}
