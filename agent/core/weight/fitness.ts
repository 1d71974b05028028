// Fitness: whether a scale can see what it is asked to decide. Its own part, how far it may be off by itself, is held
// against a share of the lightest package's net mass. Pure integer arithmetic in milligrams. Must not know findings.
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { LotRecord } from '../model/records.ts';
import type { AccuracyClass, WeighingRange } from '../model/weighingEvidence.ts';
import { inServiceBoundMg } from './tolerance.ts';

/** The share of a notice that states none: 1 % of net, in millionths. */
export const SILENT_NOTICE_SHARE_PPM = 10_000;

/** One range of a scale: all that its own part depends on besides the load. */
export interface RangeFacts {
  class: AccuracyClass;
  intervalMg: MassMg;
}

/**
 * How far an indication may be off by the scale itself, in mg: the in-service bound at the load and half an interval,
 * and the same again for the pallet under a group, whose tare the scale would know no better.
 *
 * @see CONTRACT.md, section 9.2
 */
export function ownPartMg(
  scale: RangeFacts,
  { loadMg, palletTareMg = asMassMg(0) }: { loadMg: MassMg; palletTareMg?: MassMg },
): MassMg {
  const loadPartMg = inServiceBoundMg(scale, loadMg) + scale.intervalMg / 2;
  const palletPartMg = palletTareMg === 0 ? 0 : inServiceBoundMg(scale, palletTareMg) + scale.intervalMg / 2;
  return asMassMg(loadPartMg + palletPartMg);
}

/**
 * The share that counts for a lot, in millionths of net: its notice's, or the smaller one that the site file set or a
 * weighing was recorded with.
 */
export function lotSharePpm(
  { fitnessSharePpm }: Pick<LotRecord, 'fitnessSharePpm'>,
  narrowerPpm: number | null,
): number {
  return Math.min(fitnessSharePpm ?? SILENT_NOTICE_SHARE_PPM, narrowerPpm ?? Infinity);
}

/**
 * Whether an own part (mg) is at most the share of a net mass (mg). Nothing is fit for what has no net mass. BigInt,
 * because a mass times a million exceeds 2⁵³.
 */
export function isFitFor(ownMg: MassMg, { netMg, sharePpm }: { netMg: MassMg; sharePpm: number }): boolean {
  return BigInt(ownMg) * 1_000_000n <= BigInt(netMg) * BigInt(sharePpm);
}

/** Two scales of one class with the same ranges can see the same. */
export function areScalesEqual(one: ScaleRanges, other: ScaleRanges): boolean {
  return (
    one.class === other.class &&
    one.ranges.length === other.ranges.length &&
    one.ranges.every((range, index) => isRangeEqual(range, other.ranges[index]))
  );
}

interface ScaleRanges {
  class: AccuracyClass;
  ranges: readonly WeighingRange[];
}

function isRangeEqual(one: WeighingRange, other: WeighingRange | undefined): boolean {
  return other?.maxMg === one.maxMg && other.minMg === one.minMg && other.intervalMg === one.intervalMg;
}
