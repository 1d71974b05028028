// Whether the papers can prove what they are compared with: the consignor's own limit against the share of the lot. A
// package must not be called right by papers that could not tell.
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { LotRecord, PackageRecord } from '../model/records.ts';
import { isFitFor, lotSharePpm } from '../weight/fitness.ts';
import { inServiceBoundMg } from '../weight/tolerance.ts';
import type { Determination } from './determinations.ts';

/**
 * Whether the notice's own limit is too large for a package of a determination; for what came off a vehicle, for their
 * sum. Both are as announced, whatever was removed since.
 *
 * @see CONTRACT.md, section 9.5
 */
export function isNoticeTooCoarse(
  book: Book,
  { lot, determinations }: { lot: LotRecord; determinations: readonly Determination[] },
): boolean {
  return determinations.some(({ packages }) => {
    const weighing = book.get('weighing', packages[0]?.weighing ?? '');
    const sharePpm = lotSharePpm(lot, weighing?.fitnessSharePpm ?? null);
    const asked = packages[0]?.basis === 'vehicle' ? [packages] : packages.map((record) => [record]);
    return asked.some((records) => !isNoticeFit(records, { lot, sharePpm }));
  });
}

function isNoticeFit(
  records: readonly PackageRecord[],
  { lot, sharePpm }: { lot: LotRecord; sharePpm: number },
): boolean {
  const { weighed } = lot;
  let limitMg = 0;
  let netMg = 0;
  for (const { announced } of records) {
    limitMg += (weighed.limitMg ?? inServiceBoundMg(weighed, announced.grossMg)) + weighed.lastDigitMg / 2;
    netMg += announced.grossMg - announced.tareMg;
  }
  return isFitFor(asMassMg(limitMg), { netMg: asMassMg(netMg), sharePpm });
}
