// What a package counts for in every total.
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { PackageRecord } from './records.ts';

/** What came: the book figure with what was weighed out of it and is booked; papers are compared with this. */
export function cameMg({ netMg, bookedMg }: Pick<PackageRecord, 'netMg' | 'bookedMg'>): MassMg {
  return asMassMg((netMg ?? 0) + bookedMg);
}

/** What is left in a package: its book figure without what was weighed out of it and is not booked yet. */
export function leftMg({ netMg, removedMg }: Pick<PackageRecord, 'netMg' | 'removedMg'>): MassMg {
  return asMassMg((netMg ?? 0) - removedMg);
}
