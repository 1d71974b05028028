// What a count adds up to: everything that the book holds in its scope is seen, inferred, missing, in somebody's hands or
// not asked, and in one of them only. The recount decides about what disagreed, the first round about everything else.
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import type { CountRecord, StocktakeRecord } from '../model/workRecords.ts';
import { STATES_AT_BASE } from '../model/states.ts';
import { STOCKTAKE_LIMITS } from '../model/limits.ts';
import { isSampleOff, isSampleWeighed, needsWeighing } from './sampleWeighings.ts';
import { createStandingCheck, packagesInScope } from './stocktakeScope.ts';

/** What a count adds up to in its present round. */
export interface CountResult {
  /** How many packages and extra ones are not reported in this round. */
  waiting: number;
  /** Seen, and still to be weighed in this round. */
  toWeigh: CountRecord[];
  /** How many packages the book holds in the scope: seen, inferred, missing, in hands, not asked and waiting. */
  book: number;
  seen: number;
  inferred: number;
  /** Asked for, and not in the book of the scope any more. */
  left: number;
  missing: CountRecord[];
  /** In the hands of a delivery or a release, and nobody saw it. */
  inHands: PackageRecord[];
  notAsked: PackageRecord[];
  /** In this area, and by the book in another. */
  misplaced: CountRecord[];
  extra: CountRecord[];
  off: CountRecord[];
  unweighed: CountRecord[];
  /** One person saw it in this round, another looked in vain. */
  contradicted: CountRecord[];
}

/** What people's words of one round come to; null: nobody spoke. */
export type CountStanding = 'seen' | 'absent' | 'inferred' | 'contradicted';

/** Most packages that a result goes through: more than a count may begin with, because others come meanwhile. */
const MOST_IN_RESULT = 2 * STOCKTAKE_LIMITS.packages;

/** Adds up a count. The recount decides about what disagreed, the first round about everything else. */
export function countResult(book: Book, stocktake: StocktakeRecord): CountResult {
  return addUp(book, { stocktake, isLast: false });
}

/** What a count comes to if nobody will say more: the last round that speaks of something decides about it. */
export function lastCountResult(book: Book, stocktake: StocktakeRecord): CountResult {
  return addUp(book, { stocktake, isLast: true });
}

function addUp(book: Book, { stocktake, isLast }: { stocktake: StocktakeRecord; isLast: boolean }): CountResult {
  const tally = emptyResult();
  const most = MOST_IN_RESULT + STOCKTAKE_LIMITS.extras;
  const said = sortBy(book.where('count', 'stocktake', stocktake.id, most), ({ identity }) => identity);
  const counts = new Map(said.map((count) => [count.identity, count]));
  const recounted = new Set(stocktake.disagreeing);
  const context = { tally, recounted, round: stocktake.round, drawn: new Set<string>(stocktake.sample), isLast };
  const isStanding = createStandingCheck(book);
  for (const record of sortBy(packagesInScope(book, stocktake.scope, MOST_IN_RESULT), ({ id }) => id)) {
    tally.book += 1;
    addPackage({ record, count: counts.get(record.id), isStanding: isStanding(record) }, context);
    counts.delete(record.id);
  }
  for (const count of counts.values()) addOther(book, { ...context, count });
  return tally;
}

/** By UTF-16 code units: the entry does not depend on the order in which a store lists. */
function sortBy<T>(records: readonly T[], nameOf: (record: T) => string): T[] {
  return [...records].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function emptyResult(): CountResult {
  const numbers = { waiting: 0, book: 0, seen: 0, inferred: 0, left: 0 };
  const lists = {
    toWeigh: [],
    missing: [],
    inHands: [],
    notAsked: [],
    misplaced: [],
    extra: [],
    off: [],
    unweighed: [],
  };
  return { ...numbers, ...lists, contradicted: [] };
}

interface TallyContext {
  tally: CountResult;
  /** What the round before disagreed on. */
  recounted: ReadonlySet<string>;
  round: number;
  drawn: ReadonlySet<string>;
  /** Nobody will say more. */
  isLast: boolean;
}

/** The round that decides about what was counted. */
function decisiveRound(
  count: CountRecord | undefined,
  { recounted, round, isLast }: Pick<TallyContext, 'recounted' | 'round' | 'isLast'>,
): number {
  if (!count || !recounted.has(count.identity)) return 1;
  return isLast && standingIn(count, round) === null ? 1 : round;
}

/** A package that the book holds in the scope. */
function addPackage(
  subject: { record: PackageRecord; count: CountRecord | undefined; isStanding: boolean },
  context: TallyContext,
): void {
  const { tally, drawn, isLast } = context;
  const { record, count, isStanding } = subject;
  const isRecounted = context.recounted.has(record.id);
  const round = decisiveRound(count, context);
  const standing = count ? standingIn(count, round) : null;
  if (!count || standing === null) {
    const isAwaited = count !== undefined && (count.asked || (isRecounted && context.round > 1));
    if (isAwaited && !isLast) tally.waiting += 1;
    else if (!isStanding || record.state === 'allocated') tally.inHands.push(record);
    else tally.notAsked.push(record);
    return;
  }
  const isUnsure = standing === 'contradicted' && round < 2;
  if (isUnsure) tally.contradicted.push(count);
  // One person looked in vain and the next could not get there: it is not found.
  const before = round > 1 ? standingIn(count, 1) : null;
  const wasMissed = before === 'absent' || before === 'contradicted';
  if (standing === 'absent' || standing === 'contradicted' || (standing === 'inferred' && wasMissed)) {
    tally.missing.push(count);
    return;
  }
  tally[standing] += 1;
  if (standing === 'inferred' && needsWeighing(count, drawn)) tally.unweighed.push(count);
  if (standing !== 'seen') return;
  if (isSampleOff(count, round)) tally.off.push(count);
  else if (!needsWeighing(count, drawn) || isSampleWeighed(count, round)) return;
  else if (isLast) tally.unweighed.push(count);
  else tally.toWeigh.push(count);
}

/** What the book does not hold in the scope: gone meanwhile, from elsewhere, or unknown. */
function addOther(book: Book, { count, ...context }: TallyContext & { count: CountRecord }): void {
  const { tally, recounted, isLast } = context;
  if (count.package !== null && count.rounds.flat().every(({ how }) => how !== 'extra')) {
    if (count.asked) tally.left += 1;
    return;
  }
  const isRecounted = recounted.has(count.identity);
  // What nobody had found before the recount is there by the word of the recount.
  const isNew = !isRecounted && standingIn(count, context.round) !== null;
  const standing = standingIn(count, isNew ? context.round : decisiveRound(count, context));
  if (standing === null && isRecounted) tally.waiting += 1;
  if (standing !== 'seen' && standing !== 'contradicted') return;
  const record = book.get('package', count.identity);
  // A place is changed only by the word of somebody else than who saw it first.
  const isProved = context.round > 1 ? isRecounted && decisiveRound(count, context) > 1 : !isLast;
  if (isProved && record && STATES_AT_BASE.includes(record.state)) tally.misplaced.push(count);
  else tally.extra.push(count);
}

/** What people's words of a round come to; null if nobody spoke. A weighing counts as seeing it. */
export function standingIn(count: CountRecord, round: number): CountStanding | null {
  const words = count.rounds[round - 1] ?? [];
  const isSeen = isSampleWeighed(count, round) || words.some(({ how }) => how !== 'absent' && how !== 'inferred');
  const isMissed = words.some(({ how }) => how === 'absent');
  if (isSeen && isMissed) return 'contradicted';
  if (isSeen) return 'seen';
  if (isMissed) return 'absent';
  return words.length > 0 ? 'inferred' : null;
}
