// Whether a scale could see what its weighing is believed for, written from CONTRACT.md 9.2 to 9.6 with code of
// headquarters' own. What the base says of its own fitness decides nothing here.
import type { ConsignorScale } from '../../link/contract/orderSchema.ts';
import type { BaseBook } from './baseBook.ts';
import type { BookFindingRow, BookLotRow, BookPackageRow, BookWeighingRow } from './bookRows.ts';
import { expectedAtArrival, indicationOfWeighing } from './expectedGross.ts';
import { consignorLimitMg, permissibleErrorMg, type ScaleIndication } from './scaleBounds.ts';

const MILLION = 1_000_000n;
/** What a notice without a share means, in millionths of net. */
const DEFAULT_SHARE_PPM = 10_000;

/** The own part of an indication: bound and rounding, and both once more for the pallet under a group. */
export function indicationOwnPartMg(indication: ScaleIndication, palletMg = 0): number {
  const partAt = (loadMg: number): number =>
    permissibleErrorMg(indication.class, indication.intervalMg, loadMg) + indication.intervalMg / 2;
  return partAt(indication.grossMg) + (palletMg === 0 ? 0 : partAt(palletMg));
}

/** Headquarters' own notice, or what the base lowered it to; the base cannot raise it. */
function lotShare(lot: BookLotRow | undefined, weighing: Pick<BookWeighingRow, 'share_ppm'>): number {
  const noticeShare = lot?.fitness_ppm ?? DEFAULT_SHARE_PPM;
  return weighing.share_ppm === null ? noticeShare : Math.min(noticeShare, weighing.share_ppm);
}

function isPartWithinShare(partMg: number, share: { netMg: number; ppm: number }): boolean {
  return BigInt(share.netMg) * BigInt(share.ppm) >= BigInt(partMg) * MILLION;
}

/** A weighing of one package, of which a gross mass was expected. */
export function isFitForOne(
  book: BaseBook,
  subject: { weighing: BookWeighingRow; package: BookPackageRow; expectedMg: number },
): boolean {
  const { weighing, expectedMg } = subject;
  return isPartWithinShare(weighing.own_part_mg, {
    netMg: expectedMg - subject.package.announced_tare_mg,
    ppm: lotShare(book.findRow('lots', subject.package.lot), weighing),
  });
}

/** A group: the lightest member asks the most. */
export function isFitForMembers(
  book: BaseBook,
  weighing: BookWeighingRow,
  members: readonly BookPackageRow[],
): boolean {
  return members.every((member) =>
    isFitForOne(book, { weighing, package: member, expectedMg: expectedAtArrival(book, member).grossMg }),
  );
}

/** Two passes weigh a sum and never one package. */
export function isPairFitForSum(
  book: BaseBook,
  passes: readonly BookWeighingRow[],
  members: readonly BookPackageRow[],
): boolean {
  let partMg = 0;
  let netMg = 0;
  let ppm = Number.POSITIVE_INFINITY;
  for (const pass of passes) partMg += pass.own_part_mg;
  for (const member of members) {
    netMg += expectedAtArrival(book, member).grossMg - member.announced_tare_mg;
    const lot = book.findRow('lots', member.lot);
    for (const pass of passes) ppm = Math.min(ppm, lotShare(lot, pass));
  }
  return members.length > 0 && isPartWithinShare(partMg, { netMg, ppm });
}

/** Whether a recount ends its finding: verified, fit, and no coarser than a first weighing that proved something. */
export function doesRecountSettle(
  book: BaseBook,
  recount: { weighing: BookWeighingRow; package: BookPackageRow; finding: BookFindingRow; expectedMg: number },
): boolean {
  const { weighing, expectedMg } = recount;
  if (weighing.verified === 0 || !isFitForOne(book, recount)) return false;
  const first = book.findRow('weighings', recount.finding.weighing);
  if (first?.verified !== 1 || !isFitForOne(book, { ...recount, weighing: first })) return true;
  if (first.class === weighing.class && first.ranges === weighing.ranges) return true;
  const partAtExpected = (row: BookWeighingRow): number =>
    indicationOwnPartMg({ ...indicationOfWeighing(row), grossMg: expectedMg });
  return partAtExpected(weighing) <= partAtExpected(first);
}

/** Whether the papers could not have told: of each package, or of what came off a vehicle as a sum. */
export function isPapersLimitTooLarge(
  book: BaseBook,
  lot: BookLotRow,
  determinations: readonly { packages: readonly BookPackageRow[] }[],
): boolean {
  const consignorScale = JSON.parse(lot.consignor_scale) as ConsignorScale;
  return determinations.some(({ packages }) => {
    const [first] = packages;
    const weighing = book.findRow('weighings', first?.weighing ?? null);
    const ppm = lotShare(lot, weighing ?? { share_ppm: null });
    const asked = first?.basis === 'vehicle' ? [packages] : packages.map((row) => [row]);
    return asked.some((rows) => {
      const netMg = rows.reduce((sum, row) => sum + row.announced_gross_mg - row.announced_tare_mg, 0);
      const limitMg = rows.reduce(
        (sum, row) => sum + consignorLimitMg(row.announced_gross_mg, consignorScale) + consignorScale.lastDigitMg / 2,
        0,
      );
      return !isPartWithinShare(limitMg, { netMg, ppm });
    });
  });
}
