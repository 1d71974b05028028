// What the reversal of a weighing takes back, and what a failed check weighing makes doubtful. CONTRACT.md 9.1.
import { bringBack } from './bookQuarantines.ts';
import { type BaseBook, isOpenFindingRow, parseIdList, UNWEIGHED_FIGURE } from './baseBook.ts';
import { JOINT_FINDING_CODES, reverseJointRow, withdrawLater } from './bookJoints.ts';
import { deleteImpliedFindings } from './impliedFindings.ts';
import { keepDisturbedFindings } from './bookDisturbed.ts';
import { giveConsentBack } from './bookConsents.ts';
import type { BookFindingRow, PackageFigureColumns, BookPackageRow, BookWeighingRow } from './bookRows.ts';
import type { BookRemovalRow } from './bookRemovalRow.ts';
import { sealColumnsBefore } from './sealNumbers.ts';
import { stateAfterStep } from './packageSteps.ts';
import { reverseSampleWeighing } from './bookStocktakes.ts';
import type { ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';
import { hadTouchedCase } from './bookTouches.ts';
import { endRequest, rejectSecond } from './bookRequests.ts';
import { announceGroupAgain, saveLoadIntent } from './bookStations.ts';

/** Books the reversal of a weighing: its figure, its findings and its steps are taken back. */
export function bookWeighingReversed(
  context: BookContext,
  entry: ContractEntryOf<'weighing-reversed'>,
): RejectionReason {
  const { book } = context;
  const { body } = entry;
  const row = book.findRow('weighings', body.weighing);
  if (!row) return `weighing ${body.weighing} is unknown`;
  if (row.state === 'reversed') return `weighing ${row.weighing} is reversed already`;
  const alone = rejectReversalByPerson(book, entry);
  if (alone !== null) return alone;
  keepDisturbedFindings(context, entry, row);
  book.saveRow('weighings', { ...row, state: 'reversed' });
  const kept = codesThatStay(body.reason);
  deleteImpliedFindings(book, row.weighing, kept);
  endRequest(book, { act: 'reverse-weighing', subject: row.weighing });
  reverseJointRow(book, row.weighing);
  if (row.package !== null) withdrawLater(book, row.package, row.weighing);
  for (const finding of book.findRows('findings', 'weighing', row.weighing))
    if (kept.includes(finding.code)) keepFinding(book, row, finding);
    else if (finding.state !== 'closed') book.saveRow('findings', { ...finding, state: 'void' });
  // A load that is put down further, or put on again, is still the load that was announced.
  if (KEEPS_ANNOUNCEMENT.includes(body.reason) && row.intent !== null) saveLoadIntent(book, row.station, row.intent);
  if (row.group_id !== null) return reverseGroup(book, row, { id: row.group_id, reason: body.reason });
  if (row.visit !== null) return reverseMembers(book, row, book.deletePassPairs(row.weighing));
  const before = book.findRow('packages', row.package);
  return before ? reversePackage(book, { row, before, reason: body.reason }) : null;
}

/** A weight that was off stays a case, unless the load itself showed that it was weighed wrongly. CONTRACT.md 9.1. */
const OFF_CODES: readonly string[] = ['WEIGHT_LOW', 'WEIGHT_HIGH', ...JOINT_FINDING_CODES];
const SHOWN_BY_THE_LOAD: readonly string[] = ['load-rose', 'load-disturbed'];

/** A tag of the stock came with the load, whatever that weighed; one that rose says it again. CONTRACT.md 9.1. */
function codesThatStay(reason: string): readonly string[] {
  if (reason === 'load-rose') return [];
  return SHOWN_BY_THE_LOAD.includes(reason) ? ['STOCK_AT_INTAKE'] : [...OFF_CODES, 'STOCK_AT_INTAKE'];
}

/** Of several packages: each has to stand alone before it counts for nothing. */
function keepFinding(book: BaseBook, row: BookWeighingRow, finding: BookFindingRow): void {
  if (finding.package !== null || finding.lot === null || finding.state === 'closed' || finding.state === 'void')
    return;
  const packages =
    row.group_id === null
      ? (book.findPassPair(row.weighing, finding.lot)?.packages ?? '[]')
      : (book.findRow('groups_weighed', row.group_id)?.packages ?? '[]');
  book.saveRow('findings', { ...finding, split_members: packages });
}

/** By a person alone only where no finding is open on it; by two, the second has not touched such a case. CONTRACT.md 9.8. */
function rejectReversalByPerson(book: BaseBook, entry: ContractEntryOf<'weighing-reversed'>): RejectionReason {
  const { weighing, reason, askedBy, operator } = entry.body;
  if (reason !== 'operator') return null;
  const used = rejectUsedWeighing(book, weighing);
  if (used !== null || operator === null) return used;
  if (askedBy === operator) return 'one person took a weighing back twice';
  const row = book.findRow('weighings', weighing);
  const named = row?.package == null ? [] : book.findRows('findings', 'package', row.package);
  const recounted = named.filter(({ recount }) => recount === weighing);
  const open = [...book.findRows('findings', 'weighing', weighing), ...recounted].filter(isOpenFindingRow);
  if (askedBy === null && row?.purpose === 'sample') return 'one person took back a sample of a count';
  if (askedBy === null) return open.length > 0 ? 'one person took back a weighing with an open finding' : null;
  const withoutRequest = rejectSecond(book, { act: 'reverse-weighing', subject: weighing, askedBy });
  if (withoutRequest !== null) return withoutRequest;
  return open.some((finding) => hadTouchedCase(book, finding, { person: operator, entry }))
    ? `${operator} touched the case`
    : null;
}

/** A decision on what it weighed, or what was weighed after material was taken out, rests on it. CONTRACT.md 9.1. */
function rejectUsedWeighing(book: BaseBook, weighing: string): RejectionReason {
  const row = book.findRow('weighings', weighing);
  if (!row) return null;
  const decided = listWeighed(book, row).find((id) => (book.findRow('packages', id)?.decided_seq ?? 0) > row.bound_seq);
  if (decided !== undefined) return `headquarters has decided on package ${decided} since`;
  const removal = findOpenRemoval(book, row);
  return removal && isWeighedSince(book, removal) ? `package ${removal.package} was weighed since` : null;
}

function listWeighed(book: BaseBook, { weighing, package: single, group_id }: BookWeighingRow): string[] {
  const group = book.findRow('groups_weighed', group_id);
  return [
    ...(single === null ? [] : [single]),
    ...parseIdList(group?.packages ?? '[]'),
    ...book.listPairPackages(weighing),
  ];
}

function findOpenRemoval(book: BaseBook, { weighing, package: from }: BookWeighingRow): BookRemovalRow | undefined {
  if (from === null) return undefined;
  return book
    .findRows('removals', 'package', from)
    .find((removal) => removal.weighing === weighing && removal.state === 'open');
}

/** A weighing that stands was compared without what had been taken out. */
function isWeighedSince(book: BaseBook, { package: from, seq }: BookRemovalRow): boolean {
  if ((book.findRow('packages', from)?.arrived_seq ?? 0) > seq) return true;
  return book
    .findRows('weighings', 'package', from)
    .some(({ purpose, state, bound_seq }) => purpose !== 'removal' && state === 'bound' && bound_seq > seq);
}

/** CONTRACT.md 9.1: after these reversals the same goods come again. */
const KEEPS_ANNOUNCEMENT: readonly string[] = ['load-rose', 'load-disturbed', 'load-lost', 'name-contradicted'];

function reverseGroup(
  book: BaseBook,
  row: BookWeighingRow,
  { id, reason }: { id: string; reason: string },
): RejectionReason {
  const group = book.findRow('groups_weighed', id);
  if (!group) return `group ${id} is unknown`;
  book.saveRow('groups_weighed', { ...group, comparison: null, state: 'open' });
  if (reason === 'operator') announceGroupAgain(book, group);
  return reverseMembers(book, row, parseIdList(group.packages));
}

function reverseMembers(book: BaseBook, row: BookWeighingRow, packages: readonly string[]): RejectionReason {
  const members = book.findPackages(packages);
  if (typeof members === 'string') return members;
  for (const member of members) book.saveRow('packages', withoutWeighing(row, member));
  return null;
}

interface PackageReversal {
  row: BookWeighingRow;
  before: BookPackageRow;
}

function reversePackage(book: BaseBook, reversal: PackageReversal & { reason: string }): RejectionReason {
  const { row, before } = reversal;
  switch (row.purpose) {
    case 'dispatch':
      return before.state === 'staged' ? book.stepPackage(withPreviousFigure(row, before), 'unstage') : null;
    case 'sample':
      reverseSampleWeighing(book, row, !SHOWN_BY_THE_LOAD.includes(reversal.reason));
      book.saveRow('packages', withPreviousFigure(row, before));
      return null;
    case 'removal':
      if (SHOWN_BY_THE_LOAD.includes(reversal.reason)) giveConsentBack(book, { ...row, package: before.package });
      reverseRemoval(book, reversal);
      return null;
    case 'recount':
      return reverseRecount(book, reversal);
    case 'reweigh':
      book.saveRow('packages', withPreviousFigure(row, before));
      return null;
    default:
      book.saveRow('packages', withoutWeighing(row, before));
      return null;
  }
}

/** A package whose first figure is gone is expected again; one that has gone on keeps it, and is doubtful. */
function withoutWeighing(row: BookWeighingRow, before: BookPackageRow): BookPackageRow {
  const replaced = before.replaced === null ? null : (JSON.parse(before.replaced) as PackageFigureColumns);
  if (replaced?.weighing === row.weighing) return { ...before, replaced: null };
  if (before.weighing !== row.weighing) return before;
  const isDecided = (before.decided_seq ?? 0) > row.bound_seq;
  const state = isDecided ? null : stateAfterStep(before.state, 'unweigh');
  return state === null ? { ...before, doubtful: 1 } : { ...before, ...UNWEIGHED_FIGURE, state };
}

function withPreviousFigure(row: BookWeighingRow, before: BookPackageRow): BookPackageRow {
  if (before.weighing !== row.weighing) return before;
  if (before.replaced === null) return { ...before, doubtful: 1 };
  return { ...before, ...(JSON.parse(before.replaced) as PackageFigureColumns), replaced: null };
}

/** Its findings are open again, and a quarantine by it ends. */
function reverseRecount(book: BaseBook, { row, before }: PackageReversal): RejectionReason {
  const recounted = book
    .findRows('findings', 'package', before.package)
    .filter((finding) => finding.recount === row.weighing && isOpenFindingRow(finding));
  for (const finding of recounted)
    book.saveRow('findings', {
      ...finding,
      state: 'open',
      recount: null,
      recounts: finding.recounts - 1,
      confirmed: 0,
    });
  const figure = withPreviousFigure(row, before);
  book.saveRow('packages', figure);
  if (figure.state !== 'quarantined' || figure.quarantine_reason !== 'second-disagreement' || recounted.length === 0)
    return null;
  return bringBack(book, figure);
}

function reverseRemoval(book: BaseBook, { row, before }: PackageReversal): void {
  const removal = findOpenRemoval(book, row);
  if (!removal) return;
  const { mass_mg, limit_mg } = removal;
  book.saveRow('packages', {
    ...before,
    ...sealColumnsBefore(before, removal),
    removed_mg: before.removed_mg - mass_mg,
    removed_limit_mg: before.removed_limit_mg - limit_mg,
    // The load itself took back what later weighings were compared without.
    doubtful: isWeighedSince(book, removal) ? 1 : before.doubtful,
  });
  book.saveRow('removals', { ...removal, state: 'void' });
}

/** Books weighings of a scale that failed its check: their packages are doubtful, their lots are verified again. */
export function bookWeighingsDoubted(
  { book }: BookContext,
  { body }: ContractEntryOf<'weighings-doubted'>,
): RejectionReason {
  for (const id of body.packages) {
    const row = book.findRow('packages', id);
    if (!row) return `package ${id} is unknown`;
    book.saveRow('packages', { ...row, doubtful: 1 });
  }
  for (const id of body.weighings) {
    const row = book.findRow('weighings', id);
    if (!row) return `weighing ${id} is unknown`;
    book.saveRow('weighings', { ...row, doubt: body.reason });
    if (row.package !== null) withdrawLater(book, row.package, row.weighing);
    reopenDoubtful(book, row);
  }
  for (const lot of body.lots) {
    if (!book.findRow('lots', lot)) return `lot ${lot} is unknown`;
    book.setLotState(lot, 'verifying');
  }
  return null;
}

/** What a doubtful weighing let through is open again. */
function reopenDoubtful(book: BaseBook, row: BookWeighingRow): void {
  const weighedPackage = book.findRow('packages', row.package);
  if (!weighedPackage) return;
  if (row.purpose === 'dispatch' && weighedPackage.state === 'staged') book.stepPackage(weighedPackage, 'unstage');
  if (row.purpose === 'sample') reverseSampleWeighing(book, row, false);
  if (row.purpose !== 'recount') return;
  for (const finding of book.findRows('findings', 'package', weighedPackage.package)) {
    if (finding.recount === row.weighing && finding.state === 'recounted')
      book.saveRow('findings', { ...finding, state: 'open' });
  }
}
