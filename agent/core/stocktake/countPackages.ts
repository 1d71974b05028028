// Counting, blind: what was seen, what nobody can reach, what somebody looked for in vain. A tag that is not read says
// nothing: a package is missing only when somebody looked and said so, twice.
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import type { CountRecord, StocktakeRecord } from '../model/workRecords.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import { findPackagesByCode, EPC_HEX } from '../model/packageLookup.ts';
import { isSampleWeighed } from './sampleWeighings.ts';
import { belongsInScope } from './stocktakeScope.ts';
import type { CountMethod } from '../model/commandValues.ts';
import { STOCKTAKE_LIMITS } from '../model/limits.ts';

export type CountEvent = CommandMeta & { stocktake: string; codes: readonly string[]; how: CountMethod };

/** What a code turned out to be. `nothing`: it is where it should be and this count does not ask for it. */
type Named =
  | { kind: 'counted'; count: CountRecord }
  | { kind: 'extra'; identity: string; epcHex: string | null; known: CountRecord | undefined }
  | { kind: 'nothing' };

interface Counting {
  book: Book;
  event: CountEvent;
  stocktake: StocktakeRecord;
  /** What the recount is about; null in the first round. */
  asked: ReadonlySet<string> | null;
}

export function decideCount(event: CountEvent, book: Book): Decided | Refusal {
  const stocktake = book.get('stocktake', event.stocktake);
  if (!stocktake) return refuse('stocktake-unknown', { stocktake: event.stocktake });
  if (stocktake.state !== 'open')
    return refuse('stocktake-not-open', { stocktake: stocktake.id, state: stocktake.state });
  if (stocktake.countersBefore.includes(event.operator)) return refuse('counted-before', { operator: event.operator });
  const asked = stocktake.round === 1 ? null : new Set(stocktake.disagreeing);
  return counted({ book, event, stocktake, asked });
}

function counted(counting: Counting): Decided | Refusal {
  const { stocktake, event } = counting;
  const words = new Set<string>();
  const extras = new Map<string, NewEntry>();
  let ignored = 0;
  let fresh = 0;
  for (const code of new Set(event.codes.map((one) => one.trim()))) {
    const named = wordOn(code, counting);
    if ('refusal' in named) return named;
    if (named.kind === 'counted') words.add(named.count.identity);
    if (named.kind === 'extra' && !extras.has(named.identity)) {
      extras.set(named.identity, extraEntry(named, counting));
      if (!named.known) fresh += 1;
    }
    if (named.kind === 'nothing') ignored += 1;
  }
  if (stocktake.extras + fresh > STOCKTAKE_LIMITS.extras)
    return refuse('too-many-extras', { most: STOCKTAKE_LIMITS.extras });
  const { how, operator } = event;
  const body = { stocktake: stocktake.id, round: stocktake.round, how, packages: [...words], operator };
  const entries: NewEntry[] = words.size > 0 ? [{ kind: 'packages-counted', body }] : [];
  return {
    entries: [...entries, ...extras.values()],
    effects: [],
    result: { counted: words.size, extra: extras.size, ignored },
  };
}

function extraEntry({ identity, epcHex }: Extract<Named, { kind: 'extra' }>, { stocktake, event }: Counting): NewEntry {
  return {
    kind: 'count-extra',
    body: { stocktake: stocktake.id, round: stocktake.round, identity, epcHex, operator: event.operator },
  };
}

/** What is to be recorded of one code, if anything. */
function wordOn(code: string, counting: Counting): Named | Refusal {
  if (code === '') return refuse('identity-empty');
  const named = nameOf(code, counting);
  if ('refusal' in named || named.kind === 'nothing') return named;
  const count = named.kind === 'counted' ? named.count : named.known;
  const identity = count?.identity ?? code;
  const { asked, event } = counting;
  if (asked && !asked.has(identity))
    return event.how === 'tag' ? { kind: 'nothing' } : refuse('not-recounted', { code });
  const looking = event.how === 'absent' || event.how === 'inferred';
  return looking ? wordOnUnseen(named, { code, counting }) : wordOnSeen(named, counting);
}

function wordOnUnseen(named: Named, { code, counting }: { code: string; counting: Counting }): Named | Refusal {
  const { event, stocktake } = counting;
  const count = named.kind === 'counted' ? named.count : named.kind === 'extra' ? named.known : undefined;
  // What was extra in the first round may be gone in the recount; anything else that is not counted cannot be absent.
  const extraGone = named.kind === 'extra' && count !== undefined && event.how === 'absent' && stocktake.round > 1;
  if (!count || (named.kind === 'extra' && !extraGone)) return refuse('package-not-counted', { code });
  const said = count.rounds[stocktake.round - 1]?.how;
  const seen = said !== undefined && said !== 'absent' && said !== 'inferred';
  if (seen || isSampleWeighed(count, stocktake.round)) return refuse('package-seen', { code });
  return said === event.how ? { kind: 'nothing' } : { kind: 'counted', count };
}

function wordOnSeen(named: Named, { event, stocktake }: Counting): Named {
  const count = named.kind === 'counted' ? named.count : named.kind === 'extra' ? named.known : undefined;
  const said = count?.rounds[stocktake.round - 1]?.how;
  if (said !== undefined && said !== 'absent' && said !== 'inferred') return { kind: 'nothing' };
  // A tag may have been read through a wall: in the recount somebody looks at what is extra.
  const throughWall = named.kind === 'extra' && stocktake.round > 1 && event.how === 'tag';
  return throughWall ? { kind: 'nothing' } : named;
}

function nameOf(code: string, { book, event, stocktake }: Counting): Named | Refusal {
  const countAs = (identity: string): CountRecord | undefined => book.get('count', `${stocktake.id}/${identity}`);
  const bearers = findPackagesByCode(book, code);
  const counts = bearers.flatMap(({ id }) => countAs(id) ?? []).filter((count) => count.package !== null);
  const [count, another] = counts;
  if (another) return refuse('code-ambiguous', { code });
  if (count) return { kind: 'counted', count };
  const elsewhere = bearers.length === 1 ? bearers[0] : undefined;
  if (elsewhere) return otherPackage(elsewhere, { stocktake, known: countAs(elsewhere.id) });
  const upper = code.toUpperCase();
  const epcHex = event.how === 'tag' && EPC_HEX.test(upper) ? upper : null;
  const identity = epcHex ?? code;
  const known = countAs(identity);
  const held = !known && isHeldForeign(book, identity);
  return held ? { kind: 'nothing' } : { kind: 'extra', identity, epcHex, known };
}

function otherPackage(
  record: PackageRecord,
  { stocktake, known }: { stocktake: StocktakeRecord; known: CountRecord | undefined },
): Named {
  if (!known && belongsInScope(record, stocktake.scope)) return { kind: 'nothing' };
  return { kind: 'extra', identity: record.id, epcHex: record.epcHex, known };
}

/** Held already as a package that nobody announced: it has its finding. */
function isHeldForeign(book: Book, identity: string): boolean {
  return [...book.where('foreign', 'identity', identity), ...book.where('foreign', 'epcHex', identity)].some(
    ({ state }) => state === 'held',
  );
}
