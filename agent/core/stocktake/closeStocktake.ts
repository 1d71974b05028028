// Closing a round of a count: agreement ends it, disagreement asks for a recount by other persons, a second one
// quarantines. The result stands beside the book and never changes it.
import type { Book } from '../model/book.ts';
import type { JobRecord, PackageRecord } from '../model/records.ts';
import type { CountRecord, StocktakeRecord } from '../model/workRecords.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { FindingCode } from '../model/findings.ts';
import type { EntryBodies, FindingBody, NewEntry } from '../model/entry.ts';
import { compositeId } from '../model/idPattern.ts';
import { canStepPackage } from '../model/states.ts';
import { weightCode } from '../weight/weightFindings.ts';
import { type StationScale, stationsThatDecide } from '../weight/weighingFitness.ts';
import { sampleSize } from './sampleSize.ts';
import { offWeighing } from './sampleWeighings.ts';
import { type CountResult, countResult, lastCountResult } from './countResult.ts';
import { asPackageId, type OperatorId, type PackageId } from '../model/ids.ts';
import { mayAnybodyCount, mayAnybodyCountAfter } from '../model/whoMayAct.ts';
import type { StocktakeScope } from '../model/stockOrders.ts';

/**
 * Closes a round of a count. Agreement ends the stocktake, a first disagreement asks for a recount by others, a second
 * one is a finding and quarantines what is there. Refuses while something is not accounted for, or not weighed that one of
 * the scales could settle.
 *
 * @see CONTRACT.md, section 9.6
 */
export function closeStocktake(
  event: CommandMeta & { scales: readonly StationScale[] },
  { book, job }: { book: Book; job: JobRecord },
): Decided | Refusal {
  const stocktake = job.stocktake === null ? undefined : book.get('stocktake', job.stocktake);
  if (!stocktake) return refuse('stocktake-unknown', { stocktake: job.stocktake ?? '' });
  // Its order was cancelled under way.
  if (stocktake.state !== 'open')
    return {
      entries: [jobClosedEntry(event, { job, outcome: 'cancelled' })],
      effects: [],
      result: { stocktake: stocktake.id },
    };
  const counted = countResult(book, stocktake);
  const { id, operator } = event;
  if (counted.waiting > 0) return refuse('count-incomplete', { count: counted.waiting });
  const weighable = counted.toWeigh.filter((count) => canBeWeighed(count, { book, scales: event.scales }));
  if (weighable.length > 0) return refuse('sample-incomplete', { count: weighable.length });
  const tally = settledTally(counted);
  const recounted = recountedIn(tally);
  const isFirst = stocktake.round === 1 && recounted.length > 0;
  if (isFirst && mayAnybodyCountAfter(stocktake, book))
    return requestRecount(event, { stocktake, disagreeing: recounted });
  const ending = { id, operator, book, job, stocktake };
  return isFirst ? endWithoutRecount(ending) : endCount({ ...ending, tally, isRecounted: stocktake.round > 1 });
}

/** Whether any station could weigh it so that it says something; what the book holds elsewhere by now is not asked. */
function canBeWeighed(
  { identity }: CountRecord,
  { book, scales }: { book: Book; scales: readonly StationScale[] },
): boolean {
  const record = book.get('package', identity);
  return (
    record !== undefined &&
    stationsThatDecide(book, { question: { kind: 'sample', package: record }, scales }).length > 0
  );
}

/** What no scale can settle keeps nobody waiting: its weight is unproven. */
function settledTally(counted: CountResult): CountResult {
  return { ...counted, unweighed: [...counted.unweighed, ...counted.toWeigh] };
}

/** What stands elsewhere than the book says is looked at by somebody else too, before its place is changed. */
function recountedIn(tally: CountResult): string[] {
  return [...disagreeingIn(tally), ...tally.misplaced.map(({ identity }) => identity)];
}

/** What others would have to count again if the round were closed now. */
export function recountDue(book: Book, stocktake: StocktakeRecord): string[] {
  return recountedIn(settledTally(countResult(book, stocktake)));
}

/** What a count comes to if it is closed now: by everybody's last word, or because nobody may say more. */
export function possibleStocktakeResults(
  book: Book,
  ending: Pick<StocktakeEnding, 'stocktake' | 'job' | 'operator'>,
): EntryBodies['stocktake-closed'][] {
  const { stocktake } = ending;
  return [settledTally(countResult(book, stocktake)), lastCountResult(book, stocktake)].map((tally) =>
    stocktakeResult({ ...ending, book, tally }),
  );
}

/** Everything on which book and count disagree. */
function disagreeingIn({ missing, extra, off, unweighed }: CountResult): string[] {
  return [...missing, ...extra, ...off, ...unweighed].map(({ identity }) => identity);
}

/** What is left of recounts that nobody of the register may make: each ends with what was counted. */
export function recountsWithoutRecounter(book: Book): NewEntry[] {
  return book.where('stocktake', 'state', 'open').flatMap((stocktake) => {
    const job = stocktake.job === null ? undefined : book.get('job', stocktake.job);
    // One that rests is asked about when its job is opened again.
    if (stocktake.round === 1 || job?.state !== 'open' || mayAnybodyCount(stocktake, book)) return [];
    return endWithoutRecount({ id: `${job.id}.end`, operator: null, book, job, stocktake }).entries;
  });
}

/** Nobody else may look: what one side of the register said is a case for headquarters at once, and nothing stays frozen. */
function endWithoutRecount(ending: Omit<StocktakeEnding, 'tally' | 'isRecounted'>): Decided {
  const { book, stocktake } = ending;
  const ended = endCount({ ...ending, tally: lastCountResult(book, stocktake), isRecounted: false });
  const escalated = ended.entries.flatMap((entry): NewEntry[] =>
    entry.kind === 'finding'
      ? [{ kind: 'case-escalated', body: { finding: entry.body.finding, reason: 'nobody-may-recount' } }]
      : [],
  );
  return { ...ended, entries: [...ended.entries, ...escalated] };
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
  /** The findings' ids are made of it. */
  id: string;
  /** Null: it ends because nobody is left who may recount. */
  operator: OperatorId | null;
  book: Book;
  job: JobRecord;
  stocktake: StocktakeRecord;
  tally: CountResult;
  /** Others have looked at what disagreed. */
  isRecounted: boolean;
}

function endCount(ending: StocktakeEnding): Decided {
  const result = stocktakeResult(ending);
  const entries: NewEntry[] = [
    { kind: 'stocktake-closed', body: result },
    ...quarantineEntries(ending),
    ...findingEntries(ending),
    jobClosedEntry(ending, { job: ending.job, outcome: 'done' }),
  ];
  return { entries, effects: [], result: { stocktake: result.stocktake, recount: false, agrees: result.agrees } };
}

function stocktakeResult({
  operator,
  book,
  job,
  stocktake,
  tally,
}: Omit<StocktakeEnding, 'id' | 'isRecounted'>): EntryBodies['stocktake-closed'] {
  const names = (counts: readonly CountRecord[]): string[] => counts.map(({ identity }) => identity);
  // Only packages of the book are missing, off or unweighed.
  const packages = (counts: readonly CountRecord[]): PackageId[] => counts.map(({ identity }) => asPackageId(identity));
  const stillDisagreeing = new Set(disagreeingIn(tally));
  return {
    stocktake: stocktake.id,
    job: job.id,
    rounds: stocktake.round,
    book: tally.book,
    expected: stocktake.expected,
    seen: tally.seen,
    inferred: tally.inferred,
    left: tally.left,
    missing: packages(tally.missing),
    inHands: tally.inHands.map((record) => inHands(record, book)),
    notAsked: tally.notAsked.map(({ id }) => id),
    thawed: stocktake.thawed,
    misplaced: misplacements(tally.misplaced, { scope: stocktake.scope, book }),
    extra: names(tally.extra),
    sampleDue: sampleSize(stocktake.expected),
    sampled: stocktake.sampled,
    off: packages(tally.off),
    unweighed: packages(tally.unweighed),
    resolved: resolvedOf(stocktake, { tally, stillDisagreeing, book }),
    // Of what nobody saw, or nobody was asked about, nothing was proved.
    agrees: tally.seen > 0 && stillDisagreeing.size + tally.inHands.length + tally.notAsked.length === 0,
    operator,
  };
}

/**
 * What disagreed and does not any more. Nothing that was found besides, as long as the recount found something else: that
 * may be the same under another name.
 */
function resolvedOf(
  { id, disagreeing }: StocktakeRecord,
  { tally, stillDisagreeing, book }: { tally: CountResult; stillDisagreeing: ReadonlySet<string>; book: Book },
): string[] {
  const hasNew = tally.extra.some(({ identity }) => !disagreeing.includes(identity));
  const isExtra = (identity: string): boolean => book.get('count', compositeId(id, identity))?.extraKey != null;
  return disagreeing.filter((identity) => !stillDisagreeing.has(identity) && !(hasNew && isExtra(identity)));
}

/** The open job that has a package in hands, and since which entry. */
function inHands(record: PackageRecord, book: Book): EntryBodies['stocktake-closed']['inHands'][number] {
  const order = record.release ?? record.order;
  const job = book.where('job', 'state', 'open').find((open) => open.order === order);
  return { package: record.id, job: job?.id ?? null, sinceSeq: record.stateSeq };
}

function misplacements(
  counts: readonly CountRecord[],
  { scope, book }: { scope: StocktakeScope; book: Book },
): EntryBodies['stocktake-closed']['misplaced'] {
  if (scope.kind !== 'area-scope') return [];
  return counts.flatMap(({ identity }) => {
    const record = book.get('package', identity);
    return record ? [{ package: record.id, from: record.area, to: scope.area }] : [];
  });
}

/** What is there and disagreed in both rounds is set apart. What is gone cannot be. */
function quarantineEntries({ operator, book, tally, isRecounted }: StocktakeEnding): NewEntry[] {
  if (!isRecounted || operator === null) return [];
  return [...tally.off, ...tally.extra].flatMap(({ identity }): NewEntry[] => {
    const record = book.get('package', identity);
    // A package that is set aside for a release is held by its finding; its job goes on.
    if (!record || record.release !== null || !canStepPackage(record.state, 'quarantine')) return [];
    return [{ kind: 'package-quarantined', body: { package: record.id, reason: 'second-disagreement', operator } }];
  });
}

function findingEntries({ id, operator, book, job, tally }: StocktakeEnding): NewEntry[] {
  const newId = derivedIds(id);
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
      operator,
      note: null,
    };
    return { kind: 'finding', body: { ...body, ...evidence } };
  };
  return [
    ...tally.missing.map((count) => entry(count, 'MISSING_PACKAGE')),
    ...tally.extra.map((count) => entry(count, 'EXTRA_PACKAGE')),
    ...tally.off.map((count) => {
      const { weighing = null, comparison = null, joint = false } = latestOff(count) ?? {};
      return entry(count, weightCode({ isLight: (comparison?.differenceMg ?? 0) < 0, joint }), {
        weighing,
        comparison,
      });
    }),
    ...tally.unweighed.map((count) => entry(count, 'WEIGHT_UNPROVEN')),
  ];
}

/** The weighing that was off, of the last round in which one was. */
function latestOff(count: CountRecord): CountRecord['weighed'][number] {
  const rounds = count.weighed.map((_, index) => offWeighing(count, index + 1));
  return rounds.filter((one) => one !== null).at(-1) ?? null;
}

function jobClosedEntry(
  { operator }: { operator: OperatorId | null },
  { job, outcome }: { job: JobRecord; outcome: 'done' | 'cancelled' },
): NewEntry {
  return { kind: 'job-closed', body: { job: job.id, outcome, operator } };
}
