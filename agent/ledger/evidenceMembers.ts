// The forms of what weighings and orders carry: see members.ts, which ties them to the types.

const RANGE = { members: { maxMg: 'integer', minMg: 'integer', intervalMg: 'integer' } } as const;

export const SCALE = {
  members: {
    instrument: 'text',
    model: 'text',
    serialNumber: { orNull: 'text' },
    class: 'text',
    ranges: { list: RANGE },
    unit: 'text',
    decimals: 'integer',
    verified: 'boolean',
    verificationMark: { orNull: 'text' },
    verifiedUntil: { orNull: 'text' },
  },
} as const;

export const WINDOW = {
  members: { readings: 'integer', durationMs: 'integer', spanMg: 'integer', rawHex: 'text', checksummed: 'boolean' },
} as const;

export const TAG = {
  members: { epcHex: 'text', tidHex: { orNull: 'text' }, reads: 'integer', background: 'boolean' },
} as const;

export const COMPARISON = {
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

export const ANNOUNCED_PACKAGE = {
  members: {
    package: 'text',
    epcHex: { orNull: 'text' },
    mark: 'text',
    grossMg: 'integer',
    tareMg: 'integer',
    tareToleranceMg: { orNull: 'integer' },
  },
} as const;
