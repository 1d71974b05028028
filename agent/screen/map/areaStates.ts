// What is so with the packages of an area, the gravest first. One package may be several.
import type { AreaView } from '../../core/shown/lookup.ts';

export const AREA_STATES = ['quarantined', 'held', 'frozen', 'undecided', 'leaving', 'stored'] as const;
export type AreaState = (typeof AREA_STATES)[number];

export interface StateCount {
  is: AreaState;
  count: number;
  /** Of all packages of the area, 0 to 1. */
  share: number;
}

export function statesOf(area: AreaView): StateCount[] {
  return AREA_STATES.filter((is) => area[is] > 0).map((is) => ({
    is,
    count: area[is],
    share: Math.min(1, area[is] / Math.max(1, area.packages)),
  }));
}

/**
 * Places of the site stay in its order, also empty ones; "nobody has said where" is shown only if something is there.
 */
export function tilesOf(areas: readonly AreaView[]): AreaView[] {
  return areas.filter(({ area, packages }) => area !== null || packages > 0);
}
