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
} as const;

/** What one person may take out of packages without a second one's word before. */
export const REMOVAL_LIMITS = {
  /** Per package in its life: 1 kg, or 0.2 % of its net if that is more. */
  packageMg: 1_000_000,
  packageDivisor: 500,
  /** Per person in 30 days: 5 kg. */
  personMg: 5_000_000,
  personAgoMs: 30 * 86_400_000,
  /** What was typed counts so many times against all of these. */
  manualFactor: 2,
} as const;

/** Longest time (minutes) for which a consent to a removal stands: that of an announcement. */
export const CONSENT_MINUTES_MAX = 120;

/** Longest reason (characters) and largest typed mass (mg). */
export const TYPED_WEIGHT_LIMITS = { grossMg: 200_000_000_000 } as const;
