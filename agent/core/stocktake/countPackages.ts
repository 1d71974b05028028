// Counting, blind: what was seen, what cannot be reached, what was looked for in vain. A tag that is not read proves
// nothing: a package is missing only when two persons looked for it in vain.
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import type { CountRecord, CountWord, StocktakeRecord } from '../model/workRecords.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import { EPC_HEX } from '../model/epcPattern.ts';
import { comparableText } from '../model/comparableText.ts';
import { codeKeyOf, countExtraKey, findBearer, isPalletTag } from '../model/packageLookup.ts';
import { isInScope, isStocktakeSuspended, mayStandBeside } from './stocktakeScope.ts';
import type { CountMethod } from '../model/commandValues.ts';
import { STOCKTAKE_LIMITS } from '../model/limits.ts';
import { compositeId } from '../model/idPattern.ts';

/** The command that reports codes of a count: seen by tag, scan or typing, inferred, or absent. */
export type CountEvent = CommandMeta & { stocktake: string; codes: readonly string[]; how: CountMethod };

/** What a code names. `nothing`: it may rightly be there, and this count does not ask for it. */
type CodeMatch =
  | { kind: 'counted'; identity: string; known: CountRecord | undefined }
  | { kind: 'extra'; identity: string; epcHex: string | null; known: CountRecord | undefined }
  | { kind: 'nothing' };

interface CountContext {
  book: Book;
  event: CountEvent;
  stocktake: StocktakeRecord;
  /** What the recount is about; null in the first round. */
  recountIdentities: ReadonlySet<string> | null;
}

/**
 * Records what was seen, inferred or missed in a count. Refuses one that is suspended, whoever counted in the first round, codes that name
 * several packages, "absent" or "inferred" for what was seen, and more extra packages than the limit. A tag that the
 * count does not ask for is ignored. In the recount what the book does not know is taken if somebody scans or types it.
 */
export function decideCount(event: CountEvent, book: Book): Decided | Refusal {
  const stocktake = book.get('stocktake', event.stocktake);
  if (!stocktake) return refuse('stocktake-unknown', { stocktake: event.stocktake });
  if (stocktake.state !== 'open')
    return refuse('stocktake-not-open', { stocktake: stocktake.id, state: stocktake.state });
  if (isStocktakeSuspended(stocktake, book))
    return refuse('stocktake-not-open', { stocktake: stocktake.id, state: 'suspended' });
  if (stocktake.countersBefore.includes(event.operator)) return refuse('counted-before', { operator: event.operator });
  const recountIdentities = stocktake.round === 1 ? null : new Set(stocktake.disagreeing);
  return countCodes({ book, event, stocktake, recountIdentities });
}

function countCodes(counting: CountContext): Decided | Refusal {
  const { stocktake, event } = counting;
  const countedIdentities = new Set<string>();
  // By key: two spellings of one identity are one, also within a command.
  const extras = new Map<string, NewEntry>();
  let ignored = 0;
  let newExtras = 0;
  for (const code of new Set(event.codes.map((rawCode) => rawCode.trim()))) {
    const match = assessCode(code, counting);
    if ('refusal' in match) return match;
    if (match.kind === 'counted') countedIdentities.add(match.identity);
    const key = codeKeyOf(match.kind === 'extra' ? match.identity : code);
    if (match.kind === 'extra' && !extras.has(key)) {
      extras.set(key, extraEntry(match, counting));
      if (!match.known) newExtras += 1;
    }
    if (match.kind === 'nothing') ignored += 1;
  }
  if (stocktake.extras + newExtras > STOCKTAKE_LIMITS.extras)
    return refuse('too-many-extras', { most: STOCKTAKE_LIMITS.extras });
  const { how: method, operator } = event;
  const body = {
    stocktake: stocktake.id,
    round: stocktake.round,
    how: method,
    packages: [...countedIdentities],
    operator,
  };
  const entries: NewEntry[] = countedIdentities.size > 0 ? [{ kind: 'packages-counted', body }] : [];
  return {
    entries: [...entries, ...extras.values()],
    effects: [],
    result: { counted: countedIdentities.size, extra: extras.size, ignored },
  };
}

function extraEntry(
  { identity, epcHex }: Extract<CodeMatch, { kind: 'extra' }>,
  { stocktake, event }: CountContext,
): NewEntry {
  return {
    kind: 'count-extra',
    body: { stocktake: stocktake.id, round: stocktake.round, identity, epcHex, operator: event.operator },
  };
}

/** What is to be recorded about one code, if anything. */
function assessCode(code: string, counting: CountContext): CodeMatch | Refusal {
  if (code === '') return refuse('identity-empty');
  const match = matchCode(code, counting);
  if ('refusal' in match || match.kind === 'nothing') return match;
  const { recountIdentities, event } = counting;
  if (recountIdentities && !recountIdentities.has(match.identity) && !isNewInRecount(match, counting))
    return event.how === 'tag' ? { kind: 'nothing' } : refuse('not-recounted', { code });
  if (event.how === 'withdrawn') return assessWithdrawn(match, { code, counting });
  return event.how === 'absent' || event.how === 'inferred'
    ? assessUnseen(match, { code, counting })
    : assessSeen(match, counting);
}

/**
 * What the book does not know and somebody found in the recount: it may be what the first round found under another
 * name, and whoever is sent to look must be able to say so.
 */
function isNewInRecount({ kind, identity }: Match, { book, event: { how } }: CountContext): boolean {
  const isSpoken = how === 'scan' || how === 'typed' || how === 'withdrawn';
  return kind === 'extra' && isSpoken && !book.get('package', identity);
}

type Match = Exclude<CodeMatch, { kind: 'nothing' }>;

/** What was said of it in this round: by this person, and by others. */
function saidBefore(
  { known }: Match,
  { event, stocktake }: CountContext,
): { own: CountWord['how'] | undefined; others: CountWord['how'][] } {
  const words = known?.rounds[stocktake.round - 1] ?? [];
  const own = words.find(({ operator }) => operator === event.operator)?.how;
  return { own, others: words.filter(({ operator }) => operator !== event.operator).map(({ how }) => how) };
}

const isSeenHow = (how: CountWord['how']): boolean => how !== 'absent' && how !== 'inferred';

/** Only one's own word is taken back, and only in its round. */
function assessWithdrawn(
  match: Match,
  { code, counting }: { code: string; counting: CountContext },
): CodeMatch | Refusal {
  const { own } = saidBefore(match, counting);
  return own === undefined
    ? refuse('nothing-said', { code })
    : { kind: 'counted', identity: match.identity, known: match.known };
}

function assessUnseen(match: Match, { code, counting }: { code: string; counting: CountContext }): CodeMatch | Refusal {
  const { event, stocktake } = counting;
  // What was extra in the first round may be gone in the recount; anything else that is not in the book cannot be absent.
  const extraGone =
    match.kind === 'extra' && match.known !== undefined && event.how === 'absent' && stocktake.round > 1;
  if (match.kind === 'extra' && !extraGone) return refuse('package-not-counted', { code });
  const { own, others } = saidBefore(match, counting);
  // Whoever could not get there knows less than whoever saw it.
  if (event.how === 'inferred' && [own, ...others].some((how) => how !== undefined && isSeenHow(how)))
    return refuse('package-seen', { code });
  if (own === event.how || (own === undefined && others.some((how) => how === event.how))) return { kind: 'nothing' };
  return { kind: 'counted', identity: match.identity, known: match.known };
}

function assessSeen(match: Match, counting: CountContext): CodeMatch {
  const { event, stocktake } = counting;
  const { own, others } = saidBefore(match, counting);
  if (own === undefined ? others.some(isSeenHow) : isSeenHow(own)) return { kind: 'nothing' };
  // A tag may have been read through a wall: in the recount an extra package has to be seen.
  const mayBeBehindWall = match.kind === 'extra' && stocktake.round > 1 && event.how === 'tag';
  return mayBeBehindWall ? { kind: 'nothing' } : match;
}

function matchCode(code: string, { book, event, stocktake }: CountContext): CodeMatch | Refusal {
  const findCount = (identity: string): CountRecord | undefined =>
    book.get('count', compositeId(stocktake.id, identity));
  if (event.how === 'tag' && isPalletTag(book, code.toUpperCase())) return { kind: 'nothing' };
  const bearer = findBearer(book, { code });
  // A sweep reads what stands about: a pallet's tag, or one of several bearers, says of no package that it is there.
  if (bearer && 'refusal' in bearer) return event.how === 'tag' ? { kind: 'nothing' } : bearer;
  const isCounted = bearer !== undefined && isInScope(bearer, stocktake.scope);
  if (isCounted) return { kind: 'counted', identity: bearer.id, known: findCount(bearer.id) };
  if (bearer) return matchOtherPackage(bearer, { stocktake, known: findCount(bearer.id) });
  const upper = code.toUpperCase();
  const epcHex = event.how === 'tag' && EPC_HEX.test(upper) ? upper : null;
  // One that was found under another spelling keeps its name.
  const [known] = book.where('count', 'extraKey', countExtraKey(stocktake.id, code), 1);
  const identity = known?.identity ?? epcHex ?? code;
  const isHeld = !known && isHeldForeign(book, identity);
  return isHeld ? { kind: 'nothing' } : { kind: 'extra', identity, epcHex, known };
}

function matchOtherPackage(
  record: PackageRecord,
  { stocktake, known }: { stocktake: StocktakeRecord; known: CountRecord | undefined },
): CodeMatch {
  if (!known && mayStandBeside(record, stocktake.scope)) return { kind: 'nothing' };
  // It stood in the scope when the count began, and does not any more: nothing is asked of it.
  if (known?.asked) return { kind: 'nothing' };
  return { kind: 'extra', identity: record.id, epcHex: record.epcHex, known };
}

/** Held already as foreign goods: it has its finding. */
function isHeldForeign(book: Book, identity: string): boolean {
  return [
    ...book.where('foreign', 'identityKey', comparableText(identity)),
    ...book.where('foreign', 'epcHex', identity.toUpperCase()),
  ].some(({ state }) => state === 'held');
}
