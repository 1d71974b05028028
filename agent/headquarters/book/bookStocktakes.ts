// Stocktakes: what was frozen, who saw what in which round, and the result that must follow. CONTRACT.md 9.6.
import { isWithinComparison, type DeterminationComparison } from './scaleBounds.ts';
import { type BaseBook, parseIdList } from './baseBook.ts';
import type { BookCountRow, BookPackageRow, BookStocktakeRow, BookWeighingRow } from './bookRows.ts';
import { sampleSize } from './stocktakeSample.ts';
import { stateAfterStep, type PackageState } from './packageSteps.ts';
import type { ContractBodyOf, ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';
import { asPackageId, type PackageId } from '../../link/contract/contractIds.ts';

/** Books the packages that a stocktake freezes. */
export function bookStocktakeOpened(
  { book }: BookContext,
  { body, seq }: ContractEntryOf<'stocktake-opened'>,
): RejectionReason {
  const known = book.findRow('stocktakes', body.stocktake);
  if (known && known.state !== 'ordered') return `stocktake ${body.stocktake} was opened before`;
  const members = book.findPackages(body.packages);
  if (typeof members === 'string') return members;
  for (const row of members)
    book.saveRow('packages', {
      ...row,
      state: stateAfterStep(row.state, 'freeze') ?? row.state,
      stocktake: body.stocktake,
    });
  book.saveRow('stocktakes', {
    base: book.base,
    stocktake: body.stocktake,
    order_id: body.order,
    scope: JSON.stringify(body.scope),
    state: 'open',
    round: 1,
    opened_seq: seq,
    counted: JSON.stringify(body.packages),
    disagreeing: '[]',
    sample: '[]',
    claimed: null,
    own: null,
    differences: '',
  });
  return null;
}

/** Ends the freeze of a stocktake's packages. */
export function thawPackages(book: BaseBook, stocktake: string): void {
  for (const row of book.findRows('packages', 'stocktake', stocktake))
    book.saveRow('packages', { ...row, state: stateAfterStep(row.state, 'thaw') ?? row.state, stocktake: null });
}

/** Books how packages were counted, by whom and in which round. */
export function bookPackagesCounted(
  { book }: BookContext,
  { body }: ContractEntryOf<'packages-counted'>,
): RejectionReason {
  const stocktake = book.findRow('stocktakes', body.stocktake);
  if (!stocktake) return `stocktake ${body.stocktake} is unknown`;
  const counted = new Set(parseIdList(stocktake.counted));
  for (const identity of body.packages) {
    if (!counted.has(identity) && !isExtraGone(book, body, identity))
      return `package ${identity} is not counted by ${body.stocktake}`;
    saveCount(
      book,
      { stocktake: body.stocktake, identity, round: body.round },
      { how: body.how, operator: body.operator },
    );
    const row = body.how === 'tag' || body.how === 'scan' ? book.findRow('packages', identity) : undefined;
    if (row?.unread === 1) book.saveRow('packages', { ...row, unread: 0 });
  }
  return null;
}

/** In a recount somebody looked for what an earlier round had found besides, and it is not there. */
function isExtraGone(
  book: BaseBook,
  { stocktake, round, how }: ContractBodyOf<'packages-counted'>,
  identity: string,
): boolean {
  const counts = how === 'absent' ? book.listCounts(stocktake) : [];
  return counts.some((count) => count.identity === identity && count.how === 'extra' && count.round < round);
}

/** Books an identity that was found although the stocktake does not count it. */
export function bookCountExtra({ book }: BookContext, { body }: ContractEntryOf<'count-extra'>): RejectionReason {
  if (!book.findRow('stocktakes', body.stocktake)) return `stocktake ${body.stocktake} is unknown`;
  saveCount(book, body, { how: 'extra', operator: body.operator });
  return null;
}

function saveCount(
  book: BaseBook,
  key: { stocktake: string; identity: string; round: number },
  observation: Partial<BookCountRow>,
): void {
  const { stocktake, identity, round } = key;
  book.saveRow('counts', { ...book.findCount({ stocktake, identity, round }), ...observation });
}

/** Books the end of a round and what is counted again. */
export function bookCountRoundClosed(
  { book }: BookContext,
  { body }: ContractEntryOf<'count-round-closed'>,
): RejectionReason {
  const stocktake = book.findRow('stocktakes', body.stocktake);
  if (stocktake?.state !== 'open') return `stocktake ${body.stocktake} is not open`;
  book.saveRow('stocktakes', {
    ...stocktake,
    round: stocktake.round + 1,
    disagreeing: JSON.stringify(body.disagreeing),
  });
  return null;
}

/** A package that is weighed again is there. A scale that is not verified proves nothing. */
export function bookSampleWeighing(
  book: BaseBook,
  row: BookWeighingRow,
  weighed: { package: BookPackageRow; comparison: DeterminationComparison },
): boolean {
  const stocktake = book.findRow('stocktakes', weighed.package.stocktake);
  if (stocktake?.state !== 'open' || row.verified === 0) return false;
  saveCount(
    book,
    { stocktake: stocktake.stocktake, identity: weighed.package.package, round: stocktake.round },
    { weighing: row.weighing, disagrees: isWithinComparison(weighed.comparison) ? 0 : 1 },
  );
  return true;
}

/** Takes back what a reversed or doubtful sample weighing said in an open stocktake. */
export function reverseSampleWeighing(book: BaseBook, row: BookWeighingRow): void {
  const stocktake = book.findRow('stocktakes', book.findRow('packages', row.package)?.stocktake ?? null);
  if (stocktake?.state !== 'open') return;
  book.store
    .prepare('UPDATE counts SET weighing = NULL, disagrees = NULL WHERE base = ? AND stocktake = ? AND weighing = ?')
    .run(book.base, stocktake.stocktake, row.weighing);
}

/** Books the end of a stocktake beside headquarters' own result. CONTRACT.md 9.6. */
export function bookStocktakeClosed(
  { book }: BookContext,
  { body }: ContractEntryOf<'stocktake-closed'>,
): RejectionReason {
  const stocktake = book.findRow('stocktakes', body.stocktake);
  if (stocktake?.state !== 'open') return `stocktake ${body.stocktake} is not open`;
  const ownResult = computeStocktakeResult(book, stocktake);
  const differing = RESULT_MEMBERS.filter((member) => orderedText(ownResult[member]) !== orderedText(body[member]));
  book.saveRow('stocktakes', {
    ...stocktake,
    state: 'closed',
    claimed: JSON.stringify(body),
    own: JSON.stringify(ownResult),
    differences: differing.join(' '),
  });
  thawPackages(book, body.stocktake);
  return null;
}

const RESULT_MEMBERS = [
  'rounds',
  'expected',
  'seen',
  'inferred',
  'left',
  'missing',
  'extra',
  'sampleDue',
  'sampled',
  'off',
  'unweighed',
  'resolved',
  'agrees',
] as const;
/** The result of a stocktake, by headquarters' own count. */
export type OwnStocktakeResult = Pick<ContractBodyOf<'stocktake-closed'>, (typeof RESULT_MEMBERS)[number]>;

function orderedText(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value);
}

/** In these a package that is counted ought to be found; from others a decision took it away meanwhile. */
const COUNTABLE_STATES: readonly PackageState[] = ['counting', 'stored', 'quarantined', 'present'];
const SEEN_HOW = ['tag', 'scan', 'typed'];

/** Computes the result of a stocktake from the counts of all rounds. Reads only. */
export function computeStocktakeResult(book: BaseBook, stocktake: BookStocktakeRow): OwnStocktakeResult {
  const countsByIdentity = new Map<string, Map<number, BookCountRow>>();
  for (const row of book.listCounts(stocktake.stocktake))
    countsByIdentity.set(
      row.identity,
      (countsByIdentity.get(row.identity) ?? new Map<number, BookCountRow>()).set(row.round, row),
    );
  const [counted, recountedIds, sampledPackages] = [
    parseIdList(stocktake.counted),
    new Set(parseIdList(stocktake.disagreeing)),
    new Set(parseIdList(stocktake.sample)),
  ];
  const result = {
    seen: 0,
    inferred: 0,
    left: 0,
    missing: [] as PackageId[],
    extra: [] as string[],
    off: [] as PackageId[],
    unweighed: [] as PackageId[],
  };
  const identities = new Set([...counted, ...countsByIdentity.keys()]);
  const countedIds = new Set(counted);
  for (const identity of identities) {
    const rounds = countsByIdentity.get(identity);
    const count = rounds?.get(recountedIds.has(identity) ? stocktake.round : 1);
    const firstCount = rounds?.get(1);
    if (!countedIds.has(identity)) {
      if (count?.how === 'extra') result.extra.push(identity);
    } else if (count && (count.weighing !== null || SEEN_HOW.includes(count.how ?? ''))) {
      result.seen += 1;
      if (count.disagrees === 1) result.off.push(asPackageId(identity));
    } else if (!COUNTABLE_STATES.includes(book.findRow('packages', identity)?.state ?? 'dropped')) result.left += 1;
    else if (count?.how !== 'inferred' || firstCount?.how === 'absent') result.missing.push(asPackageId(identity));
    else {
      result.inferred += 1;
      if (sampledPackages.has(identity) || firstCount?.disagrees === 1) result.unweighed.push(asPackageId(identity));
    }
  }
  const disagreeing = new Set<string>([...result.missing, ...result.extra, ...result.off, ...result.unweighed]);
  const sampledIds = counted.filter((identity) =>
    [...(countsByIdentity.get(identity)?.values() ?? [])].some(({ weighing }) => weighing !== null),
  );
  const resolved = [...recountedIds].filter((identity) => !disagreeing.has(identity));
  return {
    ...result,
    rounds: stocktake.round,
    expected: counted.length,
    sampleDue: sampleSize(counted.length),
    sampled: sampledIds.length,
    resolved,
    agrees: disagreeing.size === 0,
  };
}
