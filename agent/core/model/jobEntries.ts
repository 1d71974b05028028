// Entries of jobs: opened, moved, handed over, closed.
import { z } from 'zod';
import { entryKind } from './declare.ts';
import { jobId, lotId, operatorId, orderId, stationId, stocktakeId } from './values.ts';

/** Work of a job. `unannounced`: goods that came before their notice. */
export const JOB_WORKS = ['intake', 'release', 'stocktake', 'unannounced'] as const;
/** What a job is for. */
export type JobWork = (typeof JOB_WORKS)[number];

/** How a job ended. `partial`: further deliveries follow; `cancelled`, `suspended`: its order was. */
export const JOB_OUTCOMES = ['done', 'partial', 'cancelled', 'suspended'] as const;
/** How a job ended. */
export type JobOutcome = (typeof JOB_OUTCOMES)[number];

/**
 * What the ledger keeps of work at stations, by kind of entry.
 * @see FORMAT.md, "Kinds of entries"
 */
export const JOB_ENTRIES = {
  'job-opened': entryKind({
    means: 'An order, a plan or goods without a notice are being worked at a station.',
    rejectedIf: '',
    body: {
      job: [jobId, 'id'],
      work: [z.enum(JOB_WORKS), '`intake`, `release`, `stocktake`, `unannounced`'],
      order: [orderId.nullable(), 'id; null for a stocktake of the base’s own plan and for unannounced goods'],
      lot: [lotId.nullable(), 'id, of an intake'],
      stocktake: [stocktakeId.nullable(), 'id, of a stocktake'],
      station: [stationId, 'id'],
      operator: [operatorId, 'id of the person'],
    },
    touches: { by: ['operator'], what: ['job', 'stocktake'] },
  }),
  'job-closed': entryKind({
    means: 'The work is finished; the verdict is an entry of its own.',
    rejectedIf: 'a weighing of it has no name',
    body: {
      job: [jobId, 'id'],
      outcome: [
        z.enum(JOB_OUTCOMES),
        '`done`; `partial`: further deliveries follow; `cancelled`, `suspended`: its order was',
      ],
      operator: [operatorId.nullable(), 'id of the person; null if an order closed it'],
    },
    touches: { by: ['operator'], what: ['job'] },
  }),
  'job-moved': entryKind({
    means: 'A job goes on at another station: its scale broke, or the place is needed.',
    rejectedIf: '',
    body: {
      job: [jobId, 'id'],
      from: [stationId, 'station'],
      to: [stationId, 'station'],
      operator: [operatorId, 'id of the person'],
    },
    touches: {
      by: ['operator'],
      what: [],
      spared: { job: 'only its place is another: who assigns work has not worked it' },
    },
  }),
  'job-handed-over': entryKind({
    means: 'A job goes on with another person, who took it over.',
    rejectedIf: '',
    body: {
      job: [jobId, 'id'],
      from: [operatorId, 'id of who worked it'],
      to: [operatorId, 'id of who took it over, in a session of his own'],
    },
    touches: { by: ['from', 'to'], what: ['job'] },
  }),
} as const;
