// Vehicles on the weighbridge in headquarters' book: visits, unloadings, and the mass between two passes. CONTRACT.md
// 9.1 and 9.3.
import { type BaseBook, parseIdList } from './baseBook.ts';
import type { RejectionReason, BookContext, ContractEntryOf, ContractBodyOf } from './bookContext.ts';
import { comparePassPair, indicationOfWeighing } from './expectedGross.ts';
import { comparisonToleranceMg } from './scaleBounds.ts';
import { recordImpliedFinding, recordWeighingFindings } from './impliedFindings.ts';
import { allocateToMembers } from './bookShares.ts';
import { saveJoint } from './bookJoints.ts';
import { isPairFitForSum } from './scaleFitness.ts';
import type { BookPackageRow, BookPassRow, BookWeighingRow } from './bookRows.ts';
import { endPassesOf } from './bookStations.ts';

/** Why a visit cannot be meant; null if the vehicle has arrived. */
export function checkVisitKnown(book: BaseBook, visit: string): RejectionReason {
  return book.store.prepare('SELECT 1 FROM visits WHERE base = ? AND visit = ?').get(book.base, visit)
    ? null
    : `visit ${visit} is unknown`;
}

/** Books the visit of a vehicle. */
export function bookVehicleArrived(
  { book }: BookContext,
  { body }: ContractEntryOf<'vehicle-arrived'>,
): RejectionReason {
  if (checkVisitKnown(book, body.visit) === null) return `visit ${body.visit} was reported before`;
  endPassesOf(book, body.plates);
  book.saveRow('visits', { base: book.base, visit: body.visit, plates: body.plates });
  return null;
}

/** Books one pass with what was said of it; without an announcement nothing is known of it. */
export function bookVehiclePass(
  book: BaseBook,
  { row, visit, wallMs }: { row: BookWeighingRow; visit: string; wallMs: number },
): RejectionReason {
  const plates = book.store
    .prepare<[string, string], string>('SELECT plates FROM visits WHERE base = ? AND visit = ?')
    .pluck()
    .get(book.base, visit);
  if (plates === undefined) return `visit ${visit} is unknown`;
  const said = JSON.parse(row.intent ?? 'null') as { driverAboard?: boolean; empty?: boolean } | null;
  book.saveRow('passes', {
    base: book.base,
    weighing: row.weighing,
    plates,
    wall_ms: wallMs,
    driver_aboard: said?.driverAboard === true ? 1 : 0,
    empty: said?.empty === true ? 1 : 0,
  });
  return null;
}

/** Books the packages that came off a vehicle. */
export function bookVehicleUnloaded(
  { book }: BookContext,
  { body, seq }: ContractEntryOf<'vehicle-unloaded'>,
): RejectionReason {
  const members = book.findPackages(body.packages);
  if (typeof members === 'string') return members;
  if (!book.findRow('lots', body.lot)) return `lot ${body.lot} is unknown`;
  book.saveRow('unloads', {
    base: book.base,
    visit: body.visit,
    seq,
    lot: body.lot,
    packages: JSON.stringify(body.packages),
    how: body.how,
  });
  return checkVisitKnown(book, body.visit);
}

/** Books the mass between two passes, compared with what came off, and its shares. */
export function bookVehicleWeighed(
  { book }: BookContext,
  { body, seq }: ContractEntryOf<'vehicle-weighed'>,
): RejectionReason {
  const [before, after] = [book.findRow('weighings', body.before), book.findRow('weighings', body.after)];
  for (const pass of [before, after])
    if (!pass || pass.state === 'reversed' || pass.visit !== body.visit)
      return 'a pass is unknown, reversed or of another visit';
  if (!before || !after || body.massMg !== before.gross_mg - after.gross_mg)
    return 'the mass is not what lies between the passes';
  const [first, last] = [book.findRow('passes', body.before), book.findRow('passes', body.after)];
  if (!first || !last || first.driver_aboard !== last.driver_aboard)
    return 'the driver was aboard at one of the passes alone';
  const members = book.findPackages(body.packages);
  if (typeof members === 'string') return members;
  const isUnusual = isEmptyPassUnusual(book, { pass: last, weighing: after });
  const comparison = comparePassPair(book, {
    before: indicationOfWeighing(before),
    after: indicationOfWeighing(after),
    members,
  });
  const scanned = listScannedPackages(book, body.visit);
  const verifies = verifiedByPair(body, { members, scanned, limitMg: comparisonToleranceMg(comparison) });
  const verified = before.verified === 1 && after.verified === 1 ? 1 : 0;
  const fit = isPairFitForSum(book, [before, after], members);
  for (const lot of body.lots) {
    book.saveRow('pairs', {
      base: book.base,
      after: body.after,
      lot,
      before: body.before,
      packages: JSON.stringify(body.packages),
      comparison: JSON.stringify(comparison),
      verifies,
    });
    recordWeighingFindings(
      book,
      { weighing: after.weighing, verified },
      { comparison, fit, lot, package: null, required: true },
    );
    if (isUnusual)
      recordImpliedFinding(book, {
        code: 'EMPTY_WEIGHT_UNUSUAL',
        lot,
        package: null,
        weighing: after.weighing,
        required: true,
      });
  }
  saveJoint(book, body.after, { packages: body.packages, boundMg: comparisonToleranceMg(comparison) });
  return allocateToMembers(book, members, {
    massMg: body.massMg,
    weighing: body.after,
    basis: 'vehicle',
    limitMg: comparisonToleranceMg(comparison),
    seq,
    unread: new Set(body.packages.filter((id) => !scanned.has(id))),
  });
}

const TWELVE_MONTHS_MS = 365 * 86_400_000;

/** Outside the plate's earlier empty passes by more than a hundredth, or five intervals. CONTRACT.md 9.3. */
function isEmptyPassUnusual(
  book: BaseBook,
  { pass, weighing }: { pass: BookPassRow; weighing: BookWeighingRow },
): boolean {
  if (pass.empty === 0) return false;
  const earlier = book.store
    .prepare<[string, string, number, string], number>(
      `SELECT gross_mg FROM passes JOIN weighings USING (base, weighing)
       WHERE base = ? AND plates = ? AND empty = 1 AND passes.wall_ms >= ? AND weighing <> ? AND state <> 'reversed' ORDER BY gross_mg`,
    )
    .pluck()
    .all(book.base, pass.plates, pass.wall_ms - TWELVE_MONTHS_MS, pass.weighing);
  const [lowest] = earlier;
  const highest = earlier.at(-1);
  if (earlier.length < 3 || lowest === undefined || highest === undefined) return false;
  const marginOf = (mass: number): number => Math.max(Math.floor(mass / 100), 5 * weighing.interval_mg);
  return weighing.gross_mg < lowest - marginOf(lowest) || weighing.gross_mg > highest + marginOf(highest);
}

/** What was scanned as it came off at this visit. */
function listScannedPackages(book: BaseBook, visit: string): ReadonlySet<string> {
  const unloads = book.store
    .prepare<[string, string], string>("SELECT packages FROM unloads WHERE base = ? AND visit = ? AND how = 'scanned'")
    .pluck()
    .all(book.base, visit);
  return new Set(unloads.flatMap(parseIdList));
}

/** A pair proves the packages of one lot if one more or less would show. */
function verifiedByPair(
  body: ContractBodyOf<'vehicle-weighed'>,
  pair: { members: readonly BookPackageRow[]; scanned: ReadonlySet<string>; limitMg: number },
): 'packages' | 'sum' | 'nothing' {
  if (body.verifies !== 'packages') return body.verifies;
  if (body.lots.length > 1) return 'sum';
  const lightestMg = Math.min(...pair.members.map((member) => member.announced_gross_mg));
  return lightestMg > 2 * pair.limitMg || pair.members.every((member) => pair.scanned.has(member.package))
    ? 'packages'
    : 'nothing';
}
