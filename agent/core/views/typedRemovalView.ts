// What people took out of packages and typed at a station: listed as long as it can be taken back. Bears no mass.
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import type { Book } from '../model/book.ts';
import { standingRequest } from '../model/bookQueries.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import { isDecidedSince, isWeighedSince } from '../model/restedOn.ts';
import type { OperatorId, PackageId, WeighingId } from '../model/ids.ts';

/** Material that a person took out of a package and typed, without its mass. */
export interface TypedRemovalView {
  weighing: WeighingId;
  package: PackageId;
  mark: string;
  operator: OperatorId | null;
  atWallMs: number;
  /** Who has asked to take it back; null: nobody. */
  askedBy: OperatorId | null;
}

/** The newest first. */
export function viewTypedRemovals(station: StationId, book: Book): TypedRemovalView[] {
  const typed = book.get('station', station)?.typedRemovals ?? [];
  return typed
    .flatMap((id): TypedRemovalView[] => {
      const record = book.get('weighing', id);
      const concerned = record?.package == null ? undefined : book.get('package', record.package);
      if (!record || !concerned || record.state === 'reversed' || isRestedOn(record, { concerned, book })) return [];
      const { operator, wallMs: atWallMs } = record;
      const askedBy = standingRequest(book, 'reverse-weighing', id)?.operator ?? null;
      return [{ weighing: id, package: concerned.id, mark: concerned.mark, operator, atWallMs, askedBy }];
    })
    .reverse();
}

/** Booked, decided on, or weighed without it: the command would refuse. */
function isRestedOn(record: WeighingRecord, { concerned, book }: { concerned: PackageRecord; book: Book }): boolean {
  const removal = book.where('removal', 'package', concerned.id).find(({ weighing }) => weighing === record.id);
  if (isDecidedSince(concerned, record)) return true;
  if (removal === undefined) return false;
  return removal.state !== 'open' || isWeighedSince(book, { package: concerned, seq: removal.seq });
}
