// Entries of stocktakes.
import { z } from 'zod';
import { entryKind, part } from './declare.ts';
import {
  areaId,
  count,
  epcHex,
  jobId,
  operatorId,
  orderId,
  packageId,
  seqNumber,
  stocktakeId,
  text,
} from './values.ts';
import { stocktakeScope } from './stockOrders.ts';

const packageInHands = part('package in hands', 'A package that a delivery or a release has on its way.', {
  package: [packageId, 'id'],
  job: [jobId.nullable(), 'the open job that has it; null: nobody works it'],
  sinceSeq: [seqNumber, 'seq of the entry that brought it into its state'],
});

const misplacedPackage = part('misplaced package', 'A package that stands in another area than the book says.', {
  package: [packageId, 'id'],
  from: [areaId.nullable(), 'where the book had it; null: nowhere'],
  to: [areaId, 'where it was seen, and is from now on'],
});

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
        'packages that stand in the scope and are to be found: in store (frozen now), quarantined, set aside and not fetched, or of a delivery that waits for a decision',
      ],
      inWork: [
        z.array(packageId).max(20000),
        'in the scope too, but in the hands of a delivery or a release: nobody need look for them; what is said of them counts',
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
      'one is neither in the book of the scope nor counted, nor an extra one that was found: in an earlier round with `absent`, in any with `withdrawn`; or the stocktake is suspended',
    body: {
      stocktake: [stocktakeId, 'id'],
      round: [seqNumber, '1: the count, 2: the recount'],
      how: [
        z.enum(['tag', 'scan', 'typed', 'inferred', 'absent', 'withdrawn']),
        '`tag`, `scan`, `typed`, `inferred`, `absent`, `withdrawn`: `inferred`: nobody can reach it; `absent`: somebody looked and it is not there; `withdrawn`: the person takes back what they said in this round',
      ],
      packages: [
        z.array(text).min(1).max(2000),
        'ids; with `absent` or `withdrawn` also what could be read on extra ones',
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
    rejectedIf: 'the count found it before under another spelling (9.6), or is suspended',
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
      book: [
        count,
        'packages that the book holds in the scope at the end: `seen`, `inferred`, `missing`, `inHands` and `notAsked` add up to it',
      ],
      expected: [count, 'packages that were to be found when it was opened'],
      seen: [count, 'packages seen'],
      inferred: [count, 'packages nobody could reach'],
      left: [count, 'of the expected, how many the book does not hold in the scope any more'],
      missing: [z.array(packageId).max(40000), 'not there in the last round'],
      inHands: [
        z.array(packageInHands.schema).max(40000),
        'in the hands of a delivery or a release, and seen by nobody',
      ],
      notAsked: [
        z.array(packageId).max(40000),
        'came into the scope, or back into store, meanwhile, and nobody said anything of them',
      ],
      thawed: [z.array(packageId).max(20000), 'an emergency release took them out of the count'],
      misplaced: [
        z.array(misplacedPackage.schema).max(2000),
        'seen in this area in the recount while the book had them in another: their place is corrected',
      ],
      extra: [z.array(text).max(2000), 'found, and not in the book'],
      sampleDue: [count, 'how many re-weighed packages find 1 % bad with 95 % confidence'],
      sampled: [count, 'packages weighed again'],
      off: [z.array(packageId).max(20000), 'weighed again and beyond tolerance'],
      unweighed: [z.array(packageId).max(2000), 'drawn, and nobody could reach them to weigh them'],
      resolved: [z.array(text).max(22000), 'disagreed in the first round, and agree in the recount'],
      agrees: [z.boolean(), 'something was seen, and nothing is missing, in hands, not asked, extra, off or unweighed'],
      operator: [
        operatorId.nullable(),
        'id of the person; null: nobody was left in the register who might recount, and it ended with what was counted',
      ],
    },
    touches: {
      by: ['operator'],
      what: ['stocktake', 'job'],
      spared: {
        missing: 'of the count',
        notAsked: 'nobody spoke of it',
        thawed: 'of the release',
        off: 'of the count',
        unweighed: 'of the count',
      },
    },
  }),
} as const;
