// Closing a round of a count: agreement ends it, disagreement asks for a recount by other persons, a second one
// quarantines. The result stands beside the book and never changes it.
import type { Book } from '../model/book.ts';
import type { JobRecord } from '../model/records.ts';
import type { CountRecord, StocktakeRecord } from '../model/workRecords.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { FindingCode } from '../model/findings.ts';
import type { EntryBodies, FindingBody, NewEntry } from '../model/entry.ts';
import { canStepPackage } from '../model/states.ts';
import { weightCode } from '../weight/weightFindings.ts';
import { sampleSize } from './sampleSize.ts';
import { type CountResult, countResult } from './countResult.ts';
import type { PackageId } from '../model/ids.ts';

/**
 * Closes a round of a count. Agreement ends the stocktake, a first disagreement asks for a recount by others, a second
 * one is a finding and quarantines what is there. Refuses while something is not accounted for or not weighed.
 *
 * @see CONTRACT.md, section 9.6
 */
export function closeStocktake(event: CommandMeta, { book, job }: { book: Book; job: JobRecord }): Decided | Refusal {
  const stocktake = job.stocktake === null ? undefined : book.get('stocktake', job.stocktake);
  if (!stocktake) return refuse('stocktake-unknown', { stocktake: job.stocktake ?? '' });
  // Its order was cancelled under way.
  if (stocktake.state !== 'open')
    return {
      entries: [jobClosedEntry(event, { job, outcome: 'cancelled' })],
      effects: [],
      result: { stocktake: stocktake.id },
    };
  const tally = countResult(book, stocktake);
  if (tally.waiting > 0) return refuse('count-incomplete', { count: tally.waiting });
  if (tally.toWeigh > 0) return refuse('sample-incomplete', { count: tally.toWeigh });
  const disagreeing = [...tally.missing, ...tally.extra, ...tally.off, ...tally.unweighed].map(
    ({ identity }) => identity,
  );
  if (stocktake.round === 1 && disagreeing.length > 0) return requestRecount(event, { stocktake, disagreeing });
  return endCount(event, { book, job, stocktake, tally, disagreeing });
}

/** The result tells that there is a recount, not of how much. */
function requestRecount(
  { operator }: CommandMeta,
  { stocktake, disagreeing }: { stocktake: StocktakeRecord; disagreeing: string[] },
): Decided {
  const body = { stocktake: stocktake.id, round: stocktake.round, disagreeing, operator };
  return {
    entries: [{ kind: 'count-round-closed', body }],
    effects: [],
    result: { stocktake: stocktake.id, recount: true },
  };
}

interface StocktakeEnding {
  book: Book;
  job: JobRecord;
  stocktake: StocktakeRecord;
  tally: CountResult;
  disagreeing: string[];
}

function endCount(event: CommandMeta, ending: StocktakeEnding): Decided {
  const result = stocktakeResult(event, ending);
  const entries: NewEntry[] = [
    { kind: 'stocktake-closed', body: result },
    ...quarantineEntries(event, ending),
    ...findingEntries(event, ending),
    jobClosedEntry(event, { job: ending.job, outcome: 'done' }),
  ];
  return { entries, effects: [], result: { stocktake: result.stocktake, recount: false, agrees: result.agrees } };
}

function stocktakeResult(
  { operator }: CommandMeta,
  { job, stocktake, tally, disagreeing }: StocktakeEnding,
): EntryBodies['stocktake-closed'] {
  const names = (counts: readonly CountRecord[]): string[] => counts.map(({ identity }) => identity);
  const packages = (counts: readonly CountRecord[]): PackageId[] => counts.flatMap(({ package: id }) => id ?? []);
  const stillDisagreeing = new Set(disagreeing);
  return {
    stocktake: stocktake.id,
    job: job.id,
    rounds: stocktake.round,
    expected: stocktake.expected,
    seen: tally.seen,
    inferred: tally.inferred,
    left: tally.left,
    missing: packages(tally.missing),
    extra: names(tally.extra),
    sampleDue: sampleSize(stocktake.expected),
    sampled: stocktake.sampled,
    off: packages(tally.off),
    unweighed: packages(tally.unweighed),
    resolved: stocktake.disagreeing.filter((identity) => !stillDisagreeing.has(identity)),
    agrees: disagreeing.length === 0,
    operator,
  };
}

/** What is there and disagreed in both rounds is set apart. What is gone cannot be. */
function quarantineEntries({ operator }: CommandMeta, { book, stocktake, tally }: StocktakeEnding): NewEntry[] {
  if (stocktake.round === 1) return [];
  return [...tally.off, ...tally.extra].flatMap(({ identity }): NewEntry[] => {
    const record = book.get('package', identity);
    // A package that is set aside for a release is held by its finding; its job goes on.
    if (!record || record.release !== null || !canStepPackage(record.state, 'quarantine')) return [];
    return [{ kind: 'package-quarantined', body: { package: record.id, reason: 'second-disagreement', operator } }];
  });
}

function findingEntries(event: CommandMeta, { book, job, stocktake, tally }: StocktakeEnding): NewEntry[] {
  const newId = derivedIds(event.id);
  const entry = (
    count: CountRecord,
    code: FindingCode,
    evidence: Partial<Pick<FindingBody, 'weighing' | 'comparison'>> = {},
  ): NewEntry => {
    const lot = book.get('package', count.identity)?.lot ?? null;
    const body = {
      finding: newId(),
      code,
      lot,
      job: job.id,
      package: count.identity,
      weighing: null,
      comparison: null,
      operator: event.operator,
      note: null,
    };
    return { kind: 'finding', body: { ...body, ...evidence } };
  };
  return [
    ...tally.missing.map((count) => entry(count, 'MISSING_PACKAGE')),
    ...tally.extra.map((count) => entry(count, 'EXTRA_PACKAGE')),
    ...tally.off.map((count) => {
      const { weighing = null, comparison = null, joint = false } = count.weighed[stocktake.round - 1] ?? {};
      return entry(count, weightCode({ isLight: (comparison?.differenceMg ?? 0) < 0, joint }), {
        weighing,
        comparison,
      });
    }),
    ...tally.unweighed.map((count) => entry(count, 'WEIGHT_UNPROVEN')),
  ];
}

function jobClosedEntry(
  { operator }: CommandMeta,
  { job, outcome }: { job: JobRecord; outcome: 'done' | 'cancelled' },
): NewEntry {
  return { kind: 'job-closed', body: { job: job.id, outcome, operator } };
}
