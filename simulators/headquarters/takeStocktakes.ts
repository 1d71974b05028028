// Stocktakes: what was frozen, who saw what in which round, and the result that must follow. CONTRACT.md 9.6.
import { agrees, type Comparison } from './bounds.ts';
import { type BaseBook, list } from './baseBook.ts';
import type { CountRow, PackageRow, StocktakeRow, WeighingRow } from './rows.ts';
import { sampleSize } from './sampling.ts';
import { after, type PackageState } from './steps.ts';
import type { Body, EntryOf, Taken, Taking } from './taking.ts';

export function stocktakeOpened({ book }: Taking, { body, seq }: EntryOf<'stocktake-opened'>): Taken {
  const known = book.get('stocktakes', body.stocktake);
  if (known && known.state !== 'ordered') return `stocktake ${body.stocktake} was opened before`;
  const members = book.packages(body.packages);
  if (typeof members === 'string') return members;
  for (const row of members)
    book.save('packages', { ...row, state: after(row.state, 'freeze') ?? row.state, stocktake: body.stocktake });
  const fresh = {
    round: 1,
    opened_seq: seq,
    counted: JSON.stringify(body.packages),
    disagreeing: '[]',
    sample: '[]',
    claimed: null,
    own: null,
    differences: '',
  };
  book.save('stocktakes', {
    base: book.base,
    stocktake: body.stocktake,
    order_id: body.order,
    scope: JSON.stringify(body.scope),
    state: 'open',
    ...fresh,
  });
  return null;
}

export function thaw(book: BaseBook, stocktake: string): void {
  for (const row of book.where('packages', 'stocktake', stocktake))
    book.save('packages', { ...row, state: after(row.state, 'thaw') ?? row.state, stocktake: null });
}

export function packagesCounted({ book }: Taking, { body }: EntryOf<'packages-counted'>): Taken {
  const stocktake = book.get('stocktakes', body.stocktake);
  if (!stocktake) return `stocktake ${body.stocktake} is unknown`;
  const counted = new Set(list(stocktake.counted));
  for (const identity of body.packages) {
    if (!counted.has(identity)) return `package ${identity} is not counted by ${body.stocktake}`;
    say(book, { stocktake: body.stocktake, identity, round: body.round }, { how: body.how, operator: body.operator });
  }
  return null;
}

export function countExtra({ book }: Taking, { body }: EntryOf<'count-extra'>): Taken {
  if (!book.get('stocktakes', body.stocktake)) return `stocktake ${body.stocktake} is unknown`;
  say(book, body, { how: 'extra', operator: body.operator });
  return null;
}

function say(
  book: BaseBook,
  of: { stocktake: string; identity: string; round: number },
  word: Partial<CountRow>,
): void {
  const { stocktake, identity, round } = of;
  book.store.save('counts', { ...book.count({ stocktake, identity, round }), ...word });
}

export function roundClosed({ book }: Taking, { body }: EntryOf<'count-round-closed'>): Taken {
  const stocktake = book.get('stocktakes', body.stocktake);
  if (stocktake?.state !== 'open') return `stocktake ${body.stocktake} is not open`;
  book.save('stocktakes', { ...stocktake, round: stocktake.round + 1, disagreeing: JSON.stringify(body.disagreeing) });
  return null;
}

/** A package that is weighed again is there. A scale that is not verified proves nothing. */
export function sampled(book: BaseBook, row: WeighingRow, of: { package: PackageRow; comparison: Comparison }): null {
  const stocktake = book.get('stocktakes', of.package.stocktake);
  if (stocktake?.state !== 'open' || row.verified === 0) return null;
  say(
    book,
    { stocktake: stocktake.stocktake, identity: of.package.package, round: stocktake.round },
    { weighing: row.weighing, is_off: agrees(of.comparison) ? 0 : 1 },
  );
  return null;
}

export function sampleTakenBack(book: BaseBook, row: WeighingRow): void {
  const stocktake = book.get('stocktakes', book.get('packages', row.package)?.stocktake ?? null);
  if (stocktake?.state !== 'open') return;
  book.store
    .prepare('UPDATE counts SET weighing = NULL, is_off = NULL WHERE base = ? AND stocktake = ? AND weighing = ?')
    .run(book.base, stocktake.stocktake, row.weighing);
}

/** Everybody who counted or weighed has had a hand in what the count found. */
export function countersOf(book: BaseBook, stocktake: string): string[] {
  return book
    .counts(stocktake)
    .flatMap(({ operator, weighing }) => [operator, book.get('weighings', weighing)?.operator ?? null])
    .filter((one) => one !== null);
}

export function stocktakeClosed({ book }: Taking, { body }: EntryOf<'stocktake-closed'>): Taken {
  const stocktake = book.get('stocktakes', body.stocktake);
  if (stocktake?.state !== 'open') return `stocktake ${body.stocktake} is not open`;
  const own = resultOf(book, stocktake);
  const differing = RESULT_MEMBERS.filter((member) => inOrder(own[member]) !== inOrder(body[member]));
  book.save('stocktakes', {
    ...stocktake,
    state: 'closed',
    claimed: JSON.stringify(body),
    own: JSON.stringify(own),
    differences: differing.join(' '),
  });
  thaw(book, body.stocktake);
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
export type StocktakeResult = Pick<Body<'stocktake-closed'>, (typeof RESULT_MEMBERS)[number]>;

function inOrder(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value);
}

/** In these a package that is counted ought to be found; from others a decision took it away meanwhile. */
const STANDING: readonly PackageState[] = ['counting', 'stored', 'quarantined', 'present'];
const SEEN = ['tag', 'scan', 'typed'];

export function resultOf(book: BaseBook, stocktake: StocktakeRow): StocktakeResult {
  const words = new Map<string, Map<number, CountRow>>();
  for (const row of book.counts(stocktake.stocktake))
    words.set(row.identity, (words.get(row.identity) ?? new Map<number, CountRow>()).set(row.round, row));
  const [counted, asked, drawn] = [
    list(stocktake.counted),
    new Set(list(stocktake.disagreeing)),
    new Set(list(stocktake.sample)),
  ];
  const found = {
    seen: 0,
    inferred: 0,
    left: 0,
    missing: [] as string[],
    extra: [] as string[],
    off: [] as string[],
    unweighed: [] as string[],
  };
  const identities = new Set([...counted, ...words.keys()]);
  const known = new Set(counted);
  for (const identity of identities) {
    const rounds = words.get(identity);
    const word = rounds?.get(asked.has(identity) ? stocktake.round : 1);
    const first = rounds?.get(1);
    if (!known.has(identity)) {
      if (word?.how === 'extra') found.extra.push(identity);
    } else if (word && (word.weighing !== null || SEEN.includes(word.how ?? ''))) {
      found.seen += 1;
      if (word.is_off === 1) found.off.push(identity);
    } else if (!STANDING.includes(book.get('packages', identity)?.state ?? 'dropped')) found.left += 1;
    else if (word?.how !== 'inferred' || first?.how === 'absent') found.missing.push(identity);
    else {
      found.inferred += 1;
      if (drawn.has(identity) || first?.is_off === 1) found.unweighed.push(identity);
    }
  }
  const disagreeing = new Set([...found.missing, ...found.extra, ...found.off, ...found.unweighed]);
  const sampledIds = counted.filter((identity) =>
    [...(words.get(identity)?.values() ?? [])].some(({ weighing }) => weighing !== null),
  );
  const resolved = [...asked].filter((identity) => !disagreeing.has(identity));
  return {
    ...found,
    rounds: stocktake.round,
    expected: counted.length,
    sampleDue: sampleSize(counted.length),
    sampled: sampledIds.length,
    resolved,
    agrees: disagreeing.size === 0,
  };
}
