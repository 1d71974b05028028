// Stocktakes: what was frozen, who saw what in which round, and the result that must follow. CONTRACT.md 9.6.
import { isWithinComparison, type DeterminationComparison } from './scaleBounds.ts';
import { type BaseBook, isOpenFindingRow, parseIdList } from './baseBook.ts';
import type { BookCountRow, BookPackageRow, BookStocktakeRow, BookWeighingRow } from './bookRows.ts';
import { computeStocktakeResult, type CountScope, isInCountScope, RESULT_MEMBERS } from './stocktakeResult.ts';
import { writeCanonical } from '../signing/headquartersCanonical.ts';
import { stateAfterStep } from './packageSteps.ts';
import { spellingOf } from './spelling.ts';
import type { ContractBodyOf, ContractEntryOf, RejectionReason, BookContext } from './bookContext.ts';

/** Books the packages that a stocktake freezes. */
export function bookStocktakeOpened(
  { book }: BookContext,
  { body, seq }: ContractEntryOf<'stocktake-opened'>,
): RejectionReason {
  const known = book.findRow('stocktakes', body.stocktake);
  if (known && known.state !== 'ordered') return `stocktake ${body.stocktake} was opened before`;
  const members = book.findPackages(body.packages);
  if (typeof members === 'string') return members;
  const inHands = book.findPackages(body.inWork);
  if (typeof inHands === 'string') return inHands;
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
    thawed: '[]',
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

/** Headquarters lets it rest, by its order or by its own name. */
export function isCountResting(book: BaseBook, { stocktake, order_id: order }: BookStocktakeRow): boolean {
  return book.isSuspended(order ?? stocktake);
}

/** Books how packages were counted, by whom and in which round. */
export function bookPackagesCounted(
  { book }: BookContext,
  { body }: ContractEntryOf<'packages-counted'>,
): RejectionReason {
  const stocktake = book.findRow('stocktakes', body.stocktake);
  if (!stocktake) return `stocktake ${body.stocktake} is unknown`;
  if (isCountResting(book, stocktake)) return `stocktake ${body.stocktake} is suspended`;
  const scope = JSON.parse(stocktake.scope) as CountScope;
  const counted = new Set(parseIdList(stocktake.counted));
  for (const identity of body.packages) {
    const row = book.findRow('packages', identity);
    const isCounted = counted.has(identity) || (row !== undefined && isInCountScope(row, scope));
    if (!isCounted && !isExtraSpokenOf(book, body, identity))
      return `package ${identity} is not counted by ${body.stocktake}`;
    saveWord(book, { ...body, identity });
    if (row?.unread === 1 && (body.how === 'tag' || body.how === 'scan'))
      book.saveRow('packages', { ...row, unread: 0 });
  }
  return null;
}

/** In a recount somebody looked for what was found besides; or whoever found it takes that back. */
function isExtraSpokenOf(
  book: BaseBook,
  { stocktake, round, how }: ContractBodyOf<'packages-counted'>,
  identity: string,
): boolean {
  if (how !== 'absent' && how !== 'withdrawn') return false;
  const lastRound = how === 'withdrawn' ? round : round - 1;
  return book
    .listCounts(stocktake)
    .some((count) => count.identity === identity && count.round <= lastRound && readWords(count).some(isExtraWord));
}

/** Books an identity that was found although the stocktake does not count it. */
export function bookCountExtra({ book }: BookContext, { body }: ContractEntryOf<'count-extra'>): RejectionReason {
  const { stocktake, identity, round } = body;
  const row = book.findRow('stocktakes', stocktake);
  if (!row) return `stocktake ${stocktake} is unknown`;
  if (isCountResting(book, row)) return `stocktake ${stocktake} is suspended`;
  const spelling = spellingOf(identity);
  const known = book.findCountSpelled({ stocktake, spelling });
  if (known && known.identity !== identity) return `${identity} was found before, as ${known.identity}`;
  saveWord(book, { ...body, how: 'extra' });
  saveCount(book, { stocktake, identity, round }, { spelling });
  return null;
}

interface CountedWord {
  how: string;
  operator: string;
}

const isExtraWord = ({ how }: CountedWord): boolean => how === 'extra';

function readWords(count: BookCountRow | undefined): CountedWord[] {
  return JSON.parse(count?.words ?? '[]') as CountedWord[];
}

/** A person's last word of a round replaces their earlier one, or takes it away. */
function saveWord(
  book: BaseBook,
  word: { stocktake: string; identity: string; round: number; how: string; operator: string },
): void {
  const { stocktake, identity, round, how, operator } = word;
  const key = { stocktake, identity, round };
  const others = readWords(book.findCount(key)).filter((other) => other.operator !== operator);
  saveCount(book, key, { words: JSON.stringify(how === 'withdrawn' ? others : [...others, { how, operator }]) });
}

/** An emergency release takes packages out of their counts, with all that was said of them. CONTRACT.md 9.6. */
export function leaveStocktakes(book: BaseBook, packages: readonly BookPackageRow[]): void {
  for (const { package: id, stocktake: name } of packages) {
    const stocktake = book.findRow('stocktakes', name);
    if (!stocktake) continue;
    const without = (list: string): string => JSON.stringify(parseIdList(list).filter((other) => other !== id));
    book.saveRow('stocktakes', {
      ...stocktake,
      thawed: JSON.stringify([...parseIdList(stocktake.thawed), id]),
      sample: without(stocktake.sample),
      disagreeing: without(stocktake.disagreeing),
    });
    book.store
      .prepare('DELETE FROM counts WHERE base = ? AND stocktake = ? AND identity = ?')
      .run(book.base, stocktake.stocktake, id);
  }
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

/** Takes back what a reversed or doubtful sample weighing said in an open stocktake; `staysOff`: but for that it was off. */
export function reverseSampleWeighing(book: BaseBook, row: BookWeighingRow, staysOff: boolean): void {
  const stocktake = book.findRow('stocktakes', book.findRow('packages', row.package)?.stocktake ?? null);
  if (stocktake?.state !== 'open') return;
  book.store
    .prepare(
      `UPDATE counts SET was_off = CASE WHEN ? = 1 AND disagrees = 1 THEN 1 ELSE was_off END, weighing = NULL, disagrees = NULL
       WHERE base = ? AND stocktake = ? AND weighing = ?`,
    )
    .run(staysOff ? 1 : 0, book.base, stocktake.stocktake, row.weighing);
}

/** Books the end of a stocktake beside headquarters' own result. CONTRACT.md 9.6. */
export function bookStocktakeClosed(
  { book }: BookContext,
  { body }: ContractEntryOf<'stocktake-closed'>,
): RejectionReason {
  const stocktake = book.findRow('stocktakes', body.stocktake);
  if (stocktake?.state !== 'open') return `stocktake ${body.stocktake} is not open`;
  const ownResult = computeStocktakeResult(book, stocktake);
  const differing = RESULT_MEMBERS.filter(
    (member) => orderedText(ownResult[member]) !== orderedText(claimedMember(body, member)),
  );
  book.saveRow('stocktakes', {
    ...stocktake,
    state: 'closed',
    claimed: JSON.stringify(body),
    own: JSON.stringify(ownResult),
    differences: differing.join(' '),
  });
  thawPackages(book, body.stocktake);
  for (const { package: id, to } of body.misplaced) putInPlace(book, id, to);
  return null;
}

/** Two persons saw it there: it is not missing elsewhere. */
function putInPlace(book: BaseBook, id: string, area: string): void {
  const row = book.findRow('packages', id);
  if (!row) return;
  book.saveRow('packages', { ...row, area, unread: 0 });
  book.voidFindings(id, (finding) => finding.code === 'MISSING_PACKAGE' && isOpenFindingRow(finding));
}

/** Since when something is in hands is the base's word alone. */
function claimedMember(body: ContractBodyOf<'stocktake-closed'>, member: (typeof RESULT_MEMBERS)[number]): unknown {
  return member === 'inHands' ? body.inHands.map(({ package: id }) => id) : body[member];
}

/** Neither the order of members nor that of a list says anything. */
function orderedText(value: unknown): string {
  return writeCanonical(Array.isArray(value) ? value.map(writeCanonical).sort() : value);
}
