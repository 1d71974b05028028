// Weighings in headquarters' book: what a load was compared with, and what it gives its packages. CONTRACT.md 9.1 and
// 9.3.
import { spendConsent } from './bookConsents.ts';
import { recordImpossibleRemoval } from './bookRemovals.ts';
import {
  compareGross,
  isWithinComparison,
  type DeterminationComparison,
  comparisonToleranceMg,
} from './scaleBounds.ts';
import { type BaseBook, isOpenFindingRow, parseIdList } from './baseBook.ts';
import { recordImpliedFinding, recordJointFinding, recordWeighingFindings } from './impliedFindings.ts';
import {
  compareGroupWeighing,
  compareRecountWeighing,
  comparePackageWeighing,
  expectedAtArrival,
  indicationOfWeighing,
} from './expectedGross.ts';
import { doesRecountSettle, indicationOwnPartMg, isFitForMembers, isFitForOne } from './scaleFitness.ts';
import { writeCanonical } from '../signing/headquartersCanonical.ts';
import type { BookFindingRow, PackageFigureColumns, BookPackageRow, BookWeighingRow } from './bookRows.ts';
import { entryDay, isEntryDateSound, soundTimeMs } from './baseClock.ts';
import type { ContractBodyOf, ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';
import { bookSampleWeighing } from './bookStocktakes.ts';
import { bookLaterWeighing, saveJoint, findStandingJoint } from './bookJoints.ts';
import { readLoadIntent, saveLoadIntent } from './bookStations.ts';
import { cameWithLoad, isTagSeen, listTagsHere, recordStockFindings } from './bookTags.ts';
import { isRecognisedBack, matchHeldForeign, recognisedColumns, rejectUndecidedName } from './bookRecognitions.ts';
import { allocateToMembers } from './bookShares.ts';
import { bookVehiclePass } from './bookVehicles.ts';

/** Books a weighing, compares it, and gives the weighed packages their figures. */
export function bookWeighing(
  { book, stream }: BookContext,
  { body, seq, at }: ContractEntryOf<'weighing'>,
): RejectionReason {
  const range = body.scale.ranges[body.range];
  if (!range) return 'the weighing names a range that its scale does not have';
  if (body.grossMg - body.tareMg !== body.netMg) return 'gross, tare and net do not add up';
  if (book.findRow('weighings', body.weighing)) return `weighing ${body.weighing} was reported before`;
  const standing = findStandingWeighing(book, body.load);
  if (standing) return `load ${body.load} has a standing weighing, ${standing.weighing}`;
  if (!isTagSeen(book, body)) return `bound by tag, but the tag of ${body.package ?? ''} is not among those seen`;
  const row: BookWeighingRow = {
    base: book.base,
    weighing: body.weighing,
    load: body.load,
    stream: stream.stream,
    seq,
    bound_seq: seq,
    wall_ms: at.wallMs,
    station: body.station,
    scale: body.scale.instrument,
    purpose: body.purpose,
    basis: body.basis,
    group_id: body.group,
    visit: body.visit,
    package: body.package,
    job: body.job,
    operator: body.operator,
    gross_mg: body.grossMg,
    interval_mg: range.intervalMg,
    class: body.scale.class,
    ranges: writeCanonical(body.scale.ranges),
    own_part_mg: body.ownPartMg,
    share_ppm: body.fitnessSharePpm,
    verified: isScaleVerified(book, body.scale, at) ? 1 : 0,
    bias_mg: body.checkBiasMg,
    state: body.package === null && body.group === null && body.visit === null ? 'unbound' : 'bound',
    intent: readLoadIntent(book, body.station),
    bound_by: body.boundBy,
    tags_here: JSON.stringify(listTagsHere(body)),
    doubt: null,
    comparison: null,
  };
  const palletMg = book.findRow('groups_weighed', row.group_id)?.pallet_mg ?? 0;
  if (indicationOwnPartMg(indicationOfWeighing(row), palletMg) !== row.own_part_mg)
    return 'the own part is not what scale, load and pallet give';
  book.saveRow('weighings', row);
  saveLoadIntent(book, body.station, null);
  recordStockFindings(book, body);
  if (row.group_id !== null) return bookGroupWeighing(book, row);
  if (row.visit !== null) return bookVehiclePass(book, { row, visit: row.visit, wallMs: soundTimeMs(book, at) });
  return row.package === null ? null : bookPackageWeighing(book, row, row.package);
}

/** The weighing of a load that is not reversed. */
export function findStandingWeighing(book: BaseBook, load: string): BookWeighingRow | undefined {
  return book.findRows('weighings', 'load', load).find(({ state }) => state !== 'reversed');
}

/** The base's word, believed if the scale bears a mark whose date holds on a day that can be right. CONTRACT.md 9.7. */
function isScaleVerified(
  book: BaseBook,
  scale: ContractBodyOf<'weighing'>['scale'],
  at: ContractEntryOf<'weighing'>['at'],
): boolean {
  const { verified, verificationMark, verifiedUntil } = scale;
  if (!verified || verificationMark === null || verifiedUntil === null) return false;
  return isEntryDateSound(book, at) && entryDay(at) <= verifiedUntil;
}

/** Books which package a weighing belongs to. */
export function bookWeighingBound(
  { book }: BookContext,
  { body, seq }: ContractEntryOf<'weighing-bound'>,
): RejectionReason {
  const before = book.findRow('weighings', body.weighing);
  if (!before) return `weighing ${body.weighing} is unknown`;
  if (before.state === 'reversed' || before.state === 'bound')
    return `weighing ${before.weighing} is ${before.state} already`;
  const undecided = body.boundBy === 'decision' ? rejectUndecidedName(book, before.weighing, body.package) : null;
  if (undecided !== null) return undecided;
  const bound = { package: body.package, bound_by: body.boundBy, bound_seq: seq, state: 'bound' as const };
  const row: BookWeighingRow = { ...before, ...bound };
  book.saveRow('weighings', row);
  for (const foreign of book.findRows('foreign_packages', 'weighing', row.weighing))
    if (foreign.state === 'held') matchHeldForeign(book, foreign);
  return bookPackageWeighing(book, row, body.package);
}

function bookPackageWeighing(book: BaseBook, row: BookWeighingRow, id: string): RejectionReason {
  const known = book.findRow('packages', id);
  if (!known) return `package ${id} is unknown`;
  if (row.purpose === 'removal') {
    spendConsent(book, { ...row, package: id });
    recordImpossibleRemoval(book, row, known);
  }
  if (row.purpose === 'removal' || row.purpose === 'pass') return null;
  // A scale has seen it: it is here.
  const before = { ...known, gate: null };
  if (known.gate !== null) book.saveRow('packages', before);
  const comparison = comparePackageWeighing(book, { weighing: row, package: before });
  const recordedComparison = row.purpose === 'recount' ? recountAnswers(book, row, before) : comparison;
  book.saveRow('weighings', { ...row, comparison: JSON.stringify(recordedComparison) });
  const beyond = bookLaterWeighing(book, row, before);
  if (beyond !== null) recordJointFinding(book, row, { comparison: beyond, lot: before.lot, package: id });
  const required = row.purpose === 'intake' || row.purpose === 'unannounced';
  const fit = isFitForOne(book, { weighing: row, package: before, expectedMg: comparison.expectedMg });
  if (row.purpose !== 'recount')
    recordWeighingFindings(book, row, { comparison, fit, lot: before.lot, package: id, required });
  const isAgreeing = fit && isWithinComparison(comparison);
  switch (row.purpose) {
    case 'dispatch':
      return isAgreeing && beyond === null && before.state === 'picked'
        ? book.stepPackage(withFinerFigure(book, row, before), 'stage')
        : null;
    case 'sample':
      if (
        fit &&
        bookSampleWeighing(book, row, { package: before, comparison: beyond ?? comparison }) &&
        beyond === null &&
        isAgreeing
      )
        book.saveRow('packages', withFinerFigure(book, row, before));
      return null;
    case 'recount':
      if (replacesFigure(book, row, before)) book.saveRow('packages', withReplacedFigure(row, before, comparison));
      return null;
    case 'reweigh':
      if (!fit) return null;
      voidDoubtFindings(book, id);
      book.saveRow('packages', withReplacedFigure(row, before, comparison));
      return null;
    default: {
      const figure = {
        ...figureFromWeighing(row, before, comparison),
        arrived_seq: row.seq,
        unread: isLabelRead(row, before) ? 0 : 1,
      };
      if (isRecognisedBack(book, row, before)) {
        book.saveRow('packages', { ...before, ...figure, ...recognisedColumns(before, row) });
        return null;
      }
      // It was declared missing and is weighed: what said so counts for nothing.
      if (before.state === 'missing')
        book.voidFindings(id, ({ code, state }) => code === 'MISSING_PACKAGE' && state !== 'closed');
      book.markLotVerifying(before.lot);
      return book.stepPackage(before, 'weigh', figure);
    }
  }
}

/** What a recount says of each open finding on the package, before it gives the package a new figure. */
function recountAnswers(book: BaseBook, row: BookWeighingRow, before: BookPackageRow): Record<string, boolean> {
  const open = book.findRows('findings', 'package', before.package).filter(isOpenFindingRow);
  return Object.fromEntries(
    open.map((finding) => [finding.finding, doesRecountAgree(book, { weighing: row, package: before, finding })]),
  );
}

function doesRecountAgree(
  book: BaseBook,
  recount: { weighing: BookWeighingRow; package: BookPackageRow; finding: BookFindingRow },
): boolean {
  const comparison = compareRecountWeighing(book, recount);
  return isWithinComparison(comparison) && doesRecountSettle(book, { ...recount, expectedMg: comparison.expectedMg });
}

/** The finer of two weighings that agree gives the package its mass, compared with its arrival. */
function withFinerFigure(book: BaseBook, row: BookWeighingRow, before: BookPackageRow): BookPackageRow {
  // A share of a joint weighing stays a share.
  if (findStandingJoint(book, before)) return before;
  const isFiner = before.limit_mg === null || row.own_part_mg < before.limit_mg;
  if (!isFiner || row.verified === 0 || before.doubtful === 1) return before;
  return withReplacedFigure(row, before, compareGross(indicationOfWeighing(row), expectedAtArrival(book, before)));
}

/** Only what settles its finding is a new figure. A recount of a sample or of a dispatch weighing leaves the book alone. */
function replacesFigure(book: BaseBook, row: BookWeighingRow, before: BookPackageRow): boolean {
  const intent = JSON.parse(row.intent ?? 'null') as { kind: string; finding?: string } | null;
  const finding = intent?.kind === 'recount' ? book.findRow('findings', intent.finding ?? null) : undefined;
  if (finding === undefined) return false;
  const { expectedMg } = compareRecountWeighing(book, { weighing: row, package: before, finding });
  if (!doesRecountSettle(book, { weighing: row, package: before, finding, expectedMg })) return false;
  if (finding.code === 'MANUAL_ENTRY' && before.basis === 'manual') return true;
  return before.weighing !== null && (before.weighing === finding.weighing || before.weighing === finding.recount);
}

/** A package is doubtful no more: what said that its scale was faulty counts for nothing. */
export function voidDoubtFindings(book: BaseBook, id: string): void {
  book.voidFindings(id, ({ code, state }) => code === 'SCALE_FAULT' && state !== 'closed');
}

function figureFromWeighing(
  row: BookWeighingRow,
  before: BookPackageRow,
  comparison: DeterminationComparison,
): PackageFigureColumns {
  const grossMg = row.gross_mg + before.removed_mg;
  return {
    weighing: row.weighing,
    gross_mg: grossMg,
    tare_mg: before.announced_tare_mg,
    net_mg: grossMg - before.announced_tare_mg,
    basis: row.basis,
    comparison: JSON.stringify(comparison),
    limit_mg: comparison.scaleMg + comparison.roundingMg,
    // Goods that were held may have been weighed on a scale that failed since.
    doubtful: row.doubt === null ? before.doubtful : 1,
  };
}

/** Who types a name, or gives it afterwards, has read no label; the package's own tag with the load has been read. */
function isLabelRead(row: BookWeighingRow, of: BookPackageRow): boolean {
  return row.bound_by === 'tag' || row.bound_by === 'scan' || cameWithLoad(row, of);
}

function withReplacedFigure(
  row: BookWeighingRow,
  before: BookPackageRow,
  comparison: DeterminationComparison,
): BookPackageRow {
  const { weighing, gross_mg, tare_mg, net_mg, basis, comparison: earlier, limit_mg, doubtful } = before;
  const replaced: PackageFigureColumns = {
    weighing,
    gross_mg,
    tare_mg,
    net_mg,
    basis,
    comparison: earlier,
    limit_mg,
    doubtful,
  };
  return {
    ...before,
    ...figureFromWeighing(row, before, comparison),
    doubtful: 0,
    unread: isLabelRead(row, before) ? 0 : before.unread,
    replaced: JSON.stringify(replaced),
  };
}

function bookGroupWeighing(book: BaseBook, row: BookWeighingRow): RejectionReason {
  const group = book.findRow('groups_weighed', row.group_id);
  if (!group) return `group ${row.group_id ?? ''} is unknown`;
  const members = book.findPackages(parseIdList(group.packages));
  if (typeof members === 'string') return members;
  const comparison = compareGroupWeighing(book, {
    indication: indicationOfWeighing(row),
    pallet: { palletMg: group.pallet_mg, palletKind: group.pallet_kind },
    members,
  });
  book.saveRow('groups_weighed', { ...group, comparison: JSON.stringify(comparison), state: 'weighed' });
  const readIds = new Set(members.filter((member) => cameWithLoad(row, member)).map((member) => member.package));
  const fit = isFitForMembers(book, row, members);
  recordWeighingFindings(book, row, { comparison, fit, lot: members[0]?.lot ?? null, package: null, required: true });
  saveJoint(book, row.weighing, {
    packages: parseIdList(group.packages),
    boundMg: comparisonToleranceMg(comparison),
  });
  return allocateToMembers(book, members, {
    massMg: row.gross_mg - group.pallet_mg,
    weighing: row.weighing,
    basis: 'group',
    limitMg: comparisonToleranceMg(comparison),
    seq: row.seq,
    unread: new Set(parseIdList(group.unscanned).filter((id) => !readIds.has(id))),
  });
}

/** Books a gross mass that somebody typed; it implies a finding. */
export function bookWeightTyped(
  { book }: BookContext,
  { body, seq }: ContractEntryOf<'weight-typed'>,
): RejectionReason {
  const before = book.findRow('packages', body.package);
  if (!before) return `package ${body.package} is unknown`;
  recordImpliedFinding(book, {
    code: 'MANUAL_ENTRY',
    lot: before.lot,
    package: before.package,
    weighing: body.weighing,
    required: true,
  });
  book.markLotVerifying(before.lot);
  return book.stepPackage(before, 'weigh', {
    gross_mg: body.grossMg,
    tare_mg: before.announced_tare_mg,
    net_mg: body.grossMg - before.announced_tare_mg,
    limit_mg: null,
    weighing: body.weighing,
    basis: 'manual',
    arrived_seq: seq,
    unread: 1,
  });
}
