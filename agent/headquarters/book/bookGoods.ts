// What happens to packages apart from weighing: jobs, tags, missing and foreign ones, removed material, places.
// CONTRACT.md 9.1, 9.4.
import type { BaseBook } from './baseBook.ts';
import { putIntoStore } from './bookQuarantines.ts';
import { rejectSeals, sealColumns } from './sealNumbers.ts';
import { readSpelling } from './spelling.ts';
import { recordImpliedFinding } from './impliedFindings.ts';
import type { BookPackageRow } from './bookRows.ts';
import type { ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';
import { rejectAct } from './baseActs.ts';
import { isHereOrExpectedRow } from './packageSteps.ts';
import { rowsOfTag } from './bookTags.ts';
import { findReceivedOrder } from './bookOrders.ts';
import { saveJobOpened } from './bookStations.ts';

/** Books a job; its lot is arriving from now on, unless it is being verified already. */
export function bookJobOpened({ book }: BookContext, { body }: ContractEntryOf<'job-opened'>): RejectionReason {
  const { job, work, order, lot, stocktake } = body;
  if (book.findRow('jobs', job)) return `job ${job} was opened before`;
  if (order !== null && !findReceivedOrder(book, order)) return `order ${order} is unknown`;
  const rests = [order, order === null ? stocktake : null].find(
    (subject) => subject !== null && book.isSuspended(subject),
  );
  if (rests !== undefined) return `order ${rests} is suspended`;
  const { station } = body;
  saveJobOpened(book, { base: book.base, job, work, order_id: order, lot, stocktake, station, closed: 0 });
  if (lot === null) return null;
  const row = book.findRow('lots', lot);
  if (!row) return `lot ${lot} is unknown`;
  // A second station joins a lot that is being verified already.
  if (row.state !== 'verifying') book.setLotState(lot, 'arriving');
  return null;
}

/** Why a job cannot be meant; null if it is in the book. */
export function checkJobKnown({ book }: BookContext, job: string): RejectionReason {
  return book.findRow('jobs', job) ? null : `job ${job} is unknown`;
}

/** Books the EPC of the tag that a package carries now. */
export function bookTagAttached({ book }: BookContext, { body }: ContractEntryOf<'tag-attached'>): RejectionReason {
  const row = book.findRow('packages', body.package);
  if (!row) return `package ${body.package} is unknown`;
  const rejection = rejectAct(book, row, 'attach-tag');
  if (rejection !== null) return rejection;
  // Also one that it bore before: the tags of two packages are not exchanged, in however many steps.
  const others = rowsOfTag(book, body.epcHex).filter((other) => other.package !== row.package);
  if (others.length > 0) return `tag ${body.epcHex} is another package’s`;
  if (body.retiredEpcHex !== null)
    book.saveRow('retired_tags', { base: book.base, epc: body.retiredEpcHex, package: row.package });
  const tagged = { ...row, epc: body.epcHex, unread: 0 };
  book.saveRow('packages', tagged);
  if (row.epc === null && waitsForTagAlone(book, row)) putIntoStore(book, tagged);
  return null;
}

/** Its lot was judged, or it was decided on after it came. CONTRACT.md 9.1. */
function waitsForTagAlone(book: BaseBook, row: BookPackageRow): boolean {
  const lot = book.findRow('lots', row.lot)?.state;
  if (lot === 'verified' || lot === 'closed') return true;
  return (row.decided_seq ?? 0) > (row.arrived_seq ?? 0);
}

/** Books a package as missing. */
export function bookPackageMissing(
  { book }: BookContext,
  { body }: ContractEntryOf<'package-missing'>,
): RejectionReason {
  const row = book.findRow('packages', body.package);
  if (!row) return `package ${body.package} is unknown`;
  recordImpliedFinding(book, {
    code: 'MISSING_PACKAGE',
    lot: row.lot,
    package: row.package,
    weighing: null,
    required: true,
  });
  return book.stepPackage(row, 'miss');
}

/** Books a package that belongs to no lot of its job and is held. */
export function bookPackageForeign(
  { book }: BookContext,
  { body }: ContractEntryOf<'package-foreign'>,
): RejectionReason {
  const job = book.findRow('jobs', body.job);
  if (!job) return `job ${body.job} is unknown`;
  const { identity, weighing } = body;
  const named = body.named === null ? undefined : book.findRow('packages', body.named);
  if (body.named !== null && (named === undefined || !isHereOrExpectedRow(named)))
    return `package ${body.named} is neither here nor expected`;
  // The same foreign package weighed again is still one finding.
  if (!book.findForeign(job.job, identity))
    recordImpliedFinding(book, {
      code: foreignFindingCode(job.lot, named),
      lot: job.lot,
      package: identity,
      weighing: null,
      required: true,
    });
  book.saveRow('foreign_packages', {
    base: book.base,
    job: job.job,
    identity,
    weighing,
    epc: body.epcHex,
    state: 'held',
    recognised: null,
  });
  if (weighing === null) return null;
  const row = book.findRow('weighings', weighing);
  if (!row) return `weighing ${weighing} is unknown`;
  book.saveRow('weighings', { ...row, state: 'foreign' });
  return null;
}

function foreignFindingCode(lot: string | null, named: BookPackageRow | undefined): string {
  if (lot === null) return 'UNANNOUNCED';
  return named !== undefined && named.lot !== lot ? 'WRONG_LOT' : 'EXTRA_PACKAGE';
}

/** Books a package that was opened: its announced tare is trusted no more. */
export function bookPackageResealed(
  { book }: BookContext,
  { body }: ContractEntryOf<'package-resealed'>,
): RejectionReason {
  const row = book.findRow('packages', body.package);
  if (!row) return `package ${body.package} is unknown`;
  const rejection = rejectAct(book, row, 'reseal');
  if (rejection !== null) return rejection;
  const seals = rejectSeals(book, row, body);
  if (seals !== null) return seals;
  book.saveRow('packages', { ...row, ...sealColumns(row, body.sealAfter), tare_trusted: 0 });
  return null;
}

/** Books the number that a person read on a package's seal, whole or not. */
export function bookSealChecked({ book }: BookContext, { body }: ContractEntryOf<'seal-checked'>): RejectionReason {
  const row = book.findRow('packages', body.package);
  if (!row) return `package ${body.package} is unknown`;
  if (readSpelling(body.seal) === '') return 'a seal without a number';
  book.saveRow('packages', { ...row, ...sealColumns(row, body.seal) });
  return null;
}

/** Books the area to which packages were moved. */
export function bookPackagesRelocated(
  { book }: BookContext,
  { body }: ContractEntryOf<'packages-relocated'>,
): RejectionReason {
  const rows = book.findPackages(body.packages);
  if (typeof rows === 'string') return rows;
  const rejection = rows.map((row) => rejectAct(book, row, 'move')).find((reason) => reason !== null);
  if (rejection !== undefined) return rejection;
  const isScanned = body.how === 'scanned';
  for (const row of rows) book.saveRow('packages', { ...row, area: body.area, unread: isScanned ? 0 : row.unread });
  return null;
}
