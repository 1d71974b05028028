// Limits that decisions and the projection share.

/** The most that one stocktake counts, and the most that it finds besides. */
export const STOCKTAKE_LIMITS = { packages: 20_000, extras: 2_000 } as const;

/** How an empty vehicle is held against itself. */
export const EMPTY_PASS_LIMITS = {
  /** Fewer earlier empty passes say nothing. */
  passes: 3,
  /** Of the last twelve months. */
  agoMs: 365 * 86_400_000,
  /** 1 %. */
  shareDivisor: 100,
  /** Intervals of the bridge. */
  intervals: 5,
} as const;

/** The most of a vehicle's visit to a weighbridge. */
export const VISIT_LIMITS = {
  /** Fuel, rain and mud change an empty vehicle: a pair must lie within so long. */
  pairMs: 8 * 3_600_000,
  /** Vehicles that are between their passes at one bridge. */
  open: 20,
  passes: 20,
  platesLength: 40,
} as const;
