// What a weighing is compared with, from CONTRACT.md 9.3: the announcement when goods come, the book's own figure ever
// after.
import type { ConsignorScale } from '../../agent/headquarters/contract/order.ts';
import type { BaseBook } from './baseBook.ts';
import {
  compare,
  type Comparison,
  consignorLimitMg,
  type Expectation,
  type Indication,
  inServiceMg,
} from './bounds.ts';
import type { FindingRow, PackageRow, WeighingRow } from './rows.ts';

export function indicationOf(row: WeighingRow): Indication {
  return { grossMg: row.gross_mg, intervalMg: row.interval_mg, class: row.class };
}

export function arrivalOf(book: BaseBook, row: PackageRow): Expectation {
  const goneMg = row.removed_mg + row.booked_mg;
  if (row.earlier_gross_mg !== null) {
    return {
      grossMg: row.earlier_gross_mg - goneMg,
      otherMg: (row.earlier_limit_mg ?? 0) + row.removed_limit_mg,
      otherRoundingMg: 0,
    };
  }
  const by = JSON.parse(book.get('lots', row.lot)?.weighed ?? 'null') as ConsignorScale;
  const otherMg = consignorLimitMg(row.announced_gross_mg, by) + row.removed_limit_mg;
  return { grossMg: row.announced_gross_mg - goneMg, otherMg, otherRoundingMg: by.lastDigitMg / 2 };
}

export function storedOf(book: BaseBook, row: PackageRow): Expectation {
  const arrival = arrivalOf(book, row);
  const grossMg = row.gross_mg === null ? arrival.grossMg : row.gross_mg - row.removed_mg;
  if (row.limit_mg === null) return { ...arrival, grossMg };
  return { grossMg, otherMg: row.limit_mg + row.removed_limit_mg, otherRoundingMg: 0 };
}

/** A weighing of one package. */
export function compareSingle(book: BaseBook, of: { weighing: WeighingRow; package: PackageRow }): Comparison {
  const stored = of.weighing.purpose === 'dispatch' || of.weighing.purpose === 'sample';
  return compare(indicationOf(of.weighing), stored ? storedOf(book, of.package) : arrivalOf(book, of.package));
}

/** A recount judges what the finding judged. */
export function compareRecount(
  book: BaseBook,
  of: { weighing: WeighingRow; package: PackageRow; finding: FindingRow },
): Comparison {
  const { finding } = of;
  const shown = indicationOf(of.weighing);
  if (finding.declared_mg !== null) {
    return compare(shown, {
      grossMg: finding.declared_mg,
      otherMg: finding.other_limit_mg ?? 0,
      otherRoundingMg: finding.other_rounding_mg ?? 0,
    });
  }
  const first = of.package.weighing === finding.weighing || of.package.basis === 'manual';
  return compare(shown, first ? arrivalOf(book, of.package) : storedOf(book, of.package));
}

function sumOf(book: BaseBook, members: readonly PackageRow[], start: Expectation): Expectation {
  return members.reduce((sum, member) => {
    const one = arrivalOf(book, member);
    return {
      grossMg: sum.grossMg + one.grossMg,
      otherMg: sum.otherMg + one.otherMg,
      otherRoundingMg: sum.otherRoundingMg + one.otherRoundingMg,
    };
  }, start);
}

/** A group on its pallet, whose tare is known as well as our scale would weigh it. */
export function compareGroup(
  book: BaseBook,
  of: { shown: Indication; palletMg: number; members: readonly PackageRow[] },
): Comparison {
  const { shown, palletMg, members } = of;
  const palletLimitMg =
    palletMg === 0 ? 0 : inServiceMg(shown.class, shown.intervalMg, palletMg) + shown.intervalMg / 2;
  return compare(shown, sumOf(book, members, { grossMg: palletMg, otherMg: palletLimitMg, otherRoundingMg: 0 }));
}

/** Two passes of a vehicle and what came off between them: both may be off, both are rounded. */
export function comparePair(
  book: BaseBook,
  of: { before: Indication; after: Indication; members: readonly PackageRow[] },
): Comparison {
  const { before, after, members } = of;
  const expected = sumOf(book, members, { grossMg: 0, otherMg: 0, otherRoundingMg: 0 });
  const [earlier, later] = [compare(before, expected), compare(after, expected)];
  return {
    ...earlier,
    measuredMg: before.grossMg - after.grossMg,
    scaleMg: earlier.scaleMg + later.scaleMg,
    roundingMg: earlier.roundingMg + later.roundingMg,
  };
}

/** A mass shared pro rata of what was announced, rounded down; the last takes what is left. */
export function sharesMg(massMg: number, members: readonly PackageRow[]): number[] {
  const whole = members.reduce((sum, member) => sum + BigInt(member.announced_gross_mg), 0n);
  let leftMg = massMg;
  return members.map((member, index) => {
    if (index === members.length - 1) return leftMg;
    // BigInt division cuts towards zero, as the contract's "rounded down" means for masses.
    const share = whole === 0n ? 0 : Number((BigInt(massMg) * BigInt(member.announced_gross_mg)) / whole);
    leftMg -= share;
    return share;
  });
}
