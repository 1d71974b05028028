// What the entries of stock work must look like at run time: see members.ts, which joins them to the rest.
import { ANNOUNCED_PACKAGE_SHAPE, COMPARISON_SHAPE } from './weighingEvidenceShapes.ts';

const ENTRY_REFERENCE_SHAPE = { members: { epoch: 'text', seq: 'integer', hash: 'text' } } as const;

const MASS_ADJUSTMENT_SHAPE = { members: { package: 'text', netMg: 'integer' } } as const;

const PACKAGE_ADOPTION_SHAPE = {
  members: { identity: 'text', package: 'text', lot: 'text', mark: 'text', tareMg: 'integer' },
} as const;

const RELEASE_SELECTION_SHAPE = {
  kinds: {
    'by-packages': { members: { kind: 'text', packages: { list: 'text' } } },
    'by-lot': { members: { kind: 'text', lot: 'text', count: { orNull: 'integer' } } },
    'by-mass': { members: { kind: 'text', commodity: 'text', form: 'text', ownership: 'text', netMg: 'integer' } },
    'oldest-first': { members: { kind: 'text', commodity: 'text', form: 'text', ownership: 'text', count: 'integer' } },
  },
} as const;

const STOCKTAKE_SCOPE_SHAPE = {
  kinds: {
    'area-scope': { members: { kind: 'text', area: 'text' } },
    'lot-scope': { members: { kind: 'text', lot: 'text' } },
    'base-scope': { members: { kind: 'text' } },
  },
} as const;

const LOAD_INTENT_SHAPE = {
  kinds: {
    recount: { members: { kind: 'text', finding: 'text', package: 'text' } },
    sample: { members: { kind: 'text', stocktake: 'text', package: 'text' } },
    reweigh: { members: { kind: 'text', package: 'text' } },
    removal: {
      members: {
        kind: 'text',
        removal: 'text',
        package: 'text',
        reason: 'text',
        sealBefore: { orNull: 'text' },
        sealAfter: { orNull: 'text' },
      },
    },
    pass: { members: { kind: 'text', visit: 'text', axlesOn: 'boolean' } },
    group: { members: { kind: 'text', group: 'text' } },
  },
} as const;

/** Bodies of orders, by kind. */
export const STOCK_ORDER_SHAPES = {
  'intake-amendment': {
    members: {
      kind: 'text',
      lot: 'text',
      add: { list: ANNOUNCED_PACKAGE_SHAPE },
      drop: { list: 'text' },
      totalGrossMg: { orNull: 'integer' },
    },
  },
  cancellation: { members: { kind: 'text', cancels: 'text' } },
  'release-order': {
    members: { kind: 'text', release: 'text', regime: 'text', recipient: 'text', selection: RELEASE_SELECTION_SHAPE },
  },
  'sealed-order': { members: { kind: 'text', sealed: 'text', salt: 'text', nonce: 'text', ciphertext: 'text' } },
  'return-notice': { members: { kind: 'text', lot: 'text', packages: { list: 'text' } } },
  'stocktake-order': { members: { kind: 'text', stocktake: 'text', scope: STOCKTAKE_SCOPE_SHAPE } },
  'stocktake-sample': { members: { kind: 'text', stocktake: 'text', packages: { list: 'text' } } },
  decision: {
    members: {
      kind: 'text',
      findings: { list: ENTRY_REFERENCE_SHAPE },
      decision: 'text',
      adjust: { list: MASS_ADJUSTMENT_SHAPE },
      adopt: { orNull: PACKAGE_ADOPTION_SHAPE },
      note: 'text',
    },
  },
  booking: { members: { kind: 'text', removals: { list: 'text' } } },
} as const;

/** Told apart by its kind like every order's body. */
const RELEASE_ORDER_SHAPE = { kinds: { 'release-order': STOCK_ORDER_SHAPES['release-order'] } } as const;

/** Bodies of entries, by kind. */
export const STOCK_ENTRY_SHAPES = {
  'job-moved': { members: { job: 'text', from: 'text', to: 'text', operator: 'text' } },
  'job-handed-over': { members: { job: 'text', from: 'text', to: 'text' } },
  'load-announced': { members: { station: 'text', intent: { orNull: LOAD_INTENT_SHAPE }, operator: 'text' } },
  'group-formed': {
    members: {
      group: 'text',
      job: 'text',
      station: 'text',
      packages: { list: 'text' },
      palletTareMg: 'integer',
      palletTareKind: 'text',
      operator: 'text',
    },
  },
  'group-split': { members: { group: 'text', operator: { orNull: 'text' } } },
  'weight-typed': {
    members: {
      weighing: 'text',
      package: 'text',
      job: 'text',
      lot: 'text',
      grossMg: 'integer',
      reason: 'text',
      operator: 'text',
    },
  },
  'vehicle-arrived': { members: { visit: 'text', station: 'text', plates: 'text', operator: 'text' } },
  'vehicle-unloaded': {
    members: {
      visit: 'text',
      lot: 'text',
      job: 'text',
      packages: { list: 'text' },
      scanned: 'boolean',
      operator: 'text',
    },
  },
  'vehicle-weighed': {
    members: {
      visit: 'text',
      before: 'text',
      after: 'text',
      lots: { list: 'text' },
      jobs: { list: 'text' },
      packages: { list: 'text' },
      massMg: 'integer',
      comparison: COMPARISON_SHAPE,
      verifies: 'text',
    },
  },
  'seal-checked': { members: { package: 'text', seal: 'text', intact: 'boolean', operator: 'text' } },
  'package-resealed': {
    members: { package: 'text', reason: 'text', sealBefore: { orNull: 'text' }, sealAfter: 'text', operator: 'text' },
  },
  'material-removed': {
    members: {
      removal: 'text',
      reason: 'text',
      package: 'text',
      lot: 'text',
      massMg: 'integer',
      weighing: 'text',
      sealBefore: { orNull: 'text' },
      sealAfter: { orNull: 'text' },
      operator: 'text',
    },
  },
  'packages-relocated': { members: { packages: { list: 'text' }, area: 'text', operator: 'text' } },
  'packages-allocated': { members: { order: 'text', packages: { list: 'text' } } },
  'package-picked': { members: { package: 'text', order: 'text', job: 'text', operator: 'text' } },
  'gate-passage': { members: { station: 'text', epcHex: 'text', package: { orNull: 'text' }, ordered: 'boolean' } },
  'release-closed': {
    members: {
      order: 'text',
      job: 'text',
      released: { list: 'text' },
      short: { list: 'text' },
      netMg: 'integer',
      operator: 'text',
      approvedBy: 'text',
    },
  },
  'sealed-order-opened': {
    members: { sealed: 'text', order: 'text', release: RELEASE_ORDER_SHAPE, askedBy: 'text', operator: 'text' },
  },
  'stocktake-opened': {
    members: {
      stocktake: 'text',
      order: { orNull: 'text' },
      job: 'text',
      scope: STOCKTAKE_SCOPE_SHAPE,
      packages: { list: 'text' },
      inWork: { list: 'text' },
      operator: 'text',
    },
  },
  'packages-counted': {
    members: { stocktake: 'text', round: 'integer', how: 'text', packages: { list: 'text' }, operator: 'text' },
  },
  'count-extra': {
    members: { stocktake: 'text', round: 'integer', identity: 'text', epcHex: { orNull: 'text' }, operator: 'text' },
  },
  'count-round-closed': {
    members: { stocktake: 'text', round: 'integer', disagreeing: { list: 'text' }, operator: 'text' },
  },
  'stocktake-closed': {
    members: {
      stocktake: 'text',
      job: 'text',
      rounds: 'integer',
      expected: 'integer',
      seen: 'integer',
      inferred: 'integer',
      left: 'integer',
      missing: { list: 'text' },
      extra: { list: 'text' },
      sampleDue: 'integer',
      sampled: 'integer',
      off: { list: 'text' },
      unweighed: { list: 'text' },
      resolved: { list: 'text' },
      agrees: 'boolean',
      operator: 'text',
    },
  },
  'second-person-asked': { members: { act: 'text', subject: 'text', operator: 'text' } },
  'finding-recounted': {
    members: {
      finding: 'text',
      weighing: { orNull: 'text' },
      agrees: 'boolean',
      comparison: { orNull: COMPARISON_SHAPE },
      operator: 'text',
    },
  },
  'finding-approved': { members: { finding: 'text', operator: 'text', deputyFor: { orNull: 'text' } } },
  'photo-attached': { members: { photo: 'text', bytes: 'integer', finding: 'text', operator: 'text' } },
  'package-quarantined': { members: { package: 'text', reason: 'text', operator: 'text' } },
  'quarantine-lifted': { members: { package: 'text', askedBy: 'text', operator: 'text' } },
  'deputy-named': { members: { deputy: 'text', supervisor: 'text', untilWallMs: 'integer' } },
  'weighings-doubted': {
    members: { scale: 'text', weighings: { list: 'text' }, packages: { list: 'text' }, lots: { list: 'text' } },
  },
  'drift-alarm': {
    members: {
      subject: 'text',
      name: 'text',
      sumPermille: 'integer',
      levelPermille: 'integer',
      comparisons: 'integer',
    },
  },
} as const;
