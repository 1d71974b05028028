// Entries of releases and gates.
import { z } from 'zod';
import { entryKind } from './declare.ts';
import {
  depositId,
  epcHex,
  jobId,
  namedHow,
  operatorId,
  orderId,
  packageId,
  stationId,
  text,
  totalMassMg,
} from './values.ts';
import { releaseOrder } from './stockOrders.ts';

/**
 * What the ledger keeps of goods that leave, by kind of entry.
 * @see FORMAT.md, "Kinds of entries"
 */
export const RELEASE_ENTRIES = {
  'packages-allocated': entryKind({
    means: 'Packages are set aside for a release.',
    rejectedIf: 'the release’s selection does not allow a package',
    body: {
      order: [orderId, 'id of the release order'],
      packages: [z.array(packageId).min(1).max(2000), 'ids'],
    },
  }),
  'package-picked': entryKind({
    means: 'A package of a release was taken from its place.',
    rejectedIf: 'it is not allocated for that order',
    body: {
      package: [packageId, 'id'],
      order: [orderId, 'id'],
      job: [jobId, 'id'],
      code: [
        text.nullable(),
        'as it was scanned or typed, before anything was understood; null: its tag came with the load',
      ],
      how: [namedHow.nullable(), 'how the person named it; null: its tag came with the load'],
      operator: [operatorId.nullable(), 'id of the person; null: its tag came with the load, and nobody was there'],
    },
    touches: { by: ['operator'], what: ['package', 'job'] },
  }),
  'gate-passage': entryKind({
    means: 'A tag went out through a gate.',
    rejectedIf: '',
    body: {
      station: [stationId, 'the gate'],
      epcHex: [epcHex, 'its EPC'],
      package: [packageId.nullable(), 'the package it belongs to'],
      ordered: [z.boolean(), 'staged and not held for an open release, or released or returned already'],
    },
  }),
  'release-closed': entryKind({
    means: 'A release is over: these packages left, these did not.',
    rejectedIf:
      '`approvedBy` is `operator`, `supervisor` is neither of them and has no deputy among them, or is none by 9.8',
    body: {
      order: [orderId, 'id'],
      job: [jobId, 'id'],
      released: [z.array(packageId).max(2000), 'ids'],
      short: [z.array(packageId).max(2000), 'fetched, parked or reported gone, and not left'],
      unpicked: [z.array(packageId).max(2000), 'never fetched: with `released` and `short` all that was allocated'],
      netMg: [totalMassMg, 'book mass that left'],
      operator: [operatorId, 'id of the person'],
      approvedBy: [operatorId, 'the second person'],
      supervisor: [
        operatorId.nullable(),
        'the supervisor of the two, or for whom one of them is deputy; null: no national stock leaves',
      ],
    },
    touches: {
      by: ['operator', 'approvedBy'],
      what: ['job'],
      spared: {
        released: 'they were handled by the job',
        short: 'they were handled by the job',
        unpicked: 'nobody touched them',
      },
    },
  }),
  'sealed-order-opened': entryKind({
    means: 'Two persons opened a deposited release with headquarters’ code.',
    rejectedIf: 'it is not the release that was deposited, `askedBy` is `operator` or had not asked for it (9.8)',
    body: {
      sealed: [depositId, 'name of the deposit'],
      order: [orderId, 'id of the order that brought it'],
      release: [releaseOrder.schema, 'what was in it'],
      askedBy: [operatorId, 'the first person'],
      operator: [operatorId, 'the second person'],
    },
  }),
} as const;
