// Entries of stocktakes.
import { z } from 'zod';
import { entryKind } from './declare.ts';
import { anyId, count, epcHex, jobId, operatorId, orderId, packageId, seqNumber, stocktakeId, text } from './values.ts';
import { stocktakeScope } from './stockOrders.ts';

/**
 * What the ledger keeps of counting, by kind of entry.
 * @see FORMAT.md, "Kinds of entries"
 */
export const STOCKTAKE_ENTRIES = {
  'stocktake-opened': entryKind({
    means: 'What is counted is frozen: nothing of it moves.',
    rejectedIf: '',
    body: {
      stocktake: [stocktakeId, 'id'],
      order: [orderId.nullable(), 'id; null: the base’s own plan'],
      job: [jobId, 'id'],
      scope: [stocktakeScope, 'what is counted'],
      packages: [
        z.array(packageId).max(20000),
        'packages that are counted: in store (frozen now), quarantined, or of a delivery that waits for a decision',
      ],
      inWork: [
        z.array(packageId).max(20000),
        'in the scope too, but under way in a delivery or a release: that job weighs them, this count leaves them out',
      ],
      operator: [operatorId, 'id of the person'],
    },
    touches: {
      by: ['operator'],
      what: ['stocktake', 'job'],
      spared: { packages: 'nobody has counted them yet', inWork: 'they are left out' },
    },
  }),
  'packages-counted': entryKind({
    means: 'Packages seen, or looked for in vain, in one round of a count.',
    rejectedIf:
      'one is neither counted by the stocktake nor, with `absent`, an extra one that an earlier round had found',
    body: {
      stocktake: [stocktakeId, 'id'],
      round: [seqNumber, '1: the count, 2: the recount'],
      how: [
        z.enum(['tag', 'scan', 'typed', 'inferred', 'absent']),
        '`tag`, `scan`, `typed`, `inferred`, `absent`: `inferred`: nobody can reach it; `absent`: somebody looked and it is not there',
      ],
      packages: [
        z.array(anyId).min(1).max(2000),
        'ids; in a recount with `absent` also what could be read on extra ones that are not there',
      ],
      operator: [operatorId, 'id of the person'],
    },
    touches: {
      by: ['operator'],
      what: ['stocktake'],
      spared: { packages: 'who counts has touched what this count finds, not what is found a year later' },
    },
  }),
  'count-extra': entryKind({
    means: 'Something was found that the count did not expect.',
    rejectedIf: '',
    body: {
      stocktake: [stocktakeId, 'id'],
      round: [seqNumber, 'round'],
      identity: [text, 'its package id if the book knows it, else what can be read on it'],
      epcHex: [epcHex.nullable(), 'its tag'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['stocktake'] },
  }),
  'count-round-closed': entryKind({
    means: 'A round is over; disagreements go to a recount by somebody else.',
    rejectedIf: '',
    body: {
      stocktake: [stocktakeId, 'id'],
      round: [seqNumber, 'round'],
      disagreeing: [z.array(text).max(22000), 'ids, and what could be read on extra ones'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['stocktake'] },
  }),
  'stocktake-closed': entryKind({
    means: 'The count against the book; the book is not changed by it.',
    rejectedIf: '',
    body: {
      stocktake: [stocktakeId, 'id'],
      job: [jobId, 'id'],
      rounds: [seqNumber, '1, or 2 with a recount'],
      expected: [count, 'packages counted: `seen`, `inferred`, `missing` and `left` add up to it'],
      seen: [count, 'packages seen'],
      inferred: [count, 'packages nobody could reach'],
      left: [count, 'packages that a decision took away meanwhile'],
      missing: [z.array(packageId).max(20000), 'not there in the last round'],
      extra: [z.array(text).max(2000), 'found and not expected'],
      sampleDue: [count, 'how many re-weighed packages find 1 % bad with 95 % confidence'],
      sampled: [count, 'packages weighed again'],
      off: [z.array(packageId).max(20000), 'weighed again and beyond tolerance'],
      unweighed: [z.array(packageId).max(2000), 'drawn, and nobody could reach them to weigh them'],
      resolved: [z.array(text).max(22000), 'disagreed in the first round, and agree in the recount'],
      agrees: [z.boolean(), 'nothing missing, extra, off or unweighed'],
      operator: [operatorId, 'id of the person'],
    },
    touches: {
      by: ['operator'],
      what: ['stocktake', 'job'],
      spared: { missing: 'of the count', off: 'of the count', unweighed: 'of the count' },
    },
  }),
} as const;
