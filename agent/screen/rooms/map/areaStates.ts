// What is so with the packages of an area, the gravest first. One package may be several.
import type { AreaView } from '../../../core/views/lookupViews.ts';

export const AREA_STATES = ['quarantined', 'held', 'frozen', 'undecided', 'leaving', 'stored'] as const;
export type AreaState = (typeof AREA_STATES)[number];

export interface AreaStateCount {
  state: AreaState;
  count: number;
  /** Of all packages of the area, 0 to 1. */
  share: number;
}

export function countAreaStates(area: AreaView): AreaStateCount[] {
  return AREA_STATES.filter((state) => area[state] > 0).map((state) => ({
    state,
    count: area[state],
    share: Math.min(1, area[state] / Math.max(1, area.packages)),
  }));
}

/**
 * Places of the site stay in its order, also empty ones; the unknown place is shown only if something is there.
 */
export function selectMapAreas(areas: readonly AreaView[]): AreaView[] {
  return areas.filter(({ area, packages }) => area !== null || packages > 0);
}
