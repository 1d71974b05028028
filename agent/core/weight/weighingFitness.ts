// Which weighing may decide what: fit for one package, for the lightest of a group, for the sum that came off a vehicle;
// whether a recount settles its finding; which stations could. Must not know entries.
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { FindingRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import type { Comparison, ScaleFacts } from '../model/weighingEvidence.ts';
import { requireLot } from '../model/bookQueries.ts';
import {
  arrivalExpectation,
  type GrossExpectation,
  type RecountSubject,
  recountExpectation,
  storedExpectation,
} from './comparisons.ts';
import { areScalesEqual, isFitFor, lotSharePpm, ownPartMg } from './fitness.ts';
import { rangeIndex } from './tolerance.ts';

/** What fitness asks of a weighing: its own part in mg, and the share it was recorded with. */
type OwnPart = Pick<WeighingRecord, 'ownPartMg' | 'fitnessSharePpm'>;

/**
 * Whether a weighing of one package is fit for it. The net mass is the one that `expected` (mg gross) leaves after the
 * declared tare: announced at intake, the book's afterwards.
 *
 * @throws {Error} when the book does not hold the package's lot
 * @see CONTRACT.md, section 9.3
 */
export function isFitForPackage(
  book: Book,
  subject: { record: OwnPart; package: PackageRecord; expectedGrossMg: MassMg },
): boolean {
  const { record, package: weighed, expectedGrossMg } = subject;
  const sharePpm = lotSharePpm(requireLot(book, weighed.lot), record.fitnessSharePpm);
  return isFitFor(record.ownPartMg, { netMg: asMassMg(expectedGrossMg - weighed.announced.tareMg), sharePpm });
}

/**
 * Whether the weighing of a group is fit for the lightest of its packages.
 *
 * @throws {Error} when the book does not hold a member's lot
 */
export function isFitForGroup(
  book: Book,
  { record, members }: { record: OwnPart; members: readonly PackageRecord[] },
): boolean {
  return members.every((member) => {
    const { grossMg } = arrivalExpectation(member, requireLot(book, member.lot));
    return isFitForPackage(book, { record, package: member, expectedGrossMg: grossMg });
  });
}

/**
 * Whether two passes of a vehicle are fit for the sum of what came off between them. They are never fit for one package:
 * they prove the count by scans, and the total.
 *
 * @throws {Error} when the book does not hold a member's lot
 */
export function isPairFit(
  book: Book,
  pair: { before: WeighingRecord; after: WeighingRecord; members: readonly PackageRecord[] },
): boolean {
  const { before, after, members } = pair;
  const nets = members.map((member) => {
    const { grossMg } = arrivalExpectation(member, requireLot(book, member.lot));
    return grossMg - member.announced.tareMg;
  });
  const shares = members.flatMap(({ lot }) =>
    [before, after].map(({ fitnessSharePpm }) => lotSharePpm(requireLot(book, lot), fitnessSharePpm)),
  );
  return isFitFor(asMassMg(before.ownPartMg + after.ownPartMg), {
    netMg: asMassMg(nets.reduce((sum, net) => sum + net, 0)),
    sharePpm: Math.min(...shares),
  });
}

/**
 * Whether a recount settles its finding, whatever it says: on a verified scale that is fit for the package and is equal
 * to the one that weighed it first or whose own part is no larger at the same mass. After a typed first weighing, or one
 * that proved nothing itself, fit is enough.
 *
 * @throws {Error} when the book does not hold the package's lot
 * @see CONTRACT.md, section 9.6
 */
export function settlesRecount(book: Book, recount: RecountSubject & { record: WeighingRecord }): boolean {
  const { record, package: weighed, finding } = recount;
  const expectedGrossMg = recountExpectation(book, recount).grossMg;
  const isFit = isFitForPackage(book, { record, package: weighed, expectedGrossMg });
  return isFit && record.verified && isAsFineAsFirst(book, { scale: record, package: weighed, finding });
}

function isAsFineAsFirst(
  book: Book,
  recount: RecountSubject & { scale: Pick<WeighingRecord, 'class' | 'intervalMg' | 'ranges'> },
): boolean {
  const { scale, package: weighed, finding } = recount;
  const first = finding.weighing === null ? undefined : book.get('weighing', finding.weighing);
  const expectedGrossMg = recountExpectation(book, recount).grossMg;
  if (!first?.verified || !isFitForPackage(book, { record: first, package: weighed, expectedGrossMg })) return true;
  const load = { loadMg: expectedGrossMg };
  return areScalesEqual(scale, first) || ownPartMg(scale, load) <= ownPartMg(first, load);
}

/** The scale of a station that is in service, and the site file's share, if it sets one. */
export interface StationScale {
  station: StationId;
  scale: ScaleFacts;
  fitnessSharePpm: number | null;
}

/** What would be weighed again: a recount of a finding, a stocktake's sample, a doubtful weighing made again. */
export type FitnessQuestion =
  | { kind: 'recount'; package: PackageRecord; finding: FindingRecord }
  | { kind: 'sample' | 'reweigh'; package: PackageRecord };

/**
 * The stations whose scale could decide it: verified, within Min and Max, and fit in the range that holds the expected
 * mass. A recount must also settle its finding.
 *
 * @throws {Error} when the book does not hold the package's lot
 */
export function stationsThatDecide(
  book: Book,
  { question, scales }: { question: FitnessQuestion; scales: readonly StationScale[] },
): StationId[] {
  const expectedGrossMg = questionExpectation(book, question).grossMg;
  return scales
    .filter((stationScale) => canDecide(book, { question, stationScale, expectedGrossMg }))
    .map(({ station }) => station);
}

function questionExpectation(book: Book, question: FitnessQuestion): GrossExpectation {
  if (question.kind === 'recount') return recountExpectation(book, question);
  const lot = requireLot(book, question.package.lot);
  return question.kind === 'sample'
    ? storedExpectation(question.package, lot)
    : arrivalExpectation(question.package, lot);
}

function canDecide(
  book: Book,
  choice: { question: FitnessQuestion; stationScale: StationScale; expectedGrossMg: MassMg },
): boolean {
  const { question, expectedGrossMg } = choice;
  const { scale, fitnessSharePpm } = choice.stationScale;
  const range = scale.ranges[rangeIndex(scale.ranges, expectedGrossMg, undefined) ?? 0];
  if (!range || !scale.verified) return false;
  if (expectedGrossMg > range.maxMg || expectedGrossMg < range.minMg) return false;
  const facts = { class: scale.class, intervalMg: range.intervalMg, ranges: scale.ranges };
  const record = { ownPartMg: ownPartMg(facts, { loadMg: expectedGrossMg }), fitnessSharePpm };
  const isFit = isFitForPackage(book, { record, package: question.package, expectedGrossMg });
  return isFit && (question.kind !== 'recount' || isAsFineAsFirst(book, { ...question, scale: facts }));
}

/** Whether a figure (mg) that agrees with another is the finer one: its own part is smaller than the other's limit. */
export function isFinerThan(comparison: Pick<Comparison, 'scaleBoundMg' | 'roundingMg'>, limitMg: MassMg): boolean {
  return comparison.scaleBoundMg + comparison.roundingMg < limitMg;
}
