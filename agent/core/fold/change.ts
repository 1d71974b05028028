// The small moves of which every fold is made: look up, step, store. A record that is missing means that ledger and
// fold do not fit, which is a defect.
import type { Book, BookChange, BookRecords, RecordKind } from '../book.ts';
import type { FindingRecord, PackageRecord } from '../records.ts';
import type { Entry, EntryKind } from '../entry.ts';
import type { AnnouncedPackage } from '../notice.ts';
import { afterLotStep, afterPackageStep, HERE, type LotStep, type PackageStep } from '../states.ts';

export type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>;

export function put<K extends RecordKind>(kind: K, record: BookRecords[K]): BookChange {
  return { kind, record } as BookChange;
}

export function need<K extends RecordKind>(book: Book, kind: K, id: string): BookRecords[K] {
  const record = book.get(kind, id);
  if (!record) throw new Error(`fold: the book holds no ${kind} ${id}`);
  return record;
}

export function stationOf(book: Book, id: string): BookRecords['station'] {
  return book.get('station', id) ?? { id, job: null, weighing: null, intent: null, announcedBy: null };
}

export function scaleOf(book: Book, id: string): BookRecords['scale'] {
  return book.get('scale', id) ?? { id, lastNumber: 0, check: null, era: 0 };
}

export function stepped(record: PackageRecord, step: PackageStep, more: Partial<PackageRecord> = {}): BookChange {
  return put('package', { ...record, ...more, state: afterPackageStep(record.state, step) });
}

export function stepLot(book: Book, id: string, step: LotStep): BookChange {
  const lot = need(book, 'lot', id);
  return put('lot', { ...lot, state: afterLotStep(lot.state, step) });
}

/** What a package loses when its weighing no longer counts. What an earlier delivery measured stays for comparison. */
export const UNWEIGHED = {
  weighing: null,
  netMg: null,
  tareMg: null,
  comparison: null,
  basis: null,
  doubtful: false,
  replaced: null,
} as const;

export function isOpen({ state }: Pick<FindingRecord, 'state'>): boolean {
  return state === 'open' || state === 'recounted';
}

/** Whether a package is held once some findings no longer count. */
export function heldWithout(book: Book, id: string, gone: ReadonlySet<string>): boolean {
  return book.where('finding', 'package', id).some((finding) => isOpen(finding) && !gone.has(finding.id));
}

/** True if nothing of the lot is here or expected once the given packages have left. */
export function lotIsEmpty(book: Book, lot: string, leaving: ReadonlySet<string>): boolean {
  return !book
    .where('package', 'lot', lot)
    .some(({ id, state }) => !leaving.has(id) && (state === 'expected' || HERE.includes(state)));
}

export function expectedPackage(
  announced: AnnouncedPackage,
  { lot, order }: { lot: string; order: string },
): PackageRecord {
  return {
    id: announced.package,
    lot,
    order,
    state: 'expected',
    epcHex: announced.epcHex,
    mark: announced.mark,
    announced,
    ...UNWEIGHED,
    held: false,
    grossMg: null,
    earlier: null,
    limitMg: null,
    tareTrusted: true,
    area: null,
    seal: null,
    release: null,
    stocktake: null,
    arrivedSeq: null,
    removedMg: 0,
    bookedMg: 0,
    removedLimitMg: 0,
    quarantine: null,
    charted: null,
  };
}
