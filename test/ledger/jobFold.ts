// A small real fold for the tests of the ledger: jobs and stations only, enough to see that folding is in order and
// that each fold sees the folds before it.
import type { Fold } from '../../agent/core/model/book.ts';

export const FOLD_VERSION = 7;

export const jobFold: Fold = (entry, _hash, book) => {
  if (entry.kind === 'job-opened') {
    const { job, work, order, lot, stocktake, station, operator } = entry.body;
    return [
      {
        kind: 'job',
        record: { id: job, work, order, lot, stocktake, station, state: 'open', operator, openedSeq: 0, touched: [] },
      },
      {
        kind: 'station',
        record: {
          id: station,
          job,
          weighing: book.get('station', station)?.weighing ?? null,
          intent: null,
          announces: null,
          announcedBy: null,
          announcedAt: null,
          typedRemovals: [],
          lastLoad: null,
          announcedJob: null,
        },
      },
    ];
  }
  if (entry.kind === 'job-closed') {
    const job = book.get('job', entry.body.job);
    if (job === undefined) throw new Error(`no job ${entry.body.job}`);
    return [{ kind: 'job', record: { ...job, state: 'closed' } }];
  }
  return [];
};
