// Vehicles on the weighbridge: what came off between two passes is shared among the packages that came off.
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { VisitRecord } from '../model/workRecords.ts';
import type { EntryBodies, EntryOf } from '../model/entry.ts';
import { shareMass } from '../weight/comparisons.ts';
import { requireRecord, putRecord, stationRecord, stepPackage } from './bookChanges.ts';
import { beginVerifying } from './weighingChanges.ts';
import { formJoint } from './jointChanges.ts';
import { isVisitTooOld } from '../model/bookQueries.ts';
import { momentOf } from '../model/believableDate.ts';
import { compositeId } from '../model/idPattern.ts';

/**
 * Opens a visit. Several vehicles may be at the base between their passes; an arrival ends an earlier visit of the same
 * plates, and visits at this bridge that are too old for a pair.
 */
export function applyVehicleArrived({ body, at: stamp }: EntryOf<'vehicle-arrived'>, book: Book): BookChange[] {
  const { visit, station, plates } = body;
  const endedVisits = book
    .where('visit', 'state', 'open')
    .filter(
      (before) =>
        before.plates === plates || (before.station === station && isVisitTooOld(before, { book, at: stamp })),
    );
  const record: VisitRecord = {
    id: visit,
    station,
    plates,
    state: 'open',
    arrived: momentOf(book, stamp),
    passes: [],
    unloaded: [],
    touched: [],
  };
  return [...endedVisits.flatMap((before) => endVisit(before, book)), putRecord('visit', record)];
}

/** A pass that was announced for it is not awaited any more. */
function endVisit(visit: VisitRecord, book: Book): BookChange[] {
  const station = stationRecord(book, visit.station);
  const isPassAnnounced = station.intent?.kind === 'pass' && station.intent.visit === visit.id;
  return [
    putRecord('visit', { ...visit, state: 'closed' }),
    ...(isPassAnnounced ? [putRecord('station', { ...station, intent: null, announces: null })] : []),
  ];
}

/** Records what came off a vehicle since its last pass. */
export function applyVehicleUnloaded(body: EntryBodies['vehicle-unloaded'], book: Book): BookChange[] {
  const { lot, job, packages, how } = body;
  const visit = requireRecord(book, 'visit', body.visit);
  return [putRecord('visit', { ...visit, unloaded: [...visit.unloaded, { lot, job, packages, how }] })];
}

/** What somebody scanned as it came off this vehicle; of the rest nobody read a label. */
function scannedPackages({ visit: id }: EntryBodies['vehicle-weighed'], book: Book): ReadonlySet<string> {
  const { passes, unloaded } = requireRecord(book, 'visit', id);
  const goods = [...passes.flatMap((pass) => pass.unloaded), ...unloaded];
  return new Set(goods.filter(({ how }) => how === 'scanned').flatMap(({ packages }) => packages));
}

/** Shares what a pair of passes weighed among the packages that came off between them. */
export function applyVehicleWeighed({ body, seq }: EntryOf<'vehicle-weighed'>, book: Book): BookChange[] {
  const members = body.packages.map((id) => requireRecord(book, 'package', id));
  const scanned = scannedPackages(body, book);
  const shares = shareMass(body.massMg, members);
  const changes = members.map((before, index) => {
    const grossMg = shares[index] ?? 0;
    const { tareMg } = before.announced;
    return stepPackage(before, 'weigh', {
      weighing: body.after,
      grossMg: asMassMg(grossMg),
      tareMg,
      netMg: asMassMg(grossMg - tareMg),
      basis: 'vehicle',
      limitMg: body.comparison.toleranceMg,
      arrivedSeq: seq,
      unread: !scanned.has(before.id),
    });
  });
  const lots = body.lots.flatMap((lot) => beginVerifying(book, lot));
  const { before, after, packages, comparison, verifies } = body;
  const pairs = body.lots.flatMap((lot, index) => {
    const job = body.jobs[index];
    if (job === undefined) throw new Error(`fold: vehicle-weighed names no job of lot ${lot}`);
    return putRecord('pair', {
      id: compositeId(after, lot),
      lot,
      job,
      before,
      after,
      packages,
      comparison,
      verifies,
      state: 'standing',
    });
  });
  const joint = formJoint(after, { members: packages, limitMg: comparison.toleranceMg });
  return [...changes, ...lots, ...pairs, ...joint];
}
