// Entries of weighings: check weights, weighings of packages, groups and vehicles, typed weights.
import { z } from 'zod';
import { entryKind, variant } from './declare.ts';
import {
  count,
  findingId,
  groupId,
  instrumentId,
  integer,
  jobId,
  loadId,
  lotId,
  massMg,
  namedHow,
  nonNegativeMassMg,
  operatorId,
  orderId,
  packageId,
  ppm,
  removalId,
  seqNumber,
  stationId,
  stocktakeId,
  text,
  visitId,
  weighingId,
} from './values.ts';
import { boundBy, comparison, scaleFacts, stableWindow, tagSeen, tareKind, weighingBasis } from './weighingEvidence.ts';

/** What a load is weighed for: decides what its weight is compared with. */
export const WEIGHING_PURPOSES = [
  'intake',
  'unannounced',
  'dispatch',
  'recount',
  'reweigh',
  'sample',
  'removal',
  'pass',
] as const;
/** What a load is weighed for. */
export type WeighingPurpose = (typeof WEIGHING_PURPOSES)[number];

/** Why material leaves a package. */
export const removalReason = z.enum(['sample', 'spillage', 'dust', 'residue']);

const recount = variant('recount', 'What a load is.', {
  finding: [findingId, 'id'],
  package: [packageId, 'id'],
});

const sample = variant('sample', 'What a load is.', {
  stocktake: [stocktakeId, 'id'],
  package: [packageId, 'id'],
});

const reweigh = variant('reweigh', 'What a load is.', {
  package: [packageId, 'id'],
});

const removal = variant('removal', 'What a load is.', {
  removal: [removalId, 'id'],
  package: [packageId, 'id'],
  reason: [removalReason, ''],
  sealBefore: [text.nullable(), 'number of the seal that was opened'],
  sealAfter: [text.nullable(), 'number of the new seal'],
});

const pass = variant('pass', 'What a load is.', {
  visit: [visitId, 'id'],
  axlesOn: [z.boolean(), 'the person saw all axles on the deck'],
  driverAboard: [z.boolean(), 'the driver sits in the cab: the same at every pass of the visit'],
  empty: [z.boolean(), 'no goods are on the vehicle'],
  dunnage: [text.nullable(), 'what stays on the vehicle and is no goods: timber, pallets, straps; null: nothing'],
});

const group = variant('group', 'What a load is.', {
  group: [groupId, 'id'],
});

/** What a load that is about to be placed is. */
export const loadIntent = z.discriminatedUnion('kind', [
  recount.schema,
  sample.schema,
  reweigh.schema,
  removal.schema,
  pass.schema,
  group.schema,
]);
/** What the next load is; `kind` tells the variants apart. */
export type LoadIntent = z.infer<typeof loadIntent>;

/**
 * What the ledger keeps of weights, by kind of entry.
 * @see FORMAT.md, "Kinds of entries"
 */
export const WEIGHING_ENTRIES = {
  'load-announced': entryKind({
    means: 'What the next load at a station is; the weighing that follows uses it up.',
    rejectedIf: '',
    body: {
      station: [stationId, 'id'],
      intent: [loadIntent.nullable(), 'null takes the announcement back'],
      operator: [operatorId.nullable(), 'id of the person; null: the agent, because it ended'],
    },
    touches: { by: ['operator'], what: ['intent'] },
  }),
  'check-weighing': entryKind({
    means: 'A check weight was weighed.',
    rejectedIf: '',
    body: {
      load: [loadId, 'id'],
      station: [stationId, 'id'],
      scale: [scaleFacts.schema, 'the scale’s facts at that time'],
      referenceMg: [massMg, 'the check weight'],
      shownMg: [massMg, 'what the scale showed'],
      toleranceMg: [massMg, 'allowed difference'],
      passed: [z.boolean(), 'within it'],
      recognised: [z.boolean(), 'off by no more than ten times that: else it is not the check weight'],
      window: [stableWindow.schema, 'the stable window'],
      operator: [operatorId, 'id of the person'],
    },
  }),
  'platform-confirmed': entryKind({
    means: 'After a silence of the scale a person states that its platform is empty.',
    rejectedIf: '',
    body: {
      station: [stationId, 'id'],
      scale: [instrumentId, 'id'],
      operator: [operatorId, 'id of the person'],
    },
  }),
  'scale-returned': entryKind({
    means: 'A technician puts a scale to use again that was out of service.',
    rejectedIf: '',
    body: {
      station: [stationId, 'id'],
      scale: [instrumentId, 'id'],
      operator: [operatorId, 'id of the technician'],
    },
  }),
  weighing: entryKind({
    means: 'One captured weight with all its evidence.',
    rejectedIf:
      'no such range, gross − tare ≠ net, `ownPartMg` is not 9.2’s own part, another weighing of this load stands, by tag to a package whose EPC is not among the tags, or is read elsewhere',
    body: {
      weighing: [weighingId, 'random id'],
      load: [loadId, 'id of the load; one standing weighing each'],
      number: [seqNumber, 'per scale, from 1, without gaps; it counts on in later epochs'],
      station: [stationId, 'id'],
      scale: [scaleFacts.schema, 'the scale’s facts at that time'],
      range: [z.int().min(0).max(7), 'index into `scale.ranges`, from 0'],
      grossMg: [massMg, 'gross'],
      tareMg: [massMg, 'tare; 0 if none'],
      tareKind: [tareKind, ''],
      netMg: [massMg, 'gross − tare'],
      basis: [weighingBasis, ''],
      purpose: [z.enum(WEIGHING_PURPOSES), '`pass`: of a vehicle'],
      group: [groupId.nullable(), 'id of the group that was weighed together'],
      visit: [visitId.nullable(), 'id of the vehicle’s visit'],
      ownPartMg: [
        nonNegativeMassMg,
        'how far the scale itself may be off: in-service bound + e / 2, of a group the pallet’s too; of one pass alone',
      ],
      fitnessSharePpm: [
        ppm.nullable(),
        'the share applied, in millionths of net: the smaller one of notice and site; null: the lot is not known yet and the site sets none',
      ],
      checkBiasMg: [massMg.nullable(), 'shown less reference at the scale’s last passed check weighing'],
      zeroMg: [
        massMg,
        'what stayed on the platform at that zero, tared by the indicator, and is no part of `grossMg`; else 0',
      ],
      zeroAtMonotonicMs: [
        integer,
        'when the scale last showed zero before this load, on the clock of `at.monotonicMs`',
      ],
      window: [stableWindow.schema, 'the stable window it was taken from'],
      tags: [z.array(tagSeen.schema).max(2_000), 'tags in the field'],
      package: [packageId.nullable(), 'id of the package the load was bound to'],
      boundBy: [boundBy.nullable(), 'null if unbound'],
      job: [jobId.nullable(), 'id'],
      order: [orderId.nullable(), 'id'],
      lot: [lotId.nullable(), 'id'],
      operator: [operatorId.nullable(), 'id of the person at the station'],
      readAtMonotonicMs: [count, 'when the last reading came, on the clock of `at.monotonicMs`'],
      software: [text, 'name and version'],
      configHash: [text, 'SHA-256 of the configuration in force, hex'],
    },
    touches: { by: ['operator'], what: ['weighing', 'package', 'group', 'visit', 'job'] },
  }),
  'weighing-bound': entryKind({
    means: 'A person said which package an earlier weighing was.',
    rejectedIf: 'the weighing is reversed or bound already',
    body: {
      weighing: [weighingId, 'id'],
      package: [packageId, 'id'],
      boundBy: [boundBy, ''],
      code: [text.nullable(), 'as it was scanned or typed, before anything was understood; null: no code was read'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['weighing', 'package'] },
  }),
  'weighing-reversed': entryKind({
    means: 'A weighing counts for nothing any more; it stays in the ledger.',
    rejectedIf:
      'it is reversed already; by a person (`operator`) alone while a finding on it is open, or a sample of a count; `askedBy` is `operator` or had not asked for it, or the second touched such a finding’s case (9.8)',
    body: {
      weighing: [weighingId, 'id'],
      reason: [
        z.enum([
          'load-rose',
          'load-disturbed',
          'load-lost',
          'name-contradicted',
          'tag-stayed',
          'operator',
          'group-split',
        ]),
        '`load-rose`: it was still being set down; `load-disturbed`: it stood at another weight afterwards; `load-lost`: nobody saw what happened to it before it was named; `name-contradicted`: its tag had named it and a person scanned another; `tag-stayed`: the tag that named it did not leave with it; `operator`: a person said so; `group-split`: its group is weighed one by one',
      ],
      askedBy: [operatorId.nullable(), 'who asked for it, where it took two'],
      operator: [operatorId.nullable(), 'id; null if the agent did it'],
    },
    touches: { by: ['askedBy', 'operator'], what: ['weighing'] },
  }),
  'weight-typed': entryKind({
    means: 'A person read a weight and typed it. It never verifies a lot by itself.',
    rejectedIf: '',
    body: {
      weighing: [weighingId, 'id'],
      package: [packageId, 'id'],
      job: [jobId, 'id'],
      lot: [lotId, 'id'],
      grossMg: [nonNegativeMassMg, 'gross as read'],
      reason: [text, 'why it was typed'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['weighing', 'package', 'job'] },
  }),
  'group-formed': entryKind({
    means: 'Packages on one pallet are weighed together.',
    rejectedIf: '`named` has not one member for each of `packages`',
    body: {
      group: [groupId, 'id'],
      job: [jobId, 'id'],
      station: [stationId, 'id'],
      packages: [z.array(packageId).min(2).max(4), 'ids'],
      named: [
        z.array(namedHow).min(2).max(4),
        'how the person named each, or the pallet that it stands on, in the same order',
      ],
      palletTareMg: [nonNegativeMassMg, 'tare of the pallet; 0 if none'],
      palletTareKind: [tareKind, ''],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['group', 'job', 'packages'] },
  }),
  'group-split': entryKind({
    means: 'A group is weighed package by package instead.',
    rejectedIf: '',
    body: {
      group: [groupId, 'id'],
      operator: [operatorId.nullable(), 'null: a finding split it'],
    },
    touches: { by: ['operator'], what: ['group'] },
  }),
  'vehicle-arrived': entryKind({
    means: 'A vehicle at the weighbridge; its passes on this bridge make pairs.',
    rejectedIf: '',
    body: {
      visit: [visitId, 'id'],
      station: [stationId, 'the weighbridge'],
      plates: [text, 'as read on the vehicle'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['visit'] },
  }),
  'vehicle-unloaded': entryKind({
    means: 'What came off the vehicle since its last pass.',
    rejectedIf: '',
    body: {
      visit: [visitId, 'id'],
      lot: [lotId, 'id'],
      job: [jobId, 'id'],
      packages: [z.array(packageId).min(1).max(2000), 'ids'],
      how: [
        namedHow.nullable(),
        'how the person named them, or the pallet that they stood on: the same of all; null: everything of the lot was said to have come off',
      ],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['visit', 'job', 'packages'] },
  }),
  'vehicle-weighed': entryKind({
    means: 'Two passes of one vehicle and what lies between them.',
    rejectedIf:
      'a pass is reversed or of another visit, the driver was aboard at one of them alone, `massMg` is not gross of `before` − gross of `after`',
    body: {
      visit: [visitId, 'id'],
      before: [weighingId, 'weighing of the earlier pass'],
      after: [weighingId, 'weighing of the later pass'],
      lots: [z.array(lotId).min(1).max(50), 'lots that came off between them'],
      jobs: [z.array(jobId).min(1).max(50), 'their jobs, in the same order'],
      packages: [z.array(packageId).min(1).max(2000), 'packages that came off'],
      massMg: [massMg, 'earlier less later pass'],
      comparison: [comparison.schema, 'with the declared gross of those packages'],
      verifies: [
        z.enum(['packages', 'sum', 'nothing']),
        '`packages`, `sum`, `nothing`: each package’s lot; only the sum of several lots; nothing: a package more or less would not show',
      ],
    },
  }),
} as const;
