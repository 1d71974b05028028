// Goods that came before the order that expects them: whatever makes packages expected (a notice, an amendment, a return)
// finds what is held of them, by one rule, and binds it at once.
import { asOperatorId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { ForeignRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { awaitedPackages } from '../model/awaitedPackages.ts';
import { comparableText } from '../model/comparableText.ts';
import { findTagBearer, whoBears } from '../model/packageLookup.ts';
import type { NewEntry } from '../model/entry.ts';
import type { BoundBy } from '../model/weighingEvidence.ts';
import type { OrderBody } from '../model/order.ts';
import { requireLot } from '../model/bookQueries.ts';
import { arrivalExpectation, compareWithExpectation } from '../weight/comparisons.ts';
import { comparedFindings } from '../weight/weightFindings.ts';
import { isFitFor, lotSharePpm } from '../weight/fitness.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';

/** Ids of the packages that an order makes expected; empty for an order that expects nothing. */
export function packagesExpectedBy(body: OrderBody): readonly string[] {
  switch (body.kind) {
    case 'intake-notice':
      return body.packages.map((announced) => announced.package);
    case 'intake-amendment':
      return body.add.map((announced) => announced.package);
    case 'return-notice':
      return body.packages;
    default:
      return [];
  }
}

/** Binds held goods to the packages `ids` that are expected now: `book` is the book with their order. */
export function matchHeldGoods(ids: readonly string[], book: Book): NewEntry[] {
  const matchedWeighings = new Set<string>();
  return ids.flatMap((id): NewEntry[] => {
    const expected = book.get('package', id);
    const heldGoods = expected && findHeldGoods(expected, { book, taken: matchedWeighings });
    if (!heldGoods) return [];
    matchedWeighings.add(heldGoods.record.id);
    return bindHeldGoods(heldGoods, { expected, book });
  });
}

/**
 * The one package that is expected and that goods without a notice turn out to be, by what a person reads on them or by
 * the tag that came with them. Undefined: none is, several are, or their tags say another.
 */
export function expectedOfGoods(
  book: Book,
  { words, tags }: { words: string; tags: readonly string[] },
): { expected: PackageRecord; boundBy: BoundBy } | undefined {
  const tagged = tags.flatMap((epcHex) => findTagBearer(book, epcHex) ?? []);
  const candidates = new Map([...tagged, ...whoBears(book, words)].map((record) => [record.id, record]));
  const [expected, another] = candidates.values();
  if (!expected || another || (expected.state !== 'expected' && expected.state !== 'missing')) return undefined;
  return awaitedPackages(book).has(expected.id)
    ? undefined
    : { expected, boundBy: tagged.length > 0 ? 'tag' : 'typed' };
}

/** A held weighing, and what says that it is this package. */
export interface HeldGoods {
  record: WeighingRecord;
  boundBy: BoundBy;
  /** What was read on it, as it was said. */
  code: string;
}

/** The entries by which held goods become an expected package: what its scale said then is compared now. */
export function bindHeldGoods(
  { record, boundBy, code }: HeldGoods,
  { expected, book }: { expected: PackageRecord; book: Book },
): NewEntry[] {
  const lot = requireLot(book, expected.lot);
  // The person who weighed it named it then; what he could not say headquarters does.
  const bound: NewEntry = {
    kind: 'weighing-bound',
    body: {
      weighing: record.id,
      package: expected.id,
      boundBy,
      code,
      operator: (boundBy === 'decision' ? null : record.operator) ?? asOperatorId('headquarters'),
    },
  };
  const comparison = compareWithExpectation(record, arrivalExpectation(expected, lot));
  const fit = isFitFor(record.ownPartMg, {
    netMg: asMassMg(comparison.declaredMg - expected.announced.tareMg),
    sharePpm: lotSharePpm(lot, record.fitnessSharePpm),
  });
  return [bound, ...comparedFindings(record, { comparison, fit, lot: lot.id, job: null, package: expected.id })];
}

/**
 * The one weighed thing that is held without a lot, or in this one, and bears the package's id, mark or tag. Two of
 * them, or a mark on another tag, are for people to look at.
 */
function findHeldGoods(
  { id, lot, mark, epcHex }: PackageRecord,
  { book, taken }: { book: Book; taken: ReadonlySet<string> },
): HeldGoods | undefined {
  const named = [id, mark, ...(epcHex === null ? [] : [epcHex])].flatMap((name) =>
    book.where('foreign', 'identityKey', comparableText(name)),
  );
  const tagged = epcHex === null ? [] : book.where('foreign', 'epcHex', epcHex);
  const candidates = new Map<string, ForeignRecord>();
  for (const foreign of [...tagged, ...named])
    if (foreign.state === 'held' && (foreign.lot === null || foreign.lot === lot)) candidates.set(foreign.id, foreign);
  const [foreign] = candidates.values();
  if (!foreign || candidates.size > 1 || foreign.weighing === null) return undefined;
  if (epcHex !== null && foreign.epcHex !== null && foreign.epcHex !== epcHex) return undefined;
  const record = book.get('weighing', foreign.weighing);
  if (record?.state !== 'foreign' || taken.has(record.id)) return undefined;
  const isByTag = epcHex !== null && (foreign.epcHex === epcHex || foreign.identityKey === epcHex);
  return { record, boundBy: isByTag ? 'tag' : 'typed', code: foreign.identity };
}
