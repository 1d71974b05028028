// A tag went out through a gate: let out by an order, or an alarm. Tags alone never change stock.
import {
  asFindingId,
  type FindingId,
  type JobId,
  type OperatorId,
  type OrderId,
  type PackageId,
} from '../model/ids.ts';
import { type StationId } from '../../../drivers/contract/siteIds.ts';
import type { Book } from '../model/book.ts';
import { findTagOwner, isPalletTag } from '../model/packageLookup.ts';
import type { FindingRecord, PackageRecord } from '../model/records.ts';
import type { Decided } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import { may } from '../model/packageActs.ts';
import type { PortalPassage } from '../weight/portalPassages.ts';

/**
 * Records that a tag went out through a gate (`station`), with an alarm if no order lets it out and none is open for
 * it. `id` is random and names the finding.
 */
export function decideGatePassage(
  event: { id: string; station: StationId; passage: PortalPassage },
  book: Book,
): Decided {
  const { epcHex } = event.passage;
  const owner = findTagOwner(book, epcHex);
  const ordered = owner ? mayPassGate(owner, book) : isForeignReturned(epcHex, book) || isPalletTag(book, epcHex);
  const passage: NewEntry = {
    kind: 'gate-passage',
    body: { station: event.station, epcHex, package: owner?.id ?? null, ordered },
  };
  const concerned = owner?.id ?? epcHex;
  // One alarm a package until it is decided: a drum that stands in the gate must not fill the ledger.
  const alarm = !ordered && openGateAlarm(book, concerned) === undefined;
  const body = {
    finding: asFindingId(event.id),
    code: 'NOT_ORDERED' as const,
    lot: owner?.lot ?? null,
    job: null,
    package: concerned,
    weighing: null,
    comparison: null,
    operator: null,
    note: null,
  };
  return { entries: alarm ? [passage, { kind: 'finding', body }] : [passage], effects: [], result: { ordered, alarm } };
}

/**
 * Staged for an open release; or gone in the book already, because two persons closed its release before the vehicle
 * drove off or because headquarters decided that it goes back.
 */
function mayPassGate(record: PackageRecord, book: Book): boolean {
  if (record.state === 'released' || record.state === 'returned') return true;
  const release = record.release === null ? undefined : book.get('release', record.release);
  const isSuspended = release !== undefined && book.get('order', release.id)?.state === 'suspended';
  return may(record, 'leave') && release?.state === 'open' && !isSuspended;
}

/** Goods that were not announced and that headquarters sent back. */
function isForeignReturned(epcHex: string, book: Book): boolean {
  return book.where('foreign', 'epcHex', epcHex).some(({ state }) => state === 'returned');
}

/** Whether a finding is an open alarm of a gate. */
export function isGateAlarm({ code, state }: FindingRecord): boolean {
  return code === 'NOT_ORDERED' && state === 'open';
}

/** The open alarm on a package, or on an EPC that belongs to none. */
export function openGateAlarm(book: Book, concerned: string): FindingRecord | undefined {
  return book.where('finding', 'package', concerned).find(isGateAlarm);
}

/**
 * Findings (LEFT_UNRELEASED) on packages that drove out for a release which ends without them: after the entry that
 * ends it.
 */
export function leftUnreleasedFindings(
  book: Book,
  ending: {
    release: OrderId;
    packages: readonly PackageId[];
    job: JobId | null;
    operator: OperatorId | null;
    newId: () => FindingId;
  },
): NewEntry[] {
  const { release, packages, job, operator, newId } = ending;
  const gone = packages
    .flatMap((id) => book.get('package', id) ?? [])
    .filter((record) => record.release === release && record.throughGate !== null);
  return gone.map(({ id, lot }): NewEntry => {
    const subject = { lot, job, package: id, weighing: null, comparison: null };
    return { kind: 'finding', body: { finding: newId(), code: 'LEFT_UNRELEASED', ...subject, operator, note: null } };
  });
}
