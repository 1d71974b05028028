// The steps that every fold is made of: look up, step a state, store. A missing record means that ledger and fold do
// not fit, which is a defect.
import type { LotId, OperatorId, OrderId } from '../model/ids.ts';
import type { InstrumentId, StationId } from '../../../drivers/contract/siteIds.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange, BookRecords, RecordKind } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import type { EntryTime } from '../model/entry.ts';
import type { LoadIntent } from '../model/weighingEntries.ts';
import type { AnnouncedPackage } from '../model/intakeNotice.ts';
import { containerKeyOf, codeKeyOf } from '../model/packageLookup.ts';
import { comparableText } from '../model/comparableText.ts';
import { afterLotStep, afterPackageStep, STATES_AT_BASE, type LotStep, type PackageStep } from '../model/states.ts';

/** The change that stores a record. */
export function putRecord<K extends RecordKind>(kind: K, record: BookRecords[K]): BookChange {
  return { kind, record } as BookChange;
}

/**
 * A record of the book.
 *
 * @throws {Error} when there is none: ledger and fold do not fit, which is a defect
 */
export function requireRecord<K extends RecordKind>(book: Book, kind: K, id: string): BookRecords[K] {
  const record = book.get(kind, id);
  if (!record) throw new Error(`fold: the book holds no ${kind} ${id}`);
  return record;
}

/** A station at which nothing is announced any more. */
export const NO_ANNOUNCEMENT = {
  intent: null,
  announces: null,
  announcedBy: null,
  announcedAt: null,
  announcedJob: null,
} as const;

/** The record of a station, or that of a station at rest. */
export function stationRecord(book: Book, id: StationId): BookRecords['station'] {
  return (
    book.get('station', id) ?? { id, job: null, weighing: null, typedRemovals: [], lastLoad: null, ...NO_ANNOUNCEMENT }
  );
}

/** The change by which somebody says what the next load at a station is. */
export function putAnnouncement(
  station: BookRecords['station'],
  { intent, operator, at }: { intent: LoadIntent; operator: OperatorId | null; at: EntryTime },
): BookChange {
  const { wallMs, monotonicMs, boot } = at;
  const announced = {
    announces: intent.kind,
    announcedBy: operator,
    announcedAt: { wallMs, monotonicMs, boot },
    announcedJob: station.job,
  };
  return putRecord('station', { ...station, intent, ...announced });
}

/** The record of a scale, or that of a scale that has not weighed yet. */
export function scaleRecord(book: Book, id: InstrumentId): BookRecords['scale'] {
  return book.get('scale', id) ?? { id, lastNumber: 0, check: null, failures: 0, strangers: 0, doubt: null, era: 0 };
}

/** Brings a quarantined package back to what it was. */
export function endQuarantine(record: PackageRecord): PackageRecord {
  const step = record.quarantine?.backTo === 'present' ? 'set-back' : 'lift';
  return { ...record, state: afterPackageStep(record.state, step), quarantine: null, release: null };
}

/** A package whose delivery is decided goes into store; one that is set apart comes back there. Not before it bears a tag. */
export function storeDecided(record: PackageRecord): PackageRecord {
  if (record.epcHex === null) return record;
  if (record.state === 'present') return { ...record, state: afterPackageStep('present', 'verify') };
  return record.quarantine?.backTo === 'present'
    ? { ...record, quarantine: { ...record.quarantine, backTo: 'stored' } }
    : record;
}

/**
 * The change that moves a package by one step of its states.
 *
 * @throws {Error} when the step is not possible in its state
 */
export function stepPackage(
  record: PackageRecord,
  step: PackageStep,
  changes: Partial<PackageRecord> = {},
): BookChange {
  return putRecord('package', { ...record, ...changes, state: afterPackageStep(record.state, step) });
}

/**
 * The change that moves a lot by one step of its states.
 *
 * @throws {Error} when the step is not possible in its state
 */
export function stepLot(book: Book, id: string, step: LotStep): BookChange {
  const lot = requireRecord(book, 'lot', id);
  return putRecord('lot', { ...lot, state: afterLotStep(lot.state, step) });
}

/** What a package loses when its weighing no longer counts. What an earlier delivery measured stays for comparison. */
export const NO_WEIGHING = {
  weighing: null,
  netMg: null,
  tareMg: null,
  comparison: null,
  basis: null,
  doubtful: false,
  replaced: null,
  unread: false,
} as const;

/** Whether nothing of the lot is here or expected once the packages `leaving` have left. */
export function isLotEmpty(book: Book, lot: LotId, leaving: ReadonlySet<string>): boolean {
  return !book
    .where('package', 'lot', lot)
    .some(({ id, state }) => !leaving.has(id) && (state === 'expected' || STATES_AT_BASE.includes(state)));
}

/** The record of a package that was announced and has not come. */
export function newExpectedPackage(
  announced: AnnouncedPackage,
  { lot, order }: { lot: LotId; order: OrderId },
): PackageRecord {
  return {
    id: announced.package,
    lot,
    order,
    state: 'expected',
    stateSeq: 0,
    epcHex: announced.epcHex,
    mark: announced.mark,
    markKey: comparableText(announced.mark),
    containerKey: containerKeyOf(announced),
    palletKey: announced.pallet === null ? null : codeKeyOf(announced.pallet),
    announced,
    ...NO_WEIGHING,
    held: false,
    grossMg: null,
    earlier: null,
    limitMg: null,
    tareTrusted: true,
    area: null,
    seal: null,
    sealKey: null,
    earlierSeals: [],
    release: null,
    throughGate: null,
    stocktake: null,
    arrivedSeq: null,
    removedMg: asMassMg(0),
    bookedMg: asMassMg(0),
    removedLimitMg: asMassMg(0),
    quarantine: null,
    decidedSeq: null,
    charted: null,
    proofs: [],
    touched: [],
  };
}
