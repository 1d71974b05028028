// What a weighing is compared with: the announcement when goods arrive, our own earlier figure afterwards. Always gross
// with gross, in milligrams. Must not know jobs or orders.
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { FindingRecord, LotRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import type { GroupRecord } from '../model/workRecords.ts';
import type { Comparison } from '../model/weighingEvidence.ts';
import { inServiceBoundMg } from './tolerance.ts';

type MeasuredGross = Pick<WeighingRecord, 'grossMg' | 'class' | 'intervalMg'>;

/** A gross mass that another determination gave: the consignor's, or our own at an earlier time. All in mg. */
export interface GrossExpectation {
  grossMg: MassMg;
  /** How far it may be off by its own scale. */
  limitMg: MassMg;
  /** Half of its last digit. */
  roundingMg: MassMg;
}

/**
 * Compares a measured gross mass with an expected one, in mg. The tolerance is the in-service bound of our scale, half
 * its interval, and the limit and rounding of the expectation. Halves are exact because every e and last digit is an
 * even number of milligrams (configuration and inbox refuse others).
 *
 * @see OIML R 76-1:2006, section 3.5.2 (in-service errors); CONTRACT.md, section 9.3
 */
export function compareWithExpectation(measured: MeasuredGross, expected: GrossExpectation): Comparison {
  const scaleBoundMg = inServiceBoundMg(measured, measured.grossMg);
  const roundingMg = measured.intervalMg / 2;
  return {
    declaredMg: expected.grossMg,
    measuredMg: measured.grossMg,
    differenceMg: asMassMg(measured.grossMg - expected.grossMg),
    scaleBoundMg,
    roundingMg: asMassMg(roundingMg),
    otherLimitMg: expected.limitMg,
    otherRoundingMg: expected.roundingMg,
    toleranceMg: asMassMg(scaleBoundMg + roundingMg + expected.limitMg + expected.roundingMg),
  };
}

/**
 * The gross mass (mg) with which a package should arrive: as the consignor announced it, or for a returned package our
 * own last figure. What was weighed out of it since is subtracted.
 *
 * @see CONTRACT.md, section 9.3
 */
export function arrivalExpectation(record: ExpectedFigures, lot: Pick<LotRecord, 'weighed'>): GrossExpectation {
  // What was weighed out of it since is not on the scale any more.
  const goneMg = record.removedMg + record.bookedMg;
  const { earlier, removedLimitMg } = record;
  if (earlier !== null)
    return {
      grossMg: asMassMg(earlier.grossMg - goneMg),
      limitMg: asMassMg(earlier.limitMg + removedLimitMg),
      roundingMg: asMassMg(0),
    };
  const { weighed } = lot;
  const { grossMg } = record.announced;
  const limitMg = (weighed.limitMg ?? inServiceBoundMg(weighed, grossMg)) + removedLimitMg;
  return {
    grossMg: asMassMg(grossMg - goneMg),
    limitMg: asMassMg(limitMg),
    roundingMg: asMassMg(weighed.lastDigitMg / 2),
  };
}

type ExpectedFigures = Pick<PackageRecord, 'announced' | 'earlier' | 'removedMg' | 'bookedMg' | 'removedLimitMg'>;

/**
 * The gross mass (mg) that the book holds for a package at the base. What was weighed out of it is subtracted, although
 * it is not booked yet.
 */
export function storedExpectation(record: PackageRecord, lot: Pick<LotRecord, 'weighed'>): GrossExpectation {
  const arrival = arrivalExpectation(record, lot);
  const grossMg = record.grossMg === null ? arrival.grossMg : record.grossMg - record.removedMg;
  // A typed weight has no scale of ours behind it: the announcement's own limits stand in.
  return record.limitMg === null
    ? { ...arrival, grossMg: asMassMg(grossMg) }
    : {
        grossMg: asMassMg(grossMg),
        limitMg: asMassMg(record.limitMg + record.removedLimitMg),
        roundingMg: asMassMg(0),
      };
}

/**
 * Compares a weighing of one package with what its purpose expects: dispatch and sample with the book, every other
 * purpose with the arrival.
 *
 * @throws {Error} when the book does not hold the package's lot
 */
export function compareExpected(book: Book, subject: { record: WeighingRecord; package: PackageRecord }): Comparison {
  const lot = book.get('lot', subject.package.lot);
  if (!lot) throw new Error(`the book names lot ${subject.package.lot} but does not hold it`);
  const stored = subject.record.purpose === 'dispatch' || subject.record.purpose === 'sample';
  return compareWithExpectation(
    subject.record,
    stored ? storedExpectation(subject.package, lot) : arrivalExpectation(subject.package, lot),
  );
}

/**
 * Compares a recount with what its finding compared, whatever the book's figure became meanwhile. A finding without a
 * comparison is about the figure that it rests on, or else about what the book holds.
 *
 * @throws {Error} when the book does not hold the package's lot
 */
export function compareRecount(book: Book, subject: RecountSubject & { record: MeasuredGross }): Comparison {
  return compareWithExpectation(subject.record, recountExpectation(book, subject));
}

/** A finding on a package that is weighed again. */
export interface RecountSubject {
  package: PackageRecord;
  finding: Pick<FindingRecord, 'comparison' | 'weighing'>;
}

/**
 * The gross mass (mg) with which a recount is compared, by the rule of `compareRecount`.
 *
 * @throws {Error} when the book does not hold the package's lot
 */
export function recountExpectation(book: Book, subject: RecountSubject): GrossExpectation {
  const lot = book.get('lot', subject.package.lot);
  if (!lot) throw new Error(`the book names lot ${subject.package.lot} but does not hold it`);
  const { comparison, weighing } = subject.finding;
  if (comparison !== null)
    return {
      grossMg: comparison.declaredMg,
      limitMg: comparison.otherLimitMg,
      roundingMg: comparison.otherRoundingMg,
    };
  const first = subject.package.weighing === weighing || subject.package.basis === 'manual';
  return first ? arrivalExpectation(subject.package, lot) : storedExpectation(subject.package, lot);
}

type PalletTare = Pick<GroupRecord, 'palletTareMg' | 'palletTareKind'>;

/**
 * How far a pallet's tare may be off, in mg: a weighed one by the scale's bound and rounding; a declared one, which
 * nobody weighed, by a tenth of it, rounded up.
 *
 * @see CONTRACT.md, section 9.3
 */
export function palletLimitMg(record: MeasuredGross, { palletTareMg, palletTareKind }: PalletTare): MassMg {
  if (palletTareMg === 0) return asMassMg(0);
  if (palletTareKind === 'declared') return asMassMg(Math.ceil(palletTareMg / 10));
  return asMassMg(inServiceBoundMg(record, palletTareMg) + record.intervalMg / 2);
}

/**
 * Compares a group's weighing with the sum of its announcements and its pallet.
 *
 * @throws {Error} when the book does not hold a member's lot
 * @see CONTRACT.md, section 9.3
 */
export function compareGroup(
  book: Book,
  { record, group, members }: { record: MeasuredGross; group: PalletTare; members: readonly PackageRecord[] },
): Comparison {
  const pallet = { grossMg: group.palletTareMg, limitMg: palletLimitMg(record, group), roundingMg: asMassMg(0) };
  return compareWithExpectation(record, sumExpectation(book, { pallet, members }));
}

function sumExpectation(
  book: Book,
  { pallet, members }: { pallet: GrossExpectation; members: readonly PackageRecord[] },
): GrossExpectation {
  const sum: GrossExpectation = { ...pallet };
  for (const member of members) {
    const lot = book.get('lot', member.lot);
    if (!lot) throw new Error(`the book names lot ${member.lot} but does not hold it`);
    const packageExpectation = arrivalExpectation(member, lot);
    sum.grossMg = asMassMg(sum.grossMg + packageExpectation.grossMg);
    sum.limitMg = asMassMg(sum.limitMg + packageExpectation.limitMg);
    sum.roundingMg = asMassMg(sum.roundingMg + packageExpectation.roundingMg);
  }
  return sum;
}

/**
 * Compares the difference of two passes of a vehicle with the packages that came off between them. Both passes may be
 * off by their in-service bound, and both are rounded.
 *
 * @throws {Error} when the book does not hold a member's lot
 * @see CONTRACT.md, section 9.3
 */
export function comparePasses(
  book: Book,
  passes: { before: MeasuredGross; after: MeasuredGross; members: readonly PackageRecord[] },
): Comparison {
  const { before, after, members } = passes;
  const noPallet = { grossMg: asMassMg(0), limitMg: asMassMg(0), roundingMg: asMassMg(0) };
  const expected = sumExpectation(book, { pallet: noPallet, members });
  const measuredMg = before.grossMg - after.grossMg;
  const scaleBoundMg = inServiceBoundMg(before, before.grossMg) + inServiceBoundMg(after, after.grossMg);
  const roundingMg = (before.intervalMg + after.intervalMg) / 2;
  return {
    declaredMg: expected.grossMg,
    measuredMg: asMassMg(measuredMg),
    differenceMg: asMassMg(measuredMg - expected.grossMg),
    scaleBoundMg: asMassMg(scaleBoundMg),
    roundingMg: asMassMg(roundingMg),
    otherLimitMg: expected.limitMg,
    otherRoundingMg: expected.roundingMg,
    toleranceMg: asMassMg(scaleBoundMg + roundingMg + expected.limitMg + expected.roundingMg),
  };
}

/**
 * Shares `massMg` pro rata of the announced gross masses. The last package takes what rounding left, so that the shares
 * (mg) add up exactly.
 */
export function shareMass(massMg: MassMg, members: readonly Pick<PackageRecord, 'announced'>[]): MassMg[] {
  const total = members.reduce((sum, { announced }) => sum + BigInt(announced.grossMg), 0n);
  const shares = members.map(({ announced }) =>
    total === 0n ? 0 : Number((BigInt(massMg) * BigInt(announced.grossMg)) / total),
  );
  const sharedMg = shares.slice(0, -1).reduce((sum, share) => sum + share, 0);
  return [...shares.slice(0, -1).map(asMassMg), asMassMg(massMg - sharedMg)];
}
