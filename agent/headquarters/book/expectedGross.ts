// What a weighing is compared with, from CONTRACT.md 9.3: the announcement when goods come, the book's own figure ever
// after.
import type { ConsignorScale } from '../../link/contract/orderSchema.ts';
import type { BaseBook } from './baseBook.ts';
import {
  compareGross,
  type DeterminationComparison,
  consignorLimitMg,
  type ExpectedGross,
  type ScaleIndication,
  permissibleErrorMg,
} from './scaleBounds.ts';
import type { BookFindingRow, BookPackageRow, BookWeighingRow } from './bookRows.ts';

/** What the scale indicated at a weighing. */
export function indicationOfWeighing(row: BookWeighingRow): ScaleIndication {
  return { grossMg: row.gross_mg, intervalMg: row.interval_mg, class: row.class };
}

/** The gross mass that is expected of a package that comes: of its notice, or of when it left. */
export function expectedAtArrival(book: BaseBook, row: BookPackageRow): ExpectedGross {
  const goneMg = row.removed_mg + row.booked_mg;
  if (row.earlier_gross_mg !== null) {
    return {
      grossMg: row.earlier_gross_mg - goneMg,
      otherMg: (row.earlier_limit_mg ?? 0) + row.removed_limit_mg,
      otherRoundingMg: 0,
    };
  }
  const consignorScale = JSON.parse(book.findRow('lots', row.lot)?.consignor_scale ?? 'null') as ConsignorScale;
  const otherMg = consignorLimitMg(row.announced_gross_mg, consignorScale) + row.removed_limit_mg;
  return { grossMg: row.announced_gross_mg - goneMg, otherMg, otherRoundingMg: consignorScale.lastDigitMg / 2 };
}

/** The gross mass that is expected of a package in store: its figure, less what was removed. */
export function expectedInStore(book: BaseBook, row: BookPackageRow): ExpectedGross {
  const arrival = expectedAtArrival(book, row);
  const grossMg = row.gross_mg === null ? arrival.grossMg : row.gross_mg - row.removed_mg;
  if (row.limit_mg === null) return { ...arrival, grossMg };
  return { grossMg, otherMg: row.limit_mg + row.removed_limit_mg, otherRoundingMg: 0 };
}

/** A weighing of one package. */
export function comparePackageWeighing(
  book: BaseBook,
  pair: { weighing: BookWeighingRow; package: BookPackageRow },
): DeterminationComparison {
  const isInStore = pair.weighing.purpose === 'dispatch' || pair.weighing.purpose === 'sample';
  return compareGross(
    indicationOfWeighing(pair.weighing),
    isInStore ? expectedInStore(book, pair.package) : expectedAtArrival(book, pair.package),
  );
}

/** A recount judges what the finding judged. */
export function compareRecountWeighing(
  book: BaseBook,
  recount: { weighing: BookWeighingRow; package: BookPackageRow; finding: BookFindingRow },
): DeterminationComparison {
  const { finding } = recount;
  const indication = indicationOfWeighing(recount.weighing);
  if (finding.declared_mg !== null) {
    return compareGross(indication, {
      grossMg: finding.declared_mg,
      otherMg: finding.other_limit_mg ?? 0,
      otherRoundingMg: finding.other_rounding_mg ?? 0,
    });
  }
  const isFirstFigure = recount.package.weighing === finding.weighing || recount.package.basis === 'manual';
  return compareGross(
    indication,
    isFirstFigure ? expectedAtArrival(book, recount.package) : expectedInStore(book, recount.package),
  );
}

function sumExpectedGross(book: BaseBook, members: readonly BookPackageRow[], start: ExpectedGross): ExpectedGross {
  return members.reduce((sum, member) => {
    const memberGross = expectedAtArrival(book, member);
    return {
      grossMg: sum.grossMg + memberGross.grossMg,
      otherMg: sum.otherMg + memberGross.otherMg,
      otherRoundingMg: sum.otherRoundingMg + memberGross.otherRoundingMg,
    };
  }, start);
}

/** A tare of which a person said where it is from. */
export interface PalletOnScale {
  palletMg: number;
  palletKind: string;
}

/** A weighed pallet is known as well as our scale would weigh it, a declared one to a tenth. */
export function palletToleranceMg(indication: ScaleIndication, { palletMg, palletKind }: PalletOnScale): number {
  if (palletMg === 0) return 0;
  return palletKind === 'declared'
    ? (palletMg - (palletMg % 10)) / 10 + (palletMg % 10 === 0 ? 0 : 1)
    : permissibleErrorMg(indication.class, indication.intervalMg, palletMg) + indication.intervalMg / 2;
}

/** A group on its pallet. */
export function compareGroupWeighing(
  book: BaseBook,
  group: { indication: ScaleIndication; pallet: PalletOnScale; members: readonly BookPackageRow[] },
): DeterminationComparison {
  const { indication, pallet, members } = group;
  const otherMg = palletToleranceMg(indication, pallet);
  return compareGross(
    indication,
    sumExpectedGross(book, members, { grossMg: pallet.palletMg, otherMg, otherRoundingMg: 0 }),
  );
}

/** Two passes of a vehicle and what came off between them: both may be off, both are rounded. */
export function comparePassPair(
  book: BaseBook,
  pair: { before: ScaleIndication; after: ScaleIndication; members: readonly BookPackageRow[] },
): DeterminationComparison {
  const { before, after, members } = pair;
  const expected = sumExpectedGross(book, members, { grossMg: 0, otherMg: 0, otherRoundingMg: 0 });
  const [earlier, later] = [compareGross(before, expected), compareGross(after, expected)];
  return {
    ...earlier,
    measuredMg: before.grossMg - after.grossMg,
    scaleMg: earlier.scaleMg + later.scaleMg,
    roundingMg: earlier.roundingMg + later.roundingMg,
  };
}

/** A mass shared pro rata of what was announced, rounded down; the last takes what is left. */
export function allocateProRataMg(massMg: number, members: readonly BookPackageRow[]): number[] {
  const announcedSumMg = members.reduce((sum, member) => sum + BigInt(member.announced_gross_mg), 0n);
  let leftMg = massMg;
  return members.map((member, index) => {
    if (index === members.length - 1) return leftMg;
    // BigInt division cuts towards zero, as the contract's "rounded down" means for masses.
    const shareMg =
      announcedSumMg === 0n ? 0 : Number((BigInt(massMg) * BigInt(member.announced_gross_mg)) / announcedSumMg);
    leftMg -= shareMg;
    return shareMg;
  });
}
