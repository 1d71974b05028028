// Releases: what was set aside, picked and left, and whether that follows from the order. CONTRACT.md 9.6.
import { isPersonGone, isStandingDeputy, mayBeSupervisor } from './bookPeople.ts';
import { endRequest, findRequest, rejectSecond } from './bookRequests.ts';
import type { Order } from '../../link/contract/orderSchema.ts';
import { type BaseBook, parseIdList } from './baseBook.ts';
import { writeCanonical } from '../signing/headquartersCanonical.ts';
import type { BookPackageRow, BookReleaseRow } from './bookRows.ts';
import { isHeldRow, rejectAct } from './baseActs.ts';
import { leaveStocktakes } from './bookStocktakes.ts';
import { stateAfterStep } from './packageSteps.ts';
import type { ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';
import { findStandingJoint, listDisputedJoints } from './bookJoints.ts';
import { createReleaseRow, findReceivedOrder, freeAllocatedPackages, recordLeftUnreleased } from './bookOrders.ts';
import { asPackageId } from '../../link/contract/contractIds.ts';

type ReleaseSelection = Extract<Order['body'], { kind: 'release-order' }>['selection'];

/** Books the opening of a deposit, which takes two persons, as an open release. */
export function bookSealedOrderOpened(
  { book, deposits }: BookContext,
  { body }: ContractEntryOf<'sealed-order-opened'>,
): RejectionReason {
  if (body.askedBy === body.operator) return 'one person opened a deposit that takes two';
  const asked = { act: 'open-sealed', subject: body.sealed, askedBy: body.askedBy } as const;
  const withoutRequest = rejectSecond(book, asked);
  if (withoutRequest !== null) return withoutRequest;
  const deposit = book.findRow('deposits', body.sealed);
  if (deposit?.order_id !== body.order || findReceivedOrder(book, body.order)?.kind !== 'sealed-order')
    return `deposit ${body.sealed} is unknown`;
  const deposited = deposits.get(body.sealed);
  if (deposited !== undefined && deposited !== writeCanonical(body.release))
    return 'it is not the release that was deposited';
  book.saveRow('deposits', { ...deposit, state: 'opened' });
  endRequest(book, asked);
  return createReleaseRow(book, body.order, body.release);
}

/** Books the packages that a base chose for a release, if the order's selection allows them. */
export function bookPackagesAllocated(
  { book }: BookContext,
  { body }: ContractEntryOf<'packages-allocated'>,
): RejectionReason {
  const release = book.findRow('releases', body.order);
  if (release?.state !== 'open') return `release of order ${body.order} is not open`;
  const members = book.findPackages(body.packages);
  if (typeof members === 'string') return members;
  const { selection } = JSON.parse(release.body) as { selection: ReleaseSelection };
  const allocated = [...parseIdList(release.allocated), ...body.packages];
  const rejection = selectionRejection(book, selection, { members, totalCount: allocated.length });
  if (rejection !== null) return rejection;
  book.saveRow('releases', { ...release, allocated: JSON.stringify(allocated) });
  for (const row of members) {
    const stepRejection =
      rejectAct(book, row, isEmergency(release) ? 'allocate-frozen' : 'allocate') ??
      book.stepPackage(row, 'allocate', { release_order: body.order, stocktake: null });
    if (stepRejection !== null) return stepRejection;
  }
  leaveStocktakes(book, members);
  return null;
}

/** Whether the order allows every one of these; which of several it takes is the base's choice. */
function selectionRejection(
  book: BaseBook,
  selection: ReleaseSelection,
  allocation: { members: readonly BookPackageRow[]; totalCount: number },
): RejectionReason {
  const maxCount = selection.kind === 'by-lot' || selection.kind === 'oldest-first' ? selection.count : null;
  if (maxCount !== null && allocation.totalCount > maxCount) return `the order allows ${maxCount} packages`;
  const unselected = allocation.members.find((row) => !isSelected(book, selection, row));
  return unselected ? `the order does not allow package ${unselected.package}` : null;
}

function isSelected(book: BaseBook, selection: ReleaseSelection, row: BookPackageRow): boolean {
  if (selection.kind === 'by-packages') return selection.packages.includes(asPackageId(row.package));
  if (selection.kind === 'by-lot') return selection.lot === row.lot;
  const lot = book.findRow('lots', row.lot);
  return lot?.commodity === selection.commodity && lot.form === selection.form && lot.ownership === selection.ownership;
}

/** Books that an allocated package was fetched. */
export function bookPackagePicked({ book }: BookContext, { body }: ContractEntryOf<'package-picked'>): RejectionReason {
  const row = book.findRow('packages', body.package);
  if (row?.release_order !== body.order) return `package ${body.package} is not set aside for order ${body.order}`;
  const release = book.findRow('releases', body.order);
  // Its tag came with the load, or its label was scanned: anything else is a person's word.
  const isUnscanned = body.how === 'typed' || body.how === 'chosen';
  const rejection =
    rejectAct(book, row, release && isEmergency(release) ? 'pick-frozen' : 'pick') ??
    book.stepPackage(row, 'pick', { unread: isUnscanned ? row.unread : 0, stocktake: null });
  if (rejection !== null) return rejection;
  leaveStocktakes(book, [row]);
  if (release) {
    const before = parseIdList(release.unscanned).filter((id) => id !== body.package);
    const unscanned = isUnscanned ? [...before, body.package] : before;
    book.saveRow('releases', { ...release, unscanned: JSON.stringify(unscanned) });
  }
  return null;
}

/** It takes what a stocktake froze. */
function isEmergency({ body }: BookReleaseRow): boolean {
  return (JSON.parse(body) as { regime: string }).regime === 'emergency';
}

/** What left by a release according to headquarters' book. */
export interface OwnReleaseResult {
  released: string[];
  short: string[];
  unpicked: string[];
  netMg: number;
  /** What was left in each package that left, in the order of `released`: stands whatever happens to it afterwards. */
  masses: number[];
}

/** Books the end of a release beside headquarters' own result. CONTRACT.md 9.6. */
export function bookReleaseClosed(
  { book }: BookContext,
  { body, at }: ContractEntryOf<'release-closed'>,
): RejectionReason {
  if (body.approvedBy === body.operator) return 'one person closed a release that takes two';
  const { supervisor } = body;
  const two = [body.operator, body.approvedBy];
  if (
    supervisor !== null &&
    !two.includes(supervisor) &&
    !two.some((deputy) => isStandingDeputy(book, { deputy, supervisor }, at))
  )
    return `neither of the two is ${supervisor}, or a deputy`;
  if (supervisor !== null && !mayBeSupervisor(book, supervisor)) return `${supervisor} is no supervisor`;
  const release = book.findRow('releases', body.order);
  if (release?.state !== 'open') return `release of order ${body.order} is not open`;
  const ownResult = computeReleaseResult(book, release);
  const differing = [
    ...(sortedText(ownResult.released) === sortedText(body.released) ? [] : ['released']),
    ...(sortedText(ownResult.short) === sortedText(body.short) ? [] : ['short']),
    ...(sortedText(ownResult.unpicked) === sortedText(body.unpicked) ? [] : ['unpicked']),
    ...(ownResult.netMg === body.netMg ? [] : ['netMg']),
    ...(isAskedFor(book, body) ? [] : ['operator']),
    ...(supervisor === null && hasNationalStock(book, body.released) ? ['supervisor'] : []),
  ];
  endRequest(book, { act: 'release', subject: body.order });
  book.saveRow('releases', {
    ...release,
    state: 'closed',
    claimed: JSON.stringify(body),
    own: JSON.stringify(ownResult),
    differences: differing.join(' '),
  });
  releasePackages(
    book,
    body.released.filter((id) => ownResult.released.includes(id)),
  );
  recordLeftUnreleased(book, body.short, body.order);
  freeAllocatedPackages(book, [...body.short, ...body.unpicked], body.order);
  return null;
}

/** National stock leaves with a supervisor or deputy as one of the two. CONTRACT.md 9.6. */
function hasNationalStock(book: BaseBook, packages: readonly string[]): boolean {
  return packages.some((id) => {
    const row = book.findRow('packages', id);
    return row !== undefined && book.findRow('lots', row.lot)?.ownership === 'national';
  });
}

function isAskedFor(book: BaseBook, closed: ContractEntryOf<'release-closed'>['body']): boolean {
  const request = findRequest(book, { act: 'release', subject: closed.order });
  return (
    request?.operator === closed.operator &&
    !isPersonGone(book, closed.operator) &&
    request.net_mg === closed.netMg &&
    sortedText(parseIdList(request.packages)) === sortedText(closed.released)
  );
}

function releasePackages(book: BaseBook, packages: readonly string[]): void {
  const lots = new Set<string>();
  for (const id of packages) {
    const row = book.findRow('packages', id);
    if (!row || stateAfterStep(row.state, 'leave') === null) continue;
    book.stepPackage(row, 'leave', { area: null, gate: null });
    lots.add(row.lot);
  }
  for (const lot of lots) if (book.isLotEmpty(lot)) book.setLotState(lot, 'closed');
}

function sortedText(ids: readonly string[]): string {
  return JSON.stringify([...ids].sort());
}

/** Staged, undisputed and not doubtful packages of the order leave, alone and jointly, at their book figure. */
function computeReleaseResult(book: BaseBook, release: BookReleaseRow): OwnReleaseResult {
  const disputed = listDisputedJoints(book);
  const leaving = parseIdList(release.allocated)
    .map((id) => book.findRow('packages', id))
    .filter((row) => row !== undefined)
    .filter(
      (row) =>
        row.release_order === release.order_id &&
        rejectAct(book, row, 'leave') === null &&
        !disputed.has(findStandingJoint(book, row)?.joint.joint ?? ''),
    );
  const released = leaving.map((row) => row.package);
  const staying = parseIdList(release.allocated).filter((id) => !released.includes(id));
  const isUnpicked = (id: string): boolean => {
    const row = book.findRow('packages', id);
    return row?.state === 'allocated' && row.release_order === release.order_id && !isHeldRow(book, row);
  };
  const [unpicked, short] = [staying.filter(isUnpicked), staying.filter((id) => !isUnpicked(id))];
  const masses = leaving.map((row) => (row.net_mg ?? 0) - row.removed_mg);
  return { released, short, unpicked, netMg: masses.reduce((sum, massMg) => sum + massMg, 0), masses };
}
