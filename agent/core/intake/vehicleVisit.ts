// Vehicles on the weighbridge: who is there, which pass comes next, what came off. The passes themselves are
// in vehiclePass.ts.
import { type JobId, type LotId, type OrderId, asJobId } from '../model/ids.ts';
import { type StationId } from '../../../drivers/contract/siteIds.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import type { Book } from '../model/book.ts';
import type { JobRecord } from '../model/records.ts';
import type { VisitRecord } from '../model/workRecords.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import { awaitedPackages } from '../model/awaitedPackages.ts';
import { openJobAt, isIntakeJob, isVisitTooOld } from '../model/bookQueries.ts';
import { comparableText, countCharacters, readWords, WORDS_MAX } from '../model/comparableText.ts';
import { findScannedMembers, type NamedMember } from './scannedMembers.ts';
import { NAMED_WAYS, type NamedCode } from '../model/proofs.ts';
import { VISIT_LIMITS } from '../model/limits.ts';

/**
 * Opens the visit of a vehicle at a weighbridge. Refuses unknown stations and such as are no weighbridge by the site
 * file (a window of one second is no rest for a vehicle), unreadable plates, an announced pass, and more visits than a
 * bridge may have.
 */
export function decideVehicleArrived(
  event: CommandMeta & { station: StationId; stationKnown: boolean; weighbridge: boolean; plates: string },
  now: { book: Book; at: Timestamp },
): Decided | Refusal {
  const { book } = now;
  const { station, operator } = event;
  if (!event.stationKnown) return refuse('station-unknown', { station });
  if (!event.weighbridge) return refuse('no-weighbridge', { station });
  // Plates are compared letter by letter, so they are stored in one spelling.
  const plates = comparableText(event.plates);
  if (readWords(plates) === '') return refuse('plates-missing');
  // Capital letters may be more: ß is SS.
  if (countCharacters(plates) > WORDS_MAX.plates) return refuse('text-too-long', { most: WORDS_MAX.plates });
  if (book.get('station', station)?.intent?.kind === 'pass') return refuse('load-announced', { station });
  const otherVisits = book
    .where('visit', 'state', 'open')
    .filter((visit) => visit.station === station && visit.plates !== plates && !isVisitTooOld(visit, now));
  if (otherVisits.length >= VISIT_LIMITS.open) return refuse('too-many-visits', { station, most: VISIT_LIMITS.open });
  return {
    entries: [{ kind: 'vehicle-arrived', body: { visit: event.id, station, plates, operator } }],
    effects: [],
    result: { visit: event.id },
  };
}

/** The open visit of this id, or why there is none. */
export function requireOpenVisit(book: Book, id: string): VisitRecord | Refusal {
  const visit = book.get('visit', id);
  if (!visit) return refuse('visit-unknown', { visit: id });
  return visit.state === 'open' ? visit : refuse('visit-over', { plates: visit.plates });
}

/** What a person says of a pass that is about to be made. */
export interface AnnouncedPass {
  visit: string;
  axlesOn: boolean;
  driverAboard: boolean;
  empty: boolean;
  dunnage: string | null;
}

/**
 * Announces that the next load on this bridge is this vehicle. Who is aboard is the same at every pass. Refuses it while axles are off the deck, a load lies on
 * the scale or another load is announced, and when the visit is too old.
 */
export function decideAnnouncePass(
  event: CommandMeta & AnnouncedPass & { loadOnScale: (station: StationId) => string | null },
  now: { book: Book; at: Timestamp },
): Decided | Refusal {
  const { book } = now;
  const visit = requireOpenVisit(book, event.visit);
  if ('refusal' in visit) return visit;
  const { station } = visit;
  if (!event.axlesOn) return refuse('axles-off', { plates: visit.plates });
  if (event.loadOnScale(station) !== null) return refuse('load-on-scale', { station });
  if (book.get('station', station)?.intent) return refuse('load-announced', { station });
  if (isVisitTooOld(visit, now)) return refuse('visit-too-old', { plates: visit.plates });
  if (visit.passes.length >= VISIT_LIMITS.passes) return refuse('visit-over', { plates: visit.plates });
  const aboardRefusal = differsFromFirstPass(visit, event);
  if (aboardRefusal) return aboardRefusal;
  const { driverAboard, empty } = event;
  const dunnage = readWords(event.dunnage ?? '');
  const intent = {
    kind: 'pass' as const,
    visit: visit.id,
    axlesOn: true,
    driverAboard,
    empty,
    dunnage: dunnage === '' ? null : dunnage,
  };
  return {
    entries: [{ kind: 'load-announced', body: { station, intent, operator: event.operator } }],
    effects: [],
    result: { visit: visit.id, station },
  };
}

/** A driver weighs 80 kg: aboard at both passes, or at none. */
function differsFromFirstPass(visit: VisitRecord, { driverAboard }: AnnouncedPass): Refusal | null {
  const [first] = visit.passes;
  if (first === undefined || first.driverAboard === driverAboard) return null;
  return refuse(first.driverAboard ? 'driver-aboard' : 'driver-not-aboard', { plates: visit.plates });
}

/**
 * Records what came off a vehicle since its last pass, and opens the delivery's job if none is open. `codes` empty:
 * everything of the lot that is still expected. Refuses a vehicle without a pass, codes outside the lot, and packages
 * that have been weighed.
 */
export function decideVehicleUnloaded(
  event: CommandMeta & { visit: string; lot: LotId; codes: readonly NamedCode[] },
  book: Book,
): Decided | Refusal {
  const visit = requireOpenVisit(book, event.visit);
  if ('refusal' in visit) return visit;
  if (visit.passes.length === 0) return refuse('pass-first', { plates: visit.plates });
  const members = event.codes.length === 0 ? findExpectedPackages(book, event.lot) : findScannedPackages(book, event);
  if ('refusal' in members) return members;
  const first = members[0]?.record;
  if (!first) return refuse('nothing-expected', { lot: event.lot });
  const deliveryJob = requireDeliveryJob(event, { book, visit, order: first.order });
  if ('refusal' in deliveryJob) return deliveryJob;
  const { job } = deliveryJob;
  const unloaded = UNLOADED_WAYS.flatMap((how): NewEntry[] => {
    const packages = members.filter((member) => member.how === how).map(({ record }) => record.id);
    const body = { visit: visit.id, lot: event.lot, job, packages, how, operator: event.operator };
    return packages.length > 0 ? [{ kind: 'vehicle-unloaded', body }] : [];
  });
  const result = { visit: visit.id, job, packages: members.length };
  return { entries: [...deliveryJob.entries, ...unloaded], effects: [], result };
}

/** Each way is an entry of its own; null: everything of the lot was said to have come off, and nothing was named. */
const UNLOADED_WAYS = [...NAMED_WAYS, null] as const;

/** What came off a vehicle, and how it was named; null: not at all. */
type UnloadedMember = Pick<NamedMember, 'record'> & { how: NamedMember['how'] | null };

/** Of one order: a delivery, or a return. */
function findExpectedPackages(book: Book, lot: LotId): UnloadedMember[] {
  const awaited = awaitedPackages(book);
  const expected = book
    .where('package', 'lot', lot)
    .filter(({ id, state }) => state === 'expected' && !awaited.has(id));
  return expected.filter(({ order }) => order === expected[0]?.order).map((record) => ({ record, how: null }));
}

function findScannedPackages(
  book: Book,
  { lot, codes }: { lot: LotId; codes: readonly NamedCode[] },
): UnloadedMember[] | Refusal {
  const members = findScannedMembers(codes, { book, lot });
  if ('refusal' in members) return members;
  const order = members[0]?.record.order;
  const otherPackage = members.find(({ record }) => record.order !== order)?.record;
  return otherPackage
    ? refuse('package-of-other-order', { package: otherPackage.id, order: otherPackage.order })
    : members;
}

/** The job of the order that is open already, here rather than elsewhere; or a new one at the bridge. */
function requireDeliveryJob(
  event: CommandMeta,
  { book, visit, order: id }: { book: Book; visit: VisitRecord; order: OrderId },
): { job: JobId; entries: NewEntry[] } | Refusal {
  const order = book.get('order', id);
  if (!order) return refuse('order-unknown', { order: id });
  if (order.state !== 'open' && order.state !== 'working')
    return refuse('order-not-open', { order: id, state: order.state });
  const openJobs = book.where('job', 'state', 'open').filter((job) => job.order === id);
  const job = openJobs.find(({ station }) => station === visit.station) ?? openJobs[0];
  if (job) return { job: job.id, entries: [] };
  const stationJob: JobRecord | undefined = openJobAt(book, visit.station);
  // Lots of one vehicle have a job each at its bridge; other work there is not pushed aside.
  if (stationJob && !isIntakeJob(stationJob))
    return refuse('station-busy', { station: visit.station, lot: stationJob.work });
  const opened = asJobId(derivedIds(event.id)());
  const body = {
    job: opened,
    work: 'intake' as const,
    order: id,
    lot: order.lot,
    stocktake: null,
    station: visit.station,
    operator: event.operator,
  };
  return { job: opened, entries: [{ kind: 'job-opened', body }] };
}
