// The forms of what weighings and orders carry: see members.ts, which ties them to the types.

const WEIGHING_RANGE_SHAPE = { members: { maxMg: 'integer', minMg: 'integer', intervalMg: 'integer' } } as const;

export const SCALE_FACTS_SHAPE = {
  members: {
    instrument: 'text',
    model: 'text',
    serialNumber: { orNull: 'text' },
    class: 'text',
    ranges: { list: WEIGHING_RANGE_SHAPE },
    unit: 'text',
    decimals: 'integer',
    verified: 'boolean',
    verificationMark: { orNull: 'text' },
    verifiedUntil: { orNull: 'text' },
  },
} as const;

export const STABLE_WINDOW_SHAPE = {
  members: { readings: 'integer', durationMs: 'integer', spanMg: 'integer', rawHex: 'text', checksummed: 'boolean' },
} as const;

export const TAG_SEEN_SHAPE = {
  members: { epcHex: 'text', tidHex: { orNull: 'text' }, reads: 'integer', background: 'boolean' },
} as const;

export const COMPARISON_SHAPE = {
  members: {
    declaredMg: 'integer',
    measuredMg: 'integer',
    differenceMg: 'integer',
    scaleBoundMg: 'integer',
    roundingMg: 'integer',
    otherLimitMg: 'integer',
    otherRoundingMg: 'integer',
    toleranceMg: 'integer',
  },
} as const;

export const ANNOUNCED_PACKAGE_SHAPE = {
  members: {
    package: 'text',
    epcHex: { orNull: 'text' },
    mark: 'text',
    grossMg: 'integer',
    tareMg: 'integer',
    tareToleranceMg: { orNull: 'integer' },
  },
} as const;
