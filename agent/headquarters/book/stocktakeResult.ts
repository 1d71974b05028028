// Headquarters' own result of a stocktake: everything that its book holds in the scope is seen, inferred, missing, in hands
// or not asked. CONTRACT.md 9.6.
import { asPackageId, type PackageId } from '../../link/contract/contractIds.ts';
import { type BaseBook, parseIdList } from './baseBook.ts';
import type { ContractBodyOf } from './bookContext.ts';
import type { BookCountRow, BookPackageRow, BookStocktakeRow } from './bookRows.ts';
import { BOOK_STATES_AT_BASE, type PackageState } from './packageSteps.ts';
import { sampleSize } from './stocktakeSample.ts';

/** Members of a result that headquarters computes too. */
export const RESULT_MEMBERS = [
  'rounds',
  'book',
  'expected',
  'seen',
  'inferred',
  'left',
  'missing',
  'inHands',
  'notAsked',
  'thawed',
  'misplaced',
  'extra',
  'sampleDue',
  'sampled',
  'off',
  'unweighed',
  'resolved',
  'agrees',
] as const;
/** The result of a stocktake, by headquarters' own count; what is in hands without its job and time. */
export type OwnStocktakeResult = Omit<
  Pick<ContractBodyOf<'stocktake-closed'>, (typeof RESULT_MEMBERS)[number]>,
  'inHands'
> & {
  inHands: PackageId[];
};

/** What a stocktake counts. */
export type CountScope = ContractBodyOf<'stocktake-opened'>['scope'];

/** Whether the book holds a package in a scope. */
export function isInCountScope(row: BookPackageRow, scope: CountScope): boolean {
  if (!BOOK_STATES_AT_BASE.includes(row.state)) return false;
  if (scope.kind === 'base-scope') return true;
  return scope.kind === 'lot-scope' ? row.lot === scope.lot : row.area === scope.area;
}

interface SpokenWord {
  how: string;
  operator: string;
}

/** What was said and weighed of one identity in one round: null if nothing was. */
type Saying = 'seen' | 'absent' | 'inferred' | 'both' | null;

function sayingOf(count: BookCountRow | undefined): Saying {
  if (!count) return null;
  const hows = (JSON.parse(count.words) as SpokenWord[]).map(({ how }) => how);
  const seen = count.weighing !== null || hows.some((how) => how !== 'absent' && how !== 'inferred');
  const absent = hows.includes('absent');
  if (seen && absent) return 'both';
  if (seen) return 'seen';
  if (absent) return 'absent';
  return hows.length > 0 ? 'inferred' : null;
}

/** A weighing of this round was beyond tolerance, whether it was taken back or not. */
function isOff(count: BookCountRow | undefined): boolean {
  return count !== undefined && (count.disagrees === 1 || count.was_off === 1);
}

/** The round that decides about an identity: the recount if it was asked there and anybody spoke, else the count. */
function decisiveRound({ rounds, isRecounted }: CountedIdentity, round: number): number {
  return isRecounted && sayingOf(rounds?.get(round)) !== null ? round : 1;
}

/** In the hands of a delivery or a release. */
function isInHands(book: BaseBook, row: BookPackageRow): boolean {
  const moving: readonly PackageState[] = ['allocated', 'picked', 'staged'];
  return (
    moving.includes(row.state) || (row.state === 'present' && book.findRow('lots', row.lot)?.state !== 'discrepant')
  );
}

interface ResultParts {
  seen: number;
  inferred: number;
  left: number;
  missing: PackageId[];
  inHands: PackageId[];
  notAsked: PackageId[];
  misplaced: OwnStocktakeResult['misplaced'];
  extra: string[];
  off: PackageId[];
  unweighed: PackageId[];
}

function emptyParts(): ResultParts {
  const lists = { missing: [], inHands: [], notAsked: [], misplaced: [], extra: [], off: [], unweighed: [] };
  return { seen: 0, inferred: 0, left: 0, ...lists };
}

interface CountedIdentity {
  rounds: ReadonlyMap<number, BookCountRow> | undefined;
  isRecounted: boolean;
  isDrawn: boolean;
}

/** Computes the result of a stocktake from the words of all rounds and from the book. Reads only. */
export function computeStocktakeResult(book: BaseBook, stocktake: BookStocktakeRow): OwnStocktakeResult {
  const counts = countsByIdentity(book, stocktake.stocktake);
  const scope = JSON.parse(stocktake.scope) as CountScope;
  const [counted, thawed] = [parseIdList(stocktake.counted), parseIdList(stocktake.thawed)];
  const [recounted, drawn] = [new Set(parseIdList(stocktake.disagreeing)), new Set(parseIdList(stocktake.sample))];
  const asked = new Set(counted.filter((id) => !thawed.includes(id)));
  const result = emptyParts();
  const held = book.listPackages().filter((row) => isInCountScope(row, scope));
  const identity = (id: string): CountedIdentity => ({
    rounds: counts.get(id),
    isRecounted: recounted.has(id),
    isDrawn: drawn.has(id),
  });
  for (const row of held) addHeld(result, { row, book, round: stocktake.round, ...identity(row.package) });
  const inBook = new Set(held.map((row) => row.package));
  for (const id of new Set([...asked, ...counts.keys()]))
    if (!inBook.has(id))
      addElsewhere(result, { id, book, scope, isAsked: asked.has(id), round: stocktake.round, ...identity(id) });
  const disagreeing = new Set<string>([...result.missing, ...result.extra, ...result.off, ...result.unweighed]);
  const weighed = counted.filter((id) =>
    [...(counts.get(id)?.values() ?? [])].some(({ weighing }) => weighing !== null),
  );
  return {
    ...result,
    rounds: stocktake.round,
    book: held.length,
    expected: counted.length,
    thawed: thawed.map(asPackageId),
    sampleDue: sampleSize(counted.length),
    sampled: weighed.length,
    resolved: resolvedOf([...recounted], { result, disagreeing, counts }),
    agrees: result.seen > 0 && disagreeing.size + result.inHands.length + result.notAsked.length === 0,
  };
}

/** As long as the recount found something new, nothing that was found besides is resolved: it may be the same. */
function resolvedOf(
  recounted: readonly string[],
  found: {
    result: ResultParts;
    disagreeing: ReadonlySet<string>;
    counts: ReadonlyMap<string, ReadonlyMap<number, BookCountRow>>;
  },
): string[] {
  const hasNew = found.result.extra.some((id) => !recounted.includes(id));
  const wasBesides = (id: string): boolean =>
    [...(found.counts.get(id)?.values() ?? [])].some(({ spelling }) => spelling !== null);
  return recounted.filter((id) => !found.disagreeing.has(id) && !(hasNew && wasBesides(id)));
}

function countsByIdentity(book: BaseBook, stocktake: string): Map<string, Map<number, BookCountRow>> {
  const counts = new Map<string, Map<number, BookCountRow>>();
  for (const row of book.listCounts(stocktake))
    counts.set(row.identity, (counts.get(row.identity) ?? new Map<number, BookCountRow>()).set(row.round, row));
  return counts;
}

function addHeld(
  result: ResultParts,
  subject: CountedIdentity & { row: BookPackageRow; book: BaseBook; round: number },
): void {
  const { row, rounds, isDrawn, book } = subject;
  const id = asPackageId(row.package);
  const round = decisiveRound(subject, subject.round);
  const decisive = rounds?.get(round);
  const saying = sayingOf(decisive);
  if (saying === null) {
    if (isInHands(book, row)) result.inHands.push(id);
    else result.notAsked.push(id);
    return;
  }
  const first = round > 1 ? sayingOf(rounds?.get(1)) : null;
  const isToWeigh = isDrawn || isOff(rounds?.get(1));
  const wasMissed = first === 'absent' || first === 'both';
  if (saying === 'absent' || saying === 'both' || (saying === 'inferred' && wasMissed)) {
    result.missing.push(id);
  } else if (saying === 'seen') {
    result.seen += 1;
    if (isOff(decisive)) result.off.push(id);
    else if (isToWeigh && decisive?.weighing == null) result.unweighed.push(id);
  } else {
    result.inferred += 1;
    if (isToWeigh) result.unweighed.push(id);
  }
}

function addElsewhere(
  result: ResultParts,
  subject: CountedIdentity & { id: string; book: BaseBook; scope: CountScope; isAsked: boolean; round: number },
): void {
  const { id, rounds, isAsked, book, scope } = subject;
  const words = [...(rounds?.values() ?? [])].flatMap((count) => JSON.parse(count.words) as SpokenWord[]);
  if (!words.some(({ how }) => how === 'extra')) {
    if (isAsked) result.left += 1;
    return;
  }
  // Of what was found besides, the last round in which anybody spoke of it decides.
  const round = sayingOf(rounds?.get(subject.round)) === null ? 1 : subject.round;
  const saying = sayingOf(rounds?.get(round));
  if (saying !== 'seen' && saying !== 'both') return;
  const row = book.findRow('packages', id);
  // Nobody else saw it there: its place stays as it is.
  const isPutRight = round > 1 && subject.isRecounted && scope.kind === 'area-scope';
  if (row && BOOK_STATES_AT_BASE.includes(row.state) && isPutRight)
    result.misplaced.push({ package: asPackageId(id), from: row.area, to: scope.area });
  else result.extra.push(id);
}
