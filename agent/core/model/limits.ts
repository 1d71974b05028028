// Limits that decisions and the projection share.

export const STOCKTAKE_LIMITS = { packages: 20_000, extras: 2_000 } as const;

export const VISIT_LIMITS = {
  /** Fuel, rain and mud change an empty vehicle: a pair must lie within so long. */
  pairMs: 8 * 3_600_000,
  /** Vehicles that are between their passes at one bridge. */
  open: 20,
  passes: 20,
  platesLength: 40,
} as const;
